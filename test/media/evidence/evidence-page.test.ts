import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "../../../scripts/lib/chromium.mjs";
import { exported, hostile, importHostile } from "../../lake/evidence/exported.ts";
import { openLake } from "../../lake/service/open-lake.ts";

/** The page of an export with hostile log text, opened as a file, and what it asked for or complained of. */
async function openedExport(t: TestContext): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const lake = await openLake(t);
  await importHostile(lake);
  const { path } = await exported(lake);
  const executablePath = await findChromium();
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: chromiumFlags,
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(join(path, "investigation.html")).href) problems.push(request.url());
  });
  await page.goto(pathToFileURL(join(path, "investigation.html")).href);
  return { page, problems };
}

test("the page shows hostile log text as text, runs nothing and loads nothing", async (t) => {
  const { page, problems } = await openedExport(t);
  assert.equal(await page.title(), "Case <b>7</b>");
  assert.equal(await page.locator("script, img, iframe, object, embed, link, form, [onerror], [onload]").count(), 0);
  const cells = await page.locator("#s1 tbody td:nth-child(2)").allTextContents();
  assert.deepEqual(cells, [
    hostile[0],
    hostile[1],
    hostile[2],
    hostile[3],
    "user<U+202E>gnp.exe",
    "zero<U+200D>width<U+200B>",
    "␀␛[31m&amp;",
    "عربي",
  ]);
  assert.equal(await page.locator('.mark[title="right-to-left override, U+202E"]').count(), 1);
  const note = page.locator(".note");
  assert.equal(await note.locator("h3").textContent(), "Why");
  assert.equal(await note.locator("li").textContent(), "bold <i>no</i>");
  assert.equal(await note.locator("strong").textContent(), "bold");
  assert.match((await page.locator("#s2 .warning").textContent()) ?? "", /The statement was not run/);
  assert.deepEqual(problems, []);
});

test("the page has no serious fault for people who use a keyboard or a screen reader, and fits a narrow window", async (t) => {
  const { page } = await openedExport(t);
  // The page's policy lets no script in, so what looks at it comes in by the browser's own way.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id }) => id);
  });
  assert.deepEqual(found, []);
  await page.setViewportSize({ width: 400, height: 800 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});

test("the printed page has every row", async (t) => {
  const { page } = await openedExport(t);
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ format: "A4" });
  assert.equal(pdf.subarray(0, 5).toString("latin1"), "%PDF-");
  assert.equal(await page.locator("#s1 tbody tr").count(), hostile.length);
  const wide = await page
    .locator(".wide")
    .evaluateAll((all) => all.map((each) => each.scrollWidth <= each.clientWidth));
  assert.ok(wide.every((fits) => fits));
  const source = await readFile(new URL(page.url()), "utf8");
  assert.ok(!/(?:src|href)="(?!#)/.test(source), "nothing is referred to but places of the page");
});
