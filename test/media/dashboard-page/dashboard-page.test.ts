import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DashboardFilters, DashboardState } from "../../../src/protocol/dashboard/dashboard-page.ts";
import { noSeriousFault } from "../no-serious-fault.ts";
import { sidewaysAtAnyWidth } from "../sideways.ts";
import { DashboardPages } from "./dashboard-pages.ts";
import { fakeDashboard, fakeDays, fakeOutcome, fakeTile, tableTile } from "./fake-tiles.ts";

let pages: DashboardPages;
before(async () => {
  pages = await DashboardPages.start();
});
after(() => pages[Symbol.asyncDispose]());

interface Run {
  readonly tile: string;
  readonly filters: DashboardFilters;
}

test("tiles show a chart or rows under the same days, and lead to their rows and their query", async () => {
  await using dashboard = await pages.open();
  const { page } = dashboard;
  await page.getByRole("figure").locator("canvas").waitFor();
  const table = page.getByRole("region", { name: "Users at risk" });
  await table.getByRole("cell", { name: "ann@contoso.example" }).waitFor();
  assert.equal(await table.locator("b").count(), 0, "log text stays text");
  const runs = await dashboard.asked<Run>("runTile", 2);
  // Which tile is seen first is the browser's.
  const days = new Map(runs.map(({ tile, filters }) => [tile, filters.days]));
  assert.deepEqual(Object.fromEntries(days), { chart: fakeDays, table: fakeDays });
  await page.getByText("2026-10-24 – 2026-11-22 UTC").waitFor();
  await page.getByRole("button", { name: "Show the values of Sign-ins over time as a table" }).click();
  await page.getByRole("rowheader", { name: "2026-11-21" }).waitFor();
  await dashboard.button("Open the query Users at risk").click();
  assert.deepEqual(await dashboard.asked("openQuery", 1), [{ tile: "table" }]);
  await dashboard.button("Show the rows of Users at risk").click();
  assert.deepEqual(await dashboard.asked("openRows", 1), [{ tile: "table", filters: runs[1]?.filters }]);
  await noSeriousFault(page);
  assert.deepEqual(dashboard.problems, []);
});

test("a filter runs all tiles anew, cancels what runs, and a tile says that it does not take it", async () => {
  await using dashboard = await pages.open({}, { outcomes: { chart: "never" } });
  const { page } = dashboard;
  await dashboard.asked("runTile", 2);
  await dashboard.field("Application").fill("teams");
  await page.keyboard.press("Enter");
  const runs = await dashboard.asked<Run>("runTile", 4);
  assert.deepEqual(
    runs.slice(2).map(({ filters }) => filters.application),
    ["teams", "teams"],
  );
  assert.deepEqual(await page.evaluate(() => globalThis.fakeDashboardHost.cancelled), ["chart"]);
  await page.getByRole("region", { name: "Users at risk" }).getByText("Not filtered by application.").waitFor();
  const [told] = await dashboard.asked<DashboardFilters>("filter", 1);
  assert.equal(told?.application, "teams");
  await page.evaluate(() => globalThis.fakeDashboardHost.tellSeen(false));
  await page.waitForFunction(() => globalThis.fakeDashboardHost.cancelled.length === 2);
});

test("a lake that goes takes its tiles along, and the days of one lake are not asked of the next", async () => {
  await using dashboard = await pages.open();
  const { page } = dashboard;
  await page.getByRole("figure").locator("canvas").waitFor();
  await dashboard.asked("runTile", 2);
  const show = (state: DashboardState): Promise<void> =>
    page.evaluate((shown) => globalThis.fakeDashboardHost.show(shown), state);
  await show(fakeDashboard({ visit: 2, failure: { message: "No lake is open." } }));
  await page.getByText("No lake is open.").waitFor();
  assert.equal(await page.getByRole("region").count(), 0);
  await show(fakeDashboard({ visit: 3 }));
  await page.getByRole("figure").locator("canvas").waitFor();
  const runs = await dashboard.asked<Run>("runTile", 4);
  const calls = await page.evaluate(() => globalThis.fakeDashboardHost.calls.map(({ method }) => method));
  assert.ok(calls.indexOf("period", calls.indexOf("runTile")) < calls.lastIndexOf("runTile"));
  assert.equal(runs.length, 4);
});

test("a lake that has changed since the tiles were asked says so until they are asked again", async () => {
  await using dashboard = await pages.open();
  const { page } = dashboard;
  await dashboard.asked("runTile", 2);
  const said = page.getByText("The lake has changed since these tiles were asked.");
  assert.equal(await said.count(), 0);
  const tell = (): Promise<void> => page.evaluate(() => globalThis.fakeDashboardHost.tellChanged());
  await tell();
  await said.waitFor();
  await noSeriousFault(page);
  await dashboard.button("Ask again").click();
  await dashboard.asked("runTile", 4);
  await said.waitFor({ state: "detached" });
  await tell();
  await dashboard.field("Application").fill("teams");
  await page.keyboard.press("Enter");
  await said.waitFor({ state: "detached" });
});

test("days are chosen in words, as two days that make a range, and along a chart", async () => {
  await using dashboard = await pages.open();
  const { page } = dashboard;
  await page.locator("canvas").waitFor();
  await page.getByRole("combobox", { name: "Days" }).click();
  await page.getByRole("option", { name: "From … to …" }).click();
  await dashboard.field("First day, UTC").fill("2026-11-30");
  await page.getByRole("alert").getByText("The days begin after they end.").waitFor();
  await dashboard.field("First day, UTC").fill("2026-11-20");
  await page.keyboard.press("Enter");
  const filters = await dashboard.asked<DashboardFilters>("filter", 2);
  assert.deepEqual(filters.at(-1)?.days, { from: "2026-11-20", to: "2026-11-22" });
});

test("a tile says why it is empty, what it did not see, why it failed and what can be done", async () => {
  const action = { label: "Verify", command: "tenantTrail.verifyIntegrity" };
  const empty = fakeOutcome("table", { summary: { ...readySummary(), rowCount: 0 } });
  const line = "8 of 30 days were not read.";
  await using dashboard = await pages.open(
    { tiles: [fakeTile("failed", "Failed"), tableTile, fakeTile("partial", "Partial")], leftOut: ["2 more queries."] },
    {
      outcomes: {
        failed: { kind: "failed", message: "A slice is broken.", action },
        table: empty,
        partial: fakeOutcome("partial", { tone: "warning", lines: [line] }),
      },
    },
  );
  const { page } = dashboard;
  await page
    .getByRole("region", { name: "Users at risk" })
    .getByText(/^No rows\./)
    .waitFor();
  await page.getByRole("region", { name: "Partial" }).getByText(line).waitFor();
  await page.getByText("2 more queries.").waitFor();
  const failed = page.getByRole("region", { name: "Failed" });
  await failed.getByRole("alert").getByText("A slice is broken.").waitFor();
  await noSeriousFault(page);
  await failed.getByRole("button", { name: "Verify" }).click();
  assert.deepEqual(await dashboard.asked("takeNextStep", 1), [action]);
  await failed.getByRole("button", { name: "Run again: Failed" }).click();
  const runs = await dashboard.asked<Run>("runTile", 4);
  assert.equal(runs.at(-1)?.tile, "failed");
});

test("on Athena nothing is asked before a person has seen what it costs and agreed", async () => {
  await using dashboard = await pages.open({ engine: "athena" });
  const { page } = dashboard;
  await page.getByText(/scan at most 84 MB on Athena \(about 0\.042 ¢\)/).waitFor();
  assert.deepEqual(await dashboard.asked("runTile"), []);
  await noSeriousFault(page);
  await dashboard.button("Ask Athena").click();
  await dashboard.asked("runTile", 2);
});

test("a lake without rows, and none at all, have their next step", async () => {
  const offers = [{ label: "Import logs", command: "tenantTrail.importLogs" }];
  await using empty = await pages.open({}, { offers });
  await empty.page.getByText(/^This lake holds no sign-ins/).waitFor();
  await noSeriousFault(empty.page);
  await empty.button("Import logs").click();
  assert.deepEqual(await empty.asked("takeNextStep", 1), offers);
  assert.deepEqual(await empty.asked("runTile"), []);
  const action = { label: "Open a lake", command: "tenantTrail.useConnection" };
  await using none = await pages.open({ failure: { message: "No lake is open.", action } });
  await none.button("Open a lake").click();
  assert.deepEqual(await none.asked("takeNextStep", 1), [action]);
  await noSeriousFault(none.page);
});

test("nothing scrolls sideways at any width", async () => {
  await using dashboard = await pages.open({}, {}, { sign: 0.7, width: 1400 });
  await dashboard.page.locator("canvas").waitFor();
  assert.deepEqual(await sidewaysAtAnyWidth(dashboard.page), []);
});

function readySummary() {
  const outcome = fakeOutcome("table");
  if (outcome.kind !== "ready") throw new RangeError("the fake outcome is ready");
  return outcome.summary;
}
