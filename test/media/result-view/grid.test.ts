import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CopyRequest, ResultView, WindowRequest } from "../../../src/protocol/query.ts";
import { fakeColumns, fakeRow, hostileText } from "./fake-rows.ts";
import { ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

test("rows, header and counts are a grid to a screen reader", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  const grid = result.page.getByRole("grid", { name: "Password spray by address" });
  assert.equal(await grid.getAttribute("aria-rowcount"), "1205");
  assert.equal(await grid.getAttribute("aria-colcount"), String(fakeColumns.length));
  const header = result.page.getByRole("columnheader", { name: "createdDateTime" });
  assert.equal(await header.getAttribute("aria-colindex"), "1");
  assert.equal(await header.getAttribute("aria-sort"), "none");
  assert.equal((await result.row(0))[0], "2026-11-22 03:14:07");
  assert.equal((await result.row(1))[0], "2026-11-22 03:13:06.037");
  assert.equal((await result.row(3))[3], "50126 bad password");
  assert.deepEqual(result.problems, []);
});

test("keys move the active cell, also into the header, and page keys by a page", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("ArrowDown", "ArrowRight");
  assert.equal(await result.active(), "alex.wilber@contoso.com");
  await result.press("Home");
  assert.equal(await result.active(), "2026-11-22 03:13:06.037");
  await result.press("Control+End");
  await result.row(1203);
  const last = fakeRow(1203)[9];
  assert.ok(typeof last === "object" && last !== null);
  assert.equal(await result.active(), `${last.cut}…`);
  await result.press("Control+Home", "ArrowUp");
  assert.match((await result.active()) ?? "", /^createdDateTime/);
  await result.press("ArrowDown", "PageDown");
  const id = await result.page.locator(".grid").getAttribute("aria-activedescendant");
  const row = Number(id?.split("-").at(-2));
  assert.ok(row > 8 && row < 30, `a page down went to row ${row}`);
});

test("the focus is visible on the active cell", async () => {
  await using result = await pages.open(ready(20));
  await result.row(0);
  await result.page.locator(".grid").focus();
  const colour = await result.page.locator(".cell-active").evaluate((cell) => getComputedStyle(cell).borderTopColor);
  assert.equal(colour, "rgb(0, 120, 212)");
});

test("what is selected is what is copied, with its columns in the order shown", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("ArrowDown", "ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight", "Control+c");
  await result.page.getByText("Copied 2 rows").waitFor();
  await result.press("Control+a", "Control+c");
  await result.page.getByText("Copied 1,204 rows").waitFor();
  const [some, all] = await result.asked<CopyRequest>("copyRows");
  assert.deepEqual(some, {
    resultId: "result-1204",
    format: "tsv",
    headers: true,
    rows: { from: 1, to: 3 },
    columns: [1, 2],
  });
  assert.deepEqual(all?.rows, { from: 0, to: 1204 });
  assert.equal(all?.columns.length, fakeColumns.length);
});

test("a drag over cells selects the rectangle", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  const from = await result.page.locator('[data-row="2"][data-column="0"]').boundingBox();
  const to = await result.page.locator('[data-row="5"][data-column="2"]').boundingBox();
  assert.ok(from && to);
  await result.page.mouse.move(from.x + 20, from.y + 8);
  await result.page.mouse.down();
  await result.page.mouse.move(to.x + 20, to.y + 8, { steps: 4 });
  await result.page.mouse.up();
  await result.press("Control+c");
  await result.page.getByText("Copied 4 rows").waitFor();
  const [request] = await result.asked<CopyRequest>("copyRows");
  assert.deepEqual(request?.columns, [0, 1, 2]);
});

test("a click on a header sorts, another turns, shift adds a second column", async () => {
  await using result = await pages.open(ready(60));
  await result.row(0);
  const header = (name: string) => result.page.getByRole("columnheader", { name });
  await header("errorCode").click();
  await result.page.locator('[role=columnheader][aria-sort="ascending"]').waitFor();
  await header("errorCode").click();
  await result.page.locator('[role=columnheader][aria-sort="descending"]').waitFor();
  await header("ipAddress").click({ modifiers: ["Shift"] });
  await result.page.locator('[role=columnheader][aria-sort="ascending"]').waitFor();
  await result.page.waitForFunction(() =>
    document.querySelector('[data-row="0"][data-column="3"]')?.textContent?.startsWith("53003"),
  );
  const windows = await result.asked<WindowRequest>("readWindow");
  assert.deepEqual(windows.at(-1)?.sort, [
    { column: 3, descending: true },
    { column: 2, descending: false },
  ]);
  assert.match((await result.row(0))[3] ?? "", /^53003/);
});

test("search and filters narrow the rows and say so", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.getByRole("columnheader", { name: "country" }).hover();
  await result.page.getByRole("button", { name: "Menu of column country" }).click();
  await result.page.getByRole("menuitem", { name: "Filter…" }).click();
  await result.page.locator(".popup input:focus").waitFor();
  await result.page.keyboard.type("NL");
  await result.press("Enter");
  await result.page.getByText("241 of 1,204 rows").waitFor();
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("pradeep");
  await result.page.getByText("40 of 1,204 rows").waitFor();
  const last = (await result.asked<WindowRequest>("readWindow")).at(-1);
  assert.equal(last?.search, "pradeep");
  assert.deepEqual(last?.filters, [{ column: 5, op: "equals", value: "NL" }]);
  await result.page.getByRole("button", { name: "Remove filter: country = NL" }).click();
  await result.page.getByText(/20[01] of 1,204 rows/).waitFor();
});

test("a filter that no row passes says so and offers the way back", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("no such text");
  await result.page.getByText("None of the rows matches").waitFor();
  await result.page.getByText("Show all rows").click();
  await result.row(0);
  assert.equal(await result.page.getByRole("textbox", { name: "Filter rows" }).inputValue(), "");
});

test("a typed filter that fits no number is explained, not sent", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("ArrowRight", "ArrowRight", "ArrowRight", "ArrowUp", "Alt+ArrowDown");
  await result.page.locator("[role=menuitem]:focus").waitFor();
  await result.press("f", "Enter");
  await result.page.locator(".popup input:focus").waitFor();
  await result.page.keyboard.type("many");
  await result.press("Enter");
  await result.page.getByText("Type a number.").waitFor();
  const windows = await result.asked<ResultView>("readWindow");
  assert.ok(windows.every((window) => window.filters === undefined));
});

test("the menu of a value filters by it and excludes it; NULL by name", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.locator('[data-row="0"][data-column="2"]').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Exclude value" }).click();
  await result.page.getByText("ipAddress ≠ 203.0.113.0").waitFor();
  await result.page.getByRole("button", { name: "Remove filter" }).click();
  await result.page.locator(".filter-chip").waitFor({ state: "detached" });
  await result.row(2);
  await result.page.locator('[data-row="2"][data-column="5"]').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Filter by value" }).click();
  await result.page.getByText("country is NULL").waitFor();
});

test("a nested value is filtered by the text that the lake shows for it, not by what JavaScript writes", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.locator('[data-row="0"][data-column="6"]').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Filter by value" }).click();
  await result.page.getByText("deviceDetail = ").waitFor();
  const windows = await result.asked<ResultView>("readWindow");
  assert.deepEqual(windows.at(-1)?.filters, [{ column: 6, op: "equals", value: fakeRow(0)[6] }]);
});

test("a million rows scroll to their end, by key and by the thumb, with few elements and windows", async () => {
  await using result = await pages.open(ready(1_000_000));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("Control+End");
  const last = await result.row(999_999);
  assert.equal(last.at(-1)?.startsWith('{"id":"999999"'), true);
  const scroller = result.page.locator(".grid");
  await scroller.evaluate((grid) => {
    grid.scrollTop = grid.scrollHeight / 2;
  });
  await result.page.waitForFunction(() => {
    const index = Number(document.querySelector(".grid-row")?.getAttribute("aria-rowindex"));
    return index > 499_000 && index < 501_000;
  });
  await result.press("Control+End");
  for (let step = 1; step <= 40; step += 1) {
    await scroller.evaluate((grid, part) => {
      grid.scrollTop = grid.scrollHeight * part;
    }, step / 41);
    await result.page.waitForFunction(() => document.querySelector('.grid-row[aria-busy="false"]'));
  }
  const drawn = await result.page.locator(".grid-row").count();
  assert.ok(drawn < 60, `${drawn} rows are drawn`);
  const cells = await result.page.locator(".cell").count();
  assert.ok(cells < 700, `${cells} cells are drawn`);
});

test("the wheel moves a million rows by the pixels it turned", async () => {
  await using result = await pages.open(ready(1_000_000));
  await result.row(0);
  const scroller = result.page.locator(".grid");
  await scroller.evaluate((grid) => {
    grid.scrollTop = grid.scrollHeight / 2;
  });
  const before = await (await result.page.waitForFunction(topRow, 400_000)).jsonValue();
  await scroller.hover();
  for (let turn = 0; turn < 5; turn += 1) await result.page.mouse.wheel(0, 220);
  const after = await (await result.page.waitForFunction(topRow, Number(before) + 50)).jsonValue();
  assert.equal(Number(after) - Number(before), 50);

  /** The first row below the header once it is that far down. */
  function topRow(least: number): number | undefined {
    const { left = 0, top = 0 } = document.querySelector(".grid")?.getBoundingClientRect() ?? {};
    const cell = document.elementFromPoint(left + 100, top + 26 + 11)?.closest<HTMLElement>(".cell");
    const row = Number(cell?.dataset["row"] ?? -1);
    return row >= least ? row : undefined;
  }
});

test("scrolling past windows gives up on them", async () => {
  await using result = await pages.open(ready(1_000_000));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.hold = true;
  });
  const scroller = result.page.locator(".grid");
  for (const part of [0.2, 0.4, 0.6]) {
    const asked = (await result.asked("readWindow")).length;
    await scroller.evaluate((grid, where) => {
      grid.scrollTop = grid.scrollHeight * where;
    }, part);
    await result.asked("readWindow", asked + 1);
  }
  await result.page.waitForFunction(() => globalThis.fakeHost.cancelled >= 4);
  await result.page.evaluate(() => {
    globalThis.fakeHost.hold = false;
  });
  await result.page.locator('.grid-row[aria-busy="false"]').first().waitFor();
});

test("columns are resized, sized to content, moved, frozen and hidden", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  const header = (name: string) => result.page.getByRole("columnheader", { name });
  const width = async (name: string): Promise<number> => (await header(name).boundingBox())?.width ?? 0;
  const fitted = await width("ipAddress");
  const edge = header("ipAddress").locator(".header-edge");
  const box = await edge.boundingBox();
  assert.ok(box);
  await result.page.mouse.move(box.x + 3, box.y + 10);
  await result.page.mouse.down();
  await result.page.mouse.move(box.x + 83, box.y + 10, { steps: 4 });
  await result.page.mouse.up();
  assert.equal(Math.round(await width("ipAddress")), Math.round(fitted + 80));
  await edge.dblclick();
  assert.equal(await width("ipAddress"), fitted);

  const target = await header("createdDateTime").boundingBox();
  const source = await header("ipAddress").boundingBox();
  assert.ok(target && source);
  await result.page.mouse.move(source.x + 20, source.y + 10);
  await result.page.mouse.down();
  await result.page.mouse.move(target.x + 20, target.y + 10, { steps: 4 });
  await result.page.mouse.up();
  assert.equal((await result.row(0))[0], "203.0.113.0");
  assert.equal(await header("ipAddress").getAttribute("aria-sort"), "none");

  await header("ipAddress").click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Freeze up to here" }).click();
  const first = await header("ipAddress").boundingBox();
  await result.page.locator(".grid").focus();
  await result.press("End");
  await result.page.waitForFunction(() => (document.querySelector(".grid")?.scrollLeft ?? 0) > 0);
  const frozen = await header("ipAddress").boundingBox();
  assert.equal(frozen?.x, first?.x);
  assert.equal((await header("raw").boundingBox())?.y, frozen?.y);

  await header("ipAddress").click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide" }).click();
  await header("ipAddress").waitFor({ state: "detached" });
  assert.equal(await result.page.locator(".grid").getAttribute("aria-colcount"), String(fakeColumns.length - 1));
});

test("hovering over a time tells it in local time", async () => {
  await using result = await pages.open(ready(10));
  await result.row(0);
  const cell = result.page.locator('[data-row="0"][data-column="0"]');
  await cell.hover();
  assert.match((await cell.getAttribute("title")) ?? "", /November 22, 2026|22 November 2026/);
});

test("log text that looks like HTML or ANSI, or turns its direction, is only text", async () => {
  await using result = await pages.open(ready(10));
  const shown = (await result.row(3))[1] ?? "";
  assert.ok(shown.includes('<img src=x onerror="window.hacked=true">'));
  assert.ok(shown.includes("␛[31m"));
  assert.ok(shown.includes("<U+202E>"));
  await result.page.locator('[data-row="3"][data-column="1"]').click();
  await result.press("Shift+Enter");
  await result.page.locator(".pane-text").waitFor();
  const opened = result.page.locator(".pane-text");
  assert.equal(
    await opened.textContent(),
    hostileText.replaceAll("\u001b", "␛").replace("\u202E", "<U+202E>"),
    "the pane marks what the grid marks",
  );
  await opened.getByRole("img", { name: "right-to-left override, U+202E" }).waitFor();
  assert.equal(await result.page.locator("#root img").count(), 0);
  assert.equal(await result.page.evaluate(() => "hacked" in window), false);
});

test("a failed read is told with a way on, and reading again brings the rows back", async () => {
  await using result = await pages.open(ready(100_000));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.failure = "The lake process stopped. The query has to be run again.";
  });
  await result.page.locator(".grid").focus();
  await result.press("Control+End");
  await result.page.getByRole("alert").getByText("The lake process stopped.").waitFor();
  await result.page.evaluate(() => {
    globalThis.fakeHost.failure = undefined;
  });
  await result.page.getByText("Read again").click();
  await result.row(99_999);
});

test("rows that are held no longer are not offered to be read again", async () => {
  await using result = await pages.open(ready(100_000));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.failure = "This result is no longer held. Run the query again to see it.";
    globalThis.fakeHost.failureCode = "no-such-result";
  });
  await result.page.locator(".grid").focus();
  await result.press("Control+End");
  await result.page.getByRole("button", { name: "Run the query again" }).waitFor();
  assert.equal(await result.page.getByText("Read again").count(), 0);
});
