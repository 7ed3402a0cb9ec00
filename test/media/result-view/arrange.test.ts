import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CopyRequest, WindowRequest } from "../../../src/protocol/query.ts";
import type { ResultState, ViewPreferences } from "../../../src/protocol/result-page.ts";
import { fakeColumns } from "./fake-rows.ts";
import { type ResultPage, ResultPages, ready } from "./result-page.ts";

type Ready = Extract<ResultState, { kind: "ready" }>;

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const state = (more: Partial<Ready> = {}): Ready => ({ ...(ready(60) as Ready), ...more });
const ours = [0, 1, 3, 2, 4, 5, 6, 7, 8, 9];

async function viewMenu(result: ResultPage, item: string | RegExp): Promise<void> {
  await result.page.getByRole("button", { name: "View" }).click();
  await result.page.getByRole("menu", { name: "View" }).getByText(item).click();
}

const headers = (result: ResultPage): Promise<readonly string[]> =>
  result.page.locator("[role=columnheader] .header-name").allTextContents();

test("all columns of a table come in our order, which says so and is put back by a click, also for later results", async () => {
  await using result = await pages.open(state({ columnOrder: ours }));
  await result.row(0);
  assert.deepEqual((await headers(result)).slice(0, 4), [
    "createdDateTime",
    "userPrincipalName",
    "errorCode",
    "ipAddress",
  ]);
  await result.page.getByRole("button", { name: "Query's order" }).click();
  await result.page.getByText("Time, account and result come first.").waitFor({ state: "detached" });
  assert.deepEqual((await headers(result)).slice(2, 4), ["ipAddress", "errorCode"]);
  assert.equal((await result.asked<ViewPreferences>("prefer", 1))[0]?.usesQueryOrder, true);
  await viewMenu(result, "Time, account and result first");
  await result.page.getByText("Time, account and result come first.").waitFor();
});

test("a query that runs again keeps how its columns were arranged", async () => {
  await using result = await pages.open(state({ columnOrder: ours }));
  await result.row(0);
  await result.page.getByRole("columnheader", { name: "errorCode" }).click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide" }).click();
  await result.show({ ...(ready(61) as Ready), columnOrder: ours });
  await result.row(0);
  assert.ok(!(await headers(result)).includes("errorCode"));
});

test("empty columns are hidden where a query asks for all, which says how many, and shown by a click", async () => {
  await using result = await pages.open(ready(3));
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.empty = [2, 4];
  });
  await result.show(state({ columnOrder: ours }));
  await result.page.getByText("2 empty columns are hidden.").waitFor();
  assert.equal(await result.page.locator(".grid").getAttribute("aria-colcount"), String(fakeColumns.length - 2));
  await result.press("Control+a");
  await result.page.getByRole("button", { name: "Copy", exact: true }).click();
  await result.page.getByRole("menuitem", { name: "Copy 60 rows as CSV" }).click();
  await result.page.getByText("Copied 60 rows, 8 of 10 columns").waitFor();
  await result.page.getByRole("button", { name: "Show empty columns" }).click();
  await result.page.getByText("2 empty columns are hidden.").waitFor({ state: "detached" });
  assert.equal(await result.page.locator(".grid").getAttribute("aria-colcount"), String(fakeColumns.length));
});

test("Ctrl+G goes to a column by a part of its name, and shows it when it was hidden", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  await result.page.getByRole("columnheader", { name: "country" }).click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide" }).click();
  await result.page.locator(".grid").focus();
  await result.press("Control+g");
  await result.page.locator(".go input:focus").waitFor();
  await result.page.keyboard.type("count");
  await result.page.getByRole("option", { name: "country hidden" }).waitFor();
  await result.press("Enter");
  await result.page.getByRole("columnheader", { name: "country" }).waitFor();
  assert.equal(await result.active(), "NL");
});

test("times are shown in UTC or on the reader's clock with its distance from UTC, never without a word on it", async () => {
  await using result = await pages.open(state());
  assert.equal((await result.row(0))[0], "2026-11-22 03:14:07");
  await viewMenu(result, /Times in Asia\/Kat(h)?mandu \(UTC\+05:45\)/);
  await result.page.getByText("2026-11-22 08:59:07+05:45").first().waitFor();
  const cell = result.page.locator('[data-row="0"][data-column="0"]');
  await cell.hover();
  assert.equal(await cell.getAttribute("title"), "2026-11-22 03:14:07 UTC");
  await cell.click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "From this time on" }).click();
  await result.page.getByText("createdDateTime ≥ 2026-11-22 08:59:07+05:45").waitFor();
  const utcOnly = result.page.getByText("Times are sought in UTC", { exact: true });
  assert.equal(await utcOnly.count(), 0);
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("2026-11-22 08:59");
  await utcOnly.waitFor();
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("");
  await viewMenu(result, "Times in UTC");
  await result.page.getByText("createdDateTime ≥ 2026-11-22 03:14:07").waitFor();
  await result.page.getByText("2026-11-22 03:14:07").first().waitFor();
});

test("rows are numbered; a click on a number selects its row; numbers can be left out", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  const box = await result.page.locator(".row-number").nth(2).boundingBox();
  assert.ok(box);
  await result.page.mouse.click(box.x + 5, box.y + 10);
  await result.press("Control+c");
  await result.page.getByText("Copied 1 row").waitFor();
  const [copied] = await result.asked<CopyRequest>("copyRows");
  assert.deepEqual(copied?.rows, { from: 2, to: 3 });
  assert.equal(copied?.columns.length, fakeColumns.length);
  await viewMenu(result, "Row numbers");
  await result.page.locator(".row-number").first().waitFor({ state: "detached" });
});

test("what the rows were searched for is marked in their cells", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("PRADEEP");
  await result.page.locator(".cell mark").first().waitFor();
  assert.equal(await result.page.locator(".cell mark").first().textContent(), "pradeep");
});

test("one cell is copied without a header, several with, and Ctrl+Shift+C turns it round", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("Control+c", "Control+Shift+c", "Shift+ArrowDown", "Control+c", "Control+Shift+c");
  const copies = await result.asked<CopyRequest>("copyRows", 4);
  assert.deepEqual(
    copies.map(({ headers: with_ }) => with_),
    [false, true, true, false],
  );
  await result.page.locator('[data-row="0"][data-column="0"]').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Copy as SQL IN (…)" }).click();
  await result.page.getByText("Copied IN (…) with 3 values; 2 rows of NULL left out, which IN never finds").waitFor();
});

test("several selected cells say what they come to; one says nothing", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  await result.page.locator('[data-row="0"][data-column="0"]').click();
  await result.press("Shift+ArrowDown");
  await result.page
    .getByText("2 cells in 2 rows · 4 different · from 2026-11-22 03:10:03 to 2026-11-22 03:14:07 UTC")
    .waitFor();
  await result.press("ArrowUp");
  await result.page.locator(".selection-line").waitFor({ state: "detached" });
});

test("values are picked from those of the column, the rarer ones by a part of them", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.getByRole("columnheader", { name: "country" }).click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Filter…" }).click();
  const values = result.page.getByRole("group", { name: "Values of country" });
  await values.getByRole("checkbox", { name: "DE, 241" }).click();
  await values.getByRole("checkbox", { name: "NULL, 241" }).click();
  await result.page.getByRole("textbox", { name: "Find a value" }).fill("n");
  await values.getByRole("checkbox", { name: "NL, 702" }).click();
  await result.page.getByRole("button", { name: "Show 3 picked" }).click();
  await result.page.getByText("country = DE or NULL or NL").waitFor();
  const last = (await result.asked<WindowRequest>("readWindow")).at(-1);
  assert.deepEqual(last?.filters, [{ column: 5, op: "oneOf", value: ["DE", null, "NL"] }]);
});

test("the columns page finds columns by name, and shows or hides all that it found", async () => {
  await using result = await pages.open(state());
  await result.row(0);
  await result.page.getByRole("tab", { name: "Columns" }).click();
  await result.page.getByRole("button", { name: "Hide all" }).click();
  await result.page.getByText("0 of 10 columns shown").waitFor();
  await result.page.getByRole("textbox", { name: "Find columns" }).fill("error");
  await result.page.getByRole("button", { name: "Show found", exact: true }).click();
  await result.page.getByText("1 of 10 columns shown").waitFor();
  await result.page.getByRole("tab", { name: "Grid" }).click();
  await result.row(0);
  assert.deepEqual(await headers(result), ["errorCode"]);
  await result.page.getByRole("tab", { name: "Columns" }).click();
  await result.page.getByRole("button", { name: "Hide all" }).click();
  await result.page.getByRole("tab", { name: "Grid" }).click();
  await result.page.getByRole("button", { name: "Show all columns" }).click();
  await result.row(0);
});
