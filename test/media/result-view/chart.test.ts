import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ChartRequest } from "../../../src/protocol/chart/chart-data.ts";
import type { ChartDeclaration } from "../../../src/protocol/chart/chart-spec.ts";
import type { WindowRequest } from "../../../src/protocol/query.ts";
import type { ChartPicture } from "../../../src/protocol/result-page.ts";
import { noSeriousFault } from "../no-serious-fault.ts";
import { hostileText } from "./fake-rows.ts";
import { type ResultPage, ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

async function chartOf(chart: ChartDeclaration | undefined, rows = 1204): Promise<ResultPage> {
  const result = await pages.open({ ...ready(rows), ...(chart && { chart }) }, { height: 560 });
  await result.row(0);
  await result.page.getByRole("tab", { name: "Chart" }).click();
  await result.page.locator(".chart").waitFor();
  return result;
}

const drawn = (result: ResultPage): Promise<void> => result.page.locator(".chart-canvas canvas").first().waitFor();

test("a result has a chart that suits it, says what it joined and left out, and keeps to the page's policy", async () => {
  await using result = await chartOf(undefined);
  await drawn(result);
  const [asked] = await result.asked<ChartRequest>("chartData", 1);
  assert.deepEqual(asked?.chart, { type: "bar", x: 0, measures: [{ aggregate: "count" }] });
  assert.match((await result.page.locator(".chart-notes").textContent()) ?? "", /12 of 1,204 rows without a time/);
  assert.deepEqual(result.problems, []);
});

test("the chart of the query's header is drawn; one that cannot be says why and another is drawn", async () => {
  await using result = await chartOf({ type: "bar", x: "USERPRINCIPALNAME", series: "isInteractive" });
  await drawn(result);
  const [asked] = await result.asked<ChartRequest>("chartData", 1);
  assert.deepEqual(asked?.chart, { type: "bar", x: 1, measures: [{ aggregate: "count" }], series: 7 });
  await using other = await chartOf({ type: "bar", x: "nowhere" });
  await other.page.getByText("names the column nowhere, which the result has not. Another one is drawn.").waitFor();
});

test("the form changes kind, column, aggregate and split; the view keeps it", async () => {
  await using result = await chartOf({ type: "bar", x: "country" });
  const choose = async (label: string, option: string): Promise<void> => {
    await result.page.getByRole("combobox", { name: label, exact: true }).click();
    await result.page.getByRole("option", { name: option, exact: true }).click();
  };
  await choose("Values", "errorCode");
  await choose("Taken as", "Greatest");
  await choose("Split by", "appDisplayName");
  await choose("Kind", "Heat map");
  const asked = await result.asked<ChartRequest>("chartData", 5);
  assert.deepEqual(asked.at(-1)?.chart, {
    type: "heatmap",
    x: 5,
    measures: [{ column: 3, aggregate: "max" }],
    series: 4,
  });
  await result.page.getByRole("tab", { name: "Grid" }).click();
  await result.page.getByRole("tab", { name: "Chart" }).click();
  assert.deepEqual((await result.asked<ChartRequest>("chartData", 6)).at(-1)?.chart, asked.at(-1)?.chart);
});

test("a drag over an axis of time filters the rows, which a chip tells and takes back", async () => {
  await using result = await chartOf({ type: "line", x: "createdDateTime" });
  await drawn(result);
  const box = await result.page.locator(".chart-canvas").boundingBox();
  assert.ok(box);
  const y = box.y + box.height / 2;
  await result.page.mouse.move(box.x + box.width * 0.3, y);
  await result.page.mouse.down();
  await result.page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
  await result.page.locator(".chart-chosen").waitFor();
  await result.page.mouse.up();
  const { filters = [] } = (await result.asked<WindowRequest>("readWindow")).at(-1) ?? {};
  await result.page.locator(".filter-chip").first().waitFor();
  assert.deepEqual(
    filters.map(({ column, op }) => [column, op]),
    [
      [0, "atLeast"],
      [0, "below"],
    ],
  );
  const chips = await result.page.locator(".filter-chip").allTextContents();
  assert.match(chips.join(), /createdDateTime ≥ 2026-11-22 0\d:00:00.*createdDateTime < 2026-11-22 1\d:00:00/);
  await result.page
    .getByRole("button", { name: /Remove.*≥|≥.*remove/i })
    .first()
    .click();
});

test("arrow keys choose places, Shift several, Enter filters by them; a screen reader hears each", async () => {
  await using result = await chartOf({ type: "bar", x: "createdDateTime" });
  await drawn(result);
  const picker = result.page.getByRole("slider");
  await picker.focus();
  await result.press("ArrowRight", "ArrowRight");
  assert.match((await picker.getAttribute("aria-valuetext")) ?? "", /^2026-11-22 01:00: Rows 35$/);
  await result.press("Shift+ArrowRight");
  assert.match((await picker.getAttribute("aria-valuetext")) ?? "", /^2026-11-22 01:00 to 2026-11-22 02:00: Rows 105$/);
  await result.press("Enter");
  await result.page.locator(".filter-chip").first().waitFor();
  const { filters } = (await result.asked<ChartRequest>("chartData", 2)).at(-1) ?? {};
  assert.deepEqual(filters, [
    { column: 0, op: "atLeast", value: "2026-11-22T01:00:00.000Z" },
    { column: 0, op: "below", value: "2026-11-22T03:00:00.000Z" },
  ]);
});

test("the table holds every value whole, a log's text as text, and filters by a value", async () => {
  await using result = await chartOf({ type: "bar", x: "userPrincipalName" });
  await result.page.getByRole("button", { name: "Show the values as a table" }).click();
  const table = result.page.locator(".chart-table");
  assert.match((await table.textContent()) ?? "", /Empty text9,007,199,254,740,993No value/);
  assert.match((await table.textContent()) ?? "", /Other \(1,154 values\)/);
  assert.equal(await result.page.evaluate(() => "hacked" in globalThis), false);
  assert.equal(await table.locator("img").count(), 0);
  assert.ok(!(await table.textContent())?.includes("\u202E"));
  await table.getByRole("button").nth(2).click();
  const { filters } = (await result.asked<ChartRequest>("chartData", 2)).at(-1) ?? {};
  assert.deepEqual(filters, [{ column: 1, op: "equals", value: hostileText }]);
  assert.deepEqual(result.problems, []);
});

test("a choice that no filter can name says so, by key, by click and in the table", async () => {
  await using result = await chartOf({ type: "bar", x: "userPrincipalName" });
  await drawn(result);
  const said = result.page.getByRole("status").getByText('"Other" stands for values that the chart does not name');
  await result.page.getByRole("slider").focus();
  await result.press("End", "Enter");
  await said.waitFor();
  await result.page.getByRole("button", { name: "Show the values as a table" }).click();
  await result.page.locator(".chart-table").getByRole("button").last().click();
  await said.waitFor();
  assert.equal(await result.page.locator(".filter-chip").count(), 0);
});

test("a chart that the engine refuses says what to choose instead", async () => {
  await using result = await pages.open(ready(1204), { height: 560 });
  await result.row(0);
  await result.page.evaluate(() => {
    globalThis.fakeHost.failure =
      "country holds no numbers, so that there is no sum of it. Choose a column of numbers, or count.";
  });
  await result.page.getByRole("tab", { name: "Chart" }).click();
  await result.page.getByText("Choose a column of numbers, or count.").waitFor();
});

test("every kind of chart is drawn, within the page's policy", async () => {
  for (const type of ["line", "area", "pie", "scatter", "heatmap", "map", "number"] as const) {
    const y = type === "scatter" ? ["errorCode"] : [];
    const x = type === "number" ? {} : { x: type === "pie" || type === "map" ? "country" : "createdDateTime" };
    const series = type === "heatmap" ? { series: "country" } : {};
    await using result = await chartOf({ type, y, ...x, ...series });
    if (type === "number") await result.page.locator(".chart-numbers").waitFor();
    else await drawn(result);
    assert.deepEqual(result.problems, [], type);
  }
});

test("a chart is saved as PNG and SVG, and kept in the query in the words of its header", async () => {
  await using result = await chartOf({ type: "bar", x: "userPrincipalName" });
  await drawn(result);
  for (const format of ["PNG…", "SVG…"]) {
    await result.page.getByRole("button", { name: "Save the chart as a picture" }).click();
    await result.page.getByRole("menuitem", { name: format }).click();
  }
  const [png, svg] = await result.asked<ChartPicture>("savePicture", 2);
  assert.equal(png?.title, "Password spray by address, Rows by userPrincipalName");
  const bytes = Buffer.from(png?.content ?? "", "base64");
  assert.deepEqual(
    [...bytes.subarray(1, 4)],
    [..."PNG"].map((letter) => letter.charCodeAt(0)),
  );
  assert.ok(bytes.length > 5000);
  assert.match(svg?.content ?? "", /^<svg [\s\S]*alex\.wilber@contoso\.com[\s\S]*<\/svg>$/);
  assert.doesNotMatch(svg?.content ?? "", /<script|<img|onerror="/);
  await result.page.getByRole("button", { name: "Keep this chart in the query" }).click();
  assert.deepEqual(await result.asked("keepChart", 1), [{ type: "bar", x: "userPrincipalName" }]);
  await result.page.getByText("The chart is in the header of spray.sql. Save the file to keep it.").waitFor();
});

test("axe-core finds nothing serious in a chart, its form, what is chosen on it, and its table", async () => {
  await using result = await chartOf({ type: "bar", x: "createdDateTime", series: "isInteractive" });
  await drawn(result);
  await result.page.getByRole("slider").focus();
  await result.press("ArrowRight");
  await noSeriousFault(result.page);
  await result.page.getByRole("button", { name: "Show the values as a table" }).click();
  await noSeriousFault(result.page);
  await using numbers = await chartOf({ type: "number" });
  await noSeriousFault(numbers.page);
});
