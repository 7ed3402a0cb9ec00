import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { WindowRequest } from "../../../src/protocol/query.ts";
import type { ResultState, ViewPreferences } from "../../../src/protocol/result-page.ts";
import { elementsCut } from "../sideways.ts";
import { type ResultPage, ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

async function openRow(row: number, options: Parameters<ResultPages["open"]>[1] = {}): Promise<ResultPage> {
  const result = await pages.open(ready(1204), { height: 700, ...options });
  await result.row(0);
  await result.page.locator(`[data-row="${row}"][data-column="0"]`).click();
  await result.press("Enter");
  await result.page.getByRole("complementary", { name: `Row ${row + 1}` }).waitFor();
  return result;
}

/** What a screen reader says of the active line. */
function activeLine(result: ResultPage): Promise<string | null | undefined> {
  return result.page.evaluate(() => {
    const id = document.querySelector("[role=tree]")?.getAttribute("aria-activedescendant");
    return id ? document.getElementById(id)?.textContent : undefined;
  });
}

test("Enter opens the row as its fields; the rows' keys go on, and the pane follows", async () => {
  await using result = await openRow(3);
  const tree = result.page.getByRole("tree", { name: "Fields of row 4" });
  await tree.getByRole("treeitem", { name: "errorCode 50126 bad password" }).waitFor();
  await tree.getByRole("treeitem", { name: "operatingSystem Windows 11" }).waitFor();
  await result.press("ArrowDown");
  await result.page.getByText("Row 5 of 1,204").waitFor();
  await result.press("ArrowRight");
  await result.page.waitForFunction(() => document.querySelector(".record-active")?.textContent?.includes("user"));
  await result.press("Escape");
  await result.page.locator(".pane").waitFor({ state: "detached" });
  assert.equal(await result.page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
});

test("inside the pane keys walk the fields, open and close them, and go to the next row", async () => {
  await using result = await openRow(0);
  await result.press("Enter", "End", "ArrowUp");
  assert.match((await activeLine(result)) ?? "", /^userAgent/);
  await result.press("Home", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown");
  assert.equal(await activeLine(result), "deviceDetail{3}");
  await result.press("ArrowRight");
  assert.equal(await activeLine(result), "operatingSystemWindows 11");
  await result.press("ArrowLeft", "ArrowLeft");
  await result.page.getByRole("treeitem", { name: "deviceDetail", expanded: false }).waitFor();
  await result.press("Alt+ArrowDown");
  await result.page.getByText("Row 2 of 1,204").waitFor();
  assert.equal(await activeLine(result), "deviceDetail{3}");
  await result.press("Alt+ArrowUp");
  await result.page.getByText("Row 1 of 1,204").waitFor();
  await result.press("Control+c", "Control+Shift+c");
  const copied = await result.asked<{ readonly text: string }>("copyText", 2);
  assert.match(copied[0]?.text ?? "", /^\{"operatingSystem":"Windows 11"/);
  assert.match(copied[1]?.text ?? "", /^deviceDetail: \{"operatingSystem"/);
});

test("a field filters, excludes and hides its column from its menu; a nested one filters by where it stands", async () => {
  await using result = await openRow(0);
  const field = (name: string) => result.page.getByRole("treeitem", { name });
  await field("operatingSystem").click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Filter by this value" }).click();
  await result.page.getByText("deviceDetail.operatingSystem = Windows 11").waitFor();
  await result.page.locator('[role=tree] [role=treeitem]:has-text("managed")').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Exclude this value" }).click();
  await result.page.getByText("deviceDetail.tags[] ≠ managed").waitFor();
  const windows = await result.asked<WindowRequest>("readWindow");
  assert.deepEqual(windows.at(-1)?.filters, [
    { column: 6, op: "equals", value: "Windows 11", path: ["operatingSystem"] },
    { column: 6, op: "excludes", value: "managed", path: ["tags", null] },
  ]);
  await result.page.getByText("Clear filters").click();
  await field("ipAddress").click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide column" }).click();
  await result.page.getByRole("columnheader", { name: "ipAddress" }).waitFor({ state: "detached" });
  await field("ipAddress").waitFor();
});

test("fields are found by name and by value, also behind the cut, and empty ones are left out by a switch", async () => {
  await using result = await openRow(2);
  const pane = result.page.locator(".record-pane");
  await pane.getByRole("textbox", { name: "Find in row" }).fill("failureReason");
  await pane.getByRole("treeitem", { name: "failureReason Other." }).waitFor();
  assert.equal((await result.asked("readCell", 1)).length, 1);
  await pane.getByRole("textbox", { name: "Find in row" }).fill("nowhere at all");
  await pane.getByText("No field and no value of this row holds it.").waitFor();
  await pane.getByRole("button", { name: "Clear: Find in row" }).click();
  await pane.getByRole("treeitem", { name: "country NULL" }).waitFor();
  await pane.getByRole("button", { name: "Hide empty fields" }).click();
  await pane.getByText("1 empty field is hidden.").waitFor();
  assert.equal(await pane.getByRole("treeitem", { name: "country" }).count(), 0);
  const told = await result.asked<ViewPreferences>("prefer", 2);
  assert.equal(told.at(-1)?.hidesEmptyFields, true);
});

test("what was open beside the last result, and how wide, is so beside the next", async () => {
  const state: ResultState = {
    ...(ready(30) as Extract<ResultState, { kind: "ready" }>),
    preferences: { pane: "record", paneWidth: 300 },
  };
  await using result = await pages.open(state);
  const pane = result.page.getByRole("complementary", { name: "Row 1" });
  await pane.waitFor();
  assert.equal(Math.round((await pane.boundingBox())?.width ?? 0), 300);
  await result.page.getByRole("separator", { name: "Width of the pane" }).focus();
  await result.press("ArrowLeft");
  assert.equal((await result.asked<ViewPreferences>("prefer", 1))[0]?.paneWidth, 320);
  await result.press("Escape");
  assert.equal((await result.asked<ViewPreferences>("prefer", 2)).at(-1)?.pane, "none");
});

test("where there is no room for both, the row takes the place of the rows, and nothing is cut", async () => {
  for (const width of [250, 540]) {
    await using result = await openRow(3, { width, sign: 0.7 });
    const box = await result.page.locator(".record-pane").boundingBox();
    assert.ok(width > 520 || (box?.x === 0 && Math.round(box.width) === width), JSON.stringify(box));
    assert.deepEqual(await elementsCut(result.page), []);
  }
});
