import { after, before, test } from "node:test";
import { noSeriousFault } from "../no-serious-fault.ts";
import { fakeCoverage } from "./fake-rows.ts";
import { ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

test("axe-core finds nothing serious while a query runs, and where it failed or was cancelled", async () => {
  await using result = await pages.open({ kind: "running", title: "Spray", sql: "SELECT 1", startedAt: 0 });
  const { page } = result;
  await page.getByRole("timer").waitFor();
  await noSeriousFault(page);
  await result.show({
    kind: "failed",
    title: "Spray",
    code: "sql-failed",
    message: "The column “ipAdress” does not exist. Did you mean “ipAddress”?",
    place: { line: 3, column: 12 },
    action: { label: "Show the columns of signins", command: "tenantTrail.showTable" },
  });
  await page.getByRole("alert").waitFor();
  await noSeriousFault(page);
  await result.show({ kind: "cancelled", title: "Spray" });
  await page.getByRole("button", { name: "Run again" }).waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious in the grid: rows, a selection, menus, filters, search", async () => {
  const gaps = [{ from: "2026-11-01T00:00:00.000Z", to: "2026-11-03T00:00:00.000Z" }];
  const coverage = [fakeCoverage({ states: { complete: 28, gap: 2 }, gaps })];
  await using result = await pages.open(ready(1204, { simulated: true, coverage }));
  const { page } = result;
  await result.row(0);
  await noSeriousFault(page);
  await page.locator('[data-row="1"][data-column="2"]').click();
  await result.press("Shift+ArrowDown", "Shift+ArrowRight");
  await noSeriousFault(page);
  await page.locator('[data-row="0"][data-column="2"]').click({ button: "right" });
  await page.getByRole("menuitem", { name: "Exclude value" }).waitFor();
  await noSeriousFault(page);
  await page.getByRole("menuitem", { name: "Exclude value" }).click();
  await page.locator(".filter-chip").waitFor();
  await noSeriousFault(page);
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menu").waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious in what lies over the grid: values to pick from, columns to go to, the view's menu", async () => {
  await using result = await pages.open(ready(1204));
  const { page } = result;
  await result.row(0);
  await page.getByRole("columnheader", { name: "country" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Filter…" }).click();
  await page.getByRole("checkbox", { name: "NL, 702" }).waitFor();
  await noSeriousFault(page);
  await result.press("Escape", "Control+g");
  await page.getByRole("option", { name: "country" }).waitFor();
  await noSeriousFault(page);
  await result.press("Escape");
  await page.getByRole("button", { name: "View" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Row numbers" }).waitFor();
  await noSeriousFault(page);
});

test("axe-core finds nothing serious beside the grid: a cell, statistics, columns, no rows", async () => {
  await using result = await pages.open(ready(1204));
  const { page } = result;
  await result.row(0);
  await page.locator('[data-row="0"][data-column="6"]').click();
  await result.press("Enter");
  await page.locator(".record-pane").waitFor();
  await result.press("Enter", "ArrowDown");
  await noSeriousFault(page);
  await page.getByRole("tab", { name: "Cell" }).click();
  await page.locator(".pane-content").waitFor();
  await noSeriousFault(page);
  await result.press("Escape");
  await page.locator('[data-row="0"][data-column="3"]').click({ button: "right" });
  await page.getByRole("menuitem", { name: "Column statistics" }).click();
  await page.getByRole("dialog", { name: "Statistics of errorCode" }).getByText("22,798.667").waitFor();
  await noSeriousFault(page);
  await result.press("Escape");
  await page.getByRole("tab", { name: "Columns" }).click();
  await page.getByRole("rowheader").nth(9).waitFor();
  await noSeriousFault(page);
  await using empty = await pages.open(ready(0));
  await empty.page.getByText("No rows.").waitFor();
  await noSeriousFault(empty.page);
});
