import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator } from "playwright-core";
import type { CopyRequest, ExportRequest, JsonValue } from "../../../src/protocol/query.ts";
import type { ResultState } from "../../../src/protocol/result-page.ts";
import { fakeCoverage } from "./fake-rows.ts";
import { type ResultPage, ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

const failed: ResultState = {
  kind: "failed",
  title: "Password spray by address",
  code: "sql-failed",
  message: "The column “ipAdress” does not exist. Did you mean “ipAddress”?",
  place: { line: 3, column: 12 },
  action: { label: "Show the columns of signins", command: "tenantTrail.showTable" },
};

test("a running query counts its time and can be cancelled", async () => {
  const state: ResultState = { kind: "running", title: "Spray", sql: "SELECT 1", startedAt: Date.now() - 12_000 };
  await using result = await pages.open(state);
  await result.page
    .getByRole("timer")
    .getByText(/^1[2-9]\.\d s$/)
    .waitFor();
  await result.page.getByRole("button", { name: "Cancel" }).click();
  assert.equal((await result.asked("cancel", 1)).length, 1);
  await result.show({ kind: "cancelled", title: "Spray" });
  await result.page.getByText("“Spray” was cancelled.").waitFor();
  await result.page.getByRole("button", { name: "Run again" }).click();
  assert.equal((await result.asked("retry", 1)).length, 1);
  assert.deepEqual(result.problems, []);
});

test("a failure tells the message, leads to the place, and offers the next step", async () => {
  await using result = await pages.open(failed);
  await result.page.getByRole("alert").getByText("does not exist").waitFor();
  await result.page.getByRole("button", { name: "Line 3, column 12" }).click();
  assert.deepEqual(await result.asked("openQuery", 1), [{ place: { line: 3, column: 12 } }]);
  await result.page.getByRole("button", { name: "Show the columns of signins" }).click();
  assert.equal((await result.asked("takeNextStep", 1)).length, 1);
  await result.page.getByRole("button", { name: "Run again" }).click();
  assert.equal((await result.asked("retry", 1)).length, 1);
});

test("an empty result says where it looked; a partial one what is missing", async () => {
  await using empty = await pages.open(ready(0));
  await empty.page.getByText("No rows. 30 days were read (2026-10-24 – 2026-11-22), none matched.").waitFor();
  const gaps = [{ from: "2026-11-01T00:00:00.000Z", to: "2026-11-03T00:00:00.000Z" }];
  const unread = [fakeCoverage({ states: { complete: 28, gap: 2 }, gaps })];
  await using partial = await pages.open(ready(40, { coverage: unread }));
  await partial.page.getByText("2 of 30 days were not read (can still be filled).").waitFor();
  await partial.row(0);
  await partial.page.getByRole("button", { name: "Fill" }).click();
  assert.equal((await partial.asked("fillGaps", 1)).length, 1);
  await using nothing = await pages.open(ready(0, { coverage: unread }));
  await nothing.page.getByText("No rows in what was read of 30 days").waitFor();
  await nothing.page.getByRole("button", { name: "Fill" }).waitFor();
});

test("the range, the parameters, the lake and the engine stand beside the title", async () => {
  await using result = await pages.open(ready(5));
  await result.page.getByText("2026-10-24 – 2026-11-22 · contoso · this machine · minimum = 10").waitFor();
});

test("many tables that lack something are told in two lines, and all on demand", async () => {
  const tables = ["signins", "audits", "activity", "provisioning"] as const;
  const coverage = tables.map((table, index) =>
    fakeCoverage({ table, states: { complete: 20 - index, gap: 10 + index } }),
  );
  await using result = await pages.open(ready(5, { coverage }));
  await result.page.getByText("Provisioning: 13 of 30 days were not read").waitFor();
  assert.equal(await result.page.getByText("Sign-ins: 10 of 30").count(), 0);
  await result.page.getByRole("button", { name: "2 more lines" }).click();
  await result.page.getByText("Sign-ins: 10 of 30 days were not read").waitFor();
});

test("simulated data is marked, and only that", async () => {
  await using simulated = await pages.open(ready(5, { simulated: true }));
  await simulated.page.getByText("Simulated data").waitFor();
  await using real = await pages.open(ready(5));
  await real.row(0);
  assert.equal(await real.page.getByText("Simulated data").count(), 0);
});

test("a row is given to a dashboard where there may be one, and only there", async () => {
  await using plain = await pages.open(ready(5));
  await plain.row(0);
  await plain.page.locator('[data-row="1"][data-column="3"]').click({ button: "right" });
  await plain.page.getByRole("menuitem", { name: "Column statistics" }).waitFor();
  assert.equal(
    await plain.page.getByRole("menuitem", { name: "Open a Quick Sight dashboard with this row…" }).count(),
    0,
  );
  await using offered = await pages.open({ ...ready(5), offersDashboards: true } as ResultState);
  await offered.row(0);
  await offered.page.locator('[data-row="1"][data-column="3"]').click({ button: "right" });
  await offered.page.getByRole("menuitem", { name: "Open a Quick Sight dashboard with this row…" }).click();
  await offered.page.getByText("Opened in the browser with ipAddress").waitFor();
  const asked = await offered.asked<{ readonly row: number }>("openDashboard", 1);
  assert.deepEqual(
    asked.map(({ row }) => row),
    [1],
  );
});

test("statistics come on demand and a frequent value filters", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  assert.equal((await result.asked("columnStatistics")).length, 0);
  await result.page.locator('[data-row="0"][data-column="3"]').click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Column statistics" }).click();
  const dialog = result.page.getByRole("dialog", { name: "Statistics of errorCode" });
  await dialog.getByText("22,798.667").waitFor();
  await dialog.getByRole("button", { name: /^50126 bad password 201 rows 17%/ }).click();
  await result.page.getByText("errorCode = 50126").waitFor();
  await dialog.waitFor({ state: "detached" });
});

test("the columns page lists every column, loads statistics, hides and shows", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.getByRole("tab", { name: "Columns" }).click();
  await result.page.getByRole("rowheader").nth(9).waitFor();
  assert.equal(await result.page.getByRole("rowheader").count(), 10);
  await result.page.getByRole("button", { name: "Show statistics of all columns" }).click();
  await result.page.getByText("NL (702)").first().waitFor();
  assert.equal((await result.asked("columnStatistics", 10)).length, 10);
  await result.page.getByRole("checkbox", { name: "Show userPrincipalName" }).click();
  await result.page.getByRole("tab", { name: "Grid" }).click();
  await result.row(0);
  assert.equal(await result.page.getByRole("columnheader", { name: "userPrincipalName" }).count(), 0);
});

test("a nested cell opens as a tree, follows the active cell, and Escape returns to the grid", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.locator('[data-row="0"][data-column="6"]').click();
  await result.press("Shift+Enter");
  const pane = result.page.getByRole("complementary", { name: "Cell: deviceDetail" });
  await pane.getByText('"row 0"').waitFor();
  await result.press("ArrowDown");
  await pane.getByText('"row 1"').waitFor();
  await result.press("Shift+Enter");
  await result.page.keyboard.type("windows");
  await pane.locator("mark").first().waitFor();
  assert.equal(await pane.locator(".tree-name").getByText("isCompliant").count(), 0);
  await result.press("Escape");
  await pane.waitFor({ state: "detached" });
  assert.equal(await result.page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
});

test("a cut cell is fetched whole, found in and copied whole", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("ArrowDown", "End", "Shift+Enter");
  const pane = result.page.getByRole("complementary", { name: "Cell: raw" });
  await pane.getByText('"Other."').waitFor();
  await pane.getByRole("button", { name: "Copy value" }).click();
  await result.page.getByText("Copied", { exact: true }).waitFor();
  const [copied] = await result.asked<{ text: string }>("copyText");
  assert.equal(JSON.parse(copied?.text ?? "").id, "1");
});

test("copying and exporting go to the host with the view in force", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  await result.page.getByRole("textbox", { name: "Filter rows" }).fill("pradeep");
  await result.page.getByText(/20[01] of 1,204 rows/).waitFor();
  await result.page.getByRole("button", { name: "Copy" }).click();
  await result.page.getByRole("menuitem", { name: /rows as Markdown$/ }).click();
  await result.page.getByText(/^Copied 20[01] rows/).waitFor();
  await result.page.getByRole("button", { name: "Export" }).click();
  await result.page.getByRole("menuitem", { name: "Parquet…" }).click();
  await result.page.getByText("Exported 1,204 rows, 88 kB: /home/analyst/spray.parquet").waitFor();
  await result.page.getByRole("button", { name: "Copy" }).click();
  await result.page.getByRole("menuitem", { name: "Copy query and result as Markdown" }).click();
  await result.page.getByRole("button", { name: "Copy" }).click();
  await result.page.getByRole("menuitem", { name: "Copy statement with its values" }).click();
  await result.page.getByText("Copied the statement with 2 values").waitFor();
  const copies = await result.asked<CopyRequest & { readonly withQuery?: true }>("copyRows", 2);
  const asked = copies.map(({ format, search, withQuery }) => [format, search, withQuery]);
  assert.deepEqual(asked, [
    ["markdown", "pradeep", undefined],
    ["markdown", "pradeep", true],
  ]);
  const [written] = await result.asked<ExportRequest>("exportResult");
  assert.deepEqual([written?.format, written?.search, written?.hasByteOrderMark], ["parquet", "pradeep", undefined]);
  await result.page.getByRole("button", { name: "Export" }).click();
  await result.page.getByRole("menuitem", { name: "CSV with a byte order mark…" }).click();
  const [, marked] = await result.asked<ExportRequest>("exportResult", 2);
  assert.deepEqual([marked?.format, marked?.hasByteOrderMark], ["csv", true]);
  await result.page.getByRole("button", { name: "Open query" }).click();
  assert.deepEqual(await result.asked("openQuery", 1), [{}]);
});

test("an export holds hidden columns too, and says so before and after", async () => {
  await using result = await pages.open(ready(1204));
  await result.row(0);
  const words = "All 10 columns, 1 of them hidden here";
  await result.page.getByRole("button", { name: "Export" }).click();
  await result.page.getByRole("menuitem", { name: "CSV…" }).waitFor();
  assert.equal(await result.page.getByText(words).count(), 0, "nothing is hidden yet");
  await result.press("Escape");
  await result.page.getByRole("columnheader", { name: "country" }).click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide" }).click();
  await result.page.getByRole("columnheader", { name: "country" }).waitFor({ state: "detached" });
  await result.page.getByRole("button", { name: "Export" }).click();
  await result.page.getByText(words, { exact: true }).waitFor();
  await result.page.getByRole("menuitem", { name: "CSV…" }).click();
  await result.page.getByText("Exported 1,204 rows, all 10 columns, 1 of them hidden here, 88 kB:").waitFor();
  const [written] = await result.asked<{ readonly hiddenColumns?: number }>("exportResult");
  assert.equal(written?.hiddenColumns, 1);
});

test("menus are driven by keys, and Escape gives the focus back", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("ContextMenu", "ArrowDown");
  const focused = () => result.page.evaluate(() => document.activeElement?.textContent);
  assert.equal(await focused(), "Exclude value");
  await result.press("End");
  assert.equal(await focused(), "Column statistics");
  await result.press("ArrowDown");
  assert.equal(await focused(), "Filter by value");
  await result.press("Escape");
  await result.page.getByRole("menu").waitFor({ state: "detached" });
  assert.equal(await result.page.evaluate(() => document.activeElement?.getAttribute("role")), "grid");
});

test("a hidden panel comes back as it was left", async () => {
  await using result = await pages.open(ready(50_000));
  await result.row(0);
  await result.page.locator(".grid").focus();
  await result.press("Control+End");
  await result.row(49_999);
  await result.page.reload();
  await result.show(ready(50_000));
  await result.row(49_999);
  assert.equal((await result.active())?.startsWith('{"id":"49999"'), true);
  await result.show(ready(60));
  await result.row(0);
  assert.match((await result.active()) ?? "", /^2026-11-22/);
});

test("dark, light and high contrast draw the text in the theme's colour on its background", async () => {
  const themes = {
    dark: ["204, 204, 204", "31, 31, 31"],
    light: ["59, 59, 59", "255, 255, 255"],
    "high-contrast": ["255, 255, 255", "0, 0, 0"],
  };
  for (const theme of ["dark", "light", "high-contrast"] as const) {
    await using result = await pages.open(ready(10), { theme });
    await result.row(0);
    const colours = await result.page
      .locator(".cell")
      .first()
      .evaluate((cell) => [getComputedStyle(cell).color, getComputedStyle(document.body).backgroundColor]);
    assert.deepEqual(
      colours,
      themes[theme].map((colour) => `rgb(${colour})`),
    );
    assert.deepEqual(result.problems, [], theme);
  }
});

/** Opens the nested cell of the first row with a value of the test's own, made in the page. */
async function openCell(make: () => JsonValue): Promise<{ readonly result: ResultPage; readonly pane: Locator }> {
  const result = await pages.open(ready(100), { height: 700 });
  await result.row(0);
  await result.page.evaluate(`globalThis.fakeHost.cell = (${make})()`);
  await result.page.locator('[data-row="0"][data-column="6"]').click();
  await result.press("Shift+Enter");
  return { result, pane: result.page.getByRole("complementary", { name: "Cell: deviceDetail" }) };
}

test("a mark stands for what cannot be seen, in names and values of a tree, in the text, and copied it is what it was", async () => {
  const { result, pane } = await openCell(() => ({ "na\u202Eme": "gpj\u202Eexe\u00AD\u{E0041}", plain: "x" }));
  await using _ = result;
  await pane.locator(".tree-name").getByRole("img", { name: "right-to-left override, U+202E" }).waitFor();
  await pane.locator(".tree-string").getByRole("img", { name: "soft hyphen, U+00AD" }).waitFor();
  await pane.getByRole("img", { name: "invisible tag character, U+E0041" }).waitFor();
  assert.equal(await pane.locator(".tree-string").first().textContent(), '"gpj<U+202E>exe<U+00AD><U+E0041>"');
  await result.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (of: Locator): Promise<string> => {
    // Selecting with the mouse takes the focus out of the grid, which copies cells.
    await pane.locator(".pane-title").click();
    await of.evaluate((element) => document.getSelection()?.selectAllChildren(element));
    await result.press("Control+c");
    return result.page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied(pane.locator(".tree-string").first()), '"gpj\u202Eexe\u00AD\u{E0041}"');
  assert.equal(await copied(pane.locator(".tree")), 'na\u202Eme: "gpj\u202Eexe\u00AD\u{E0041}"\nplain: "x"');
  await pane.getByRole("tab", { name: "Text" }).click();
  await pane.locator(".pane-text").getByRole("img", { name: "right-to-left override, U+202E" }).first().waitFor();
  assert.match(await copied(pane.locator(".pane-text")), /"na\u202Eme": "gpj\u202Eexe\u00AD\u{E0041}"/u);
  assert.deepEqual(result.problems, []);
});

test("a nested cell of megabytes opens closed and level by level, a page at a time", async () => {
  const { result, pane } = await openCell(() =>
    JSON.stringify({
      records: Array.from({ length: 100_000 }, (_, id) => ({ id, name: "adele.vance@contoso.com" })),
      long: "x".repeat(1_000_000),
    }),
  );
  await using _ = result;
  await pane.getByText("[100000]").waitFor();
  assert.equal(await pane.locator("details[open]").count(), 0);
  assert.ok((await pane.locator("*").count()) < 200);
  await pane.getByRole("button", { name: "Show more of 998,000 characters" }).waitFor();
  await pane.getByText("records").click();
  await pane.getByRole("button", { name: "Show 200 more of 99,800" }).click();
  await pane.getByRole("button", { name: "Show 200 more of 99,600" }).waitFor();
  assert.equal(await pane.locator(".tree-branch").count(), 401);
  assert.equal(await pane.locator("details[open]").count(), 1);
  await pane.getByRole("textbox", { name: "Find in cell" }).fill("99999");
  await pane.locator("mark").first().waitFor();
  assert.ok((await pane.locator("*").count()) < 4000);
  await pane.getByRole("tab", { name: "Text" }).click();
  await pane.getByRole("button", { name: /^Show more of / }).waitFor();
  assert.ok(((await pane.locator(".pane-text").textContent()) ?? "").length <= 50_000);
  assert.deepEqual(result.problems, []);
});

test("a cell nested ten thousand levels opens, and so does a wide object of two hundred thousand keys", async () => {
  const deep = await openCell(() => `${"[".repeat(10_000)}"end"${"]".repeat(10_000)}`);
  {
    await using _ = deep.result;
    await deep.pane.locator("summary").first().waitFor();
    assert.equal(await deep.pane.locator("details[open]").count(), 0);
    for (let level = 0; level < 5; level++) await deep.pane.locator("summary").nth(level).click();
    assert.equal(await deep.pane.locator("details[open]").count(), 5);
    await deep.pane.getByRole("textbox", { name: "Find in cell" }).fill("end");
    await deep.pane.locator("details[open] > summary").nth(40).waitFor();
    assert.ok((await deep.pane.locator("details").count()) <= 60);
    assert.deepEqual(deep.result.problems, []);
  }
  const wide = await openCell(() => Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`key${n}`, n])));
  await using _ = wide.result;
  await wide.pane.getByRole("button", { name: "Show 200 more of 199,800" }).waitFor();
  assert.equal(await wide.pane.locator(".tree-leaf").count(), 200);
  assert.deepEqual(wide.result.problems, []);
});
