import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChartSpec } from "../../../../src/protocol/chart/chart-spec.ts";
import { chooseChart } from "../../../../src/protocol/chart/choose-chart.ts";
import { guessAggregate } from "../../../../src/protocol/chart/place-chart.ts";
import type { Cell, ResultColumn } from "../../../../src/protocol/query.ts";

const kinds = { t: "time", n: "number", s: "text", b: "boolean", o: "nested" } as const;

/** `t:at n:failures` with some values. */
function chosen(written: string, ...rows: readonly (readonly Cell[])[]): string {
  const columns = written.split(" ").map((each): ResultColumn => {
    const [kind, name = ""] = each.split(":");
    return { name, type: "", kind: kinds[kind as keyof typeof kinds] };
  });
  return words(chooseChart(columns, rows), columns);
}

function words(chart: ChartSpec | undefined, columns: readonly ResultColumn[]): string {
  if (chart === undefined) return "none";
  const name = (column: number | undefined): string => columns[column ?? -1]?.name ?? "";
  const measures = chart.measures.map(({ column, aggregate }) =>
    column === undefined ? "rows" : `${aggregate}(${name(column)})`,
  );
  return `${chart.type} ${name(chart.x)}: ${measures.join(" ")}${chart.series === undefined ? "" : ` / ${name(chart.series)}`}`;
}

test("moments make columns or a line, split by what there is to split by", () => {
  assert.equal(
    chosen("t:createdDateTime s:userPrincipalName s:outcome n:errorCode"),
    "bar createdDateTime: rows / outcome",
  );
  assert.equal(chosen("t:activityDateTime s:activityDisplayName"), "bar activityDateTime: rows");
  assert.equal(chosen("t:hour n:signIns"), "line hour: sum(signIns)");
  assert.equal(chosen("t:hour n:failures n:successes n:avgMinutes"), "line hour: sum(failures) sum(successes)");
  assert.equal(chosen("s:day s:client n:signIns", ["2026-11-22", "IMAP4", 3]), "bar day: sum(signIns) / client");
  assert.equal(chosen("s:dt n:rows", ["2026-11-22", 3]), "line dt: sum(rows)");
});

test("countries make a map, and names bars", () => {
  assert.equal(chosen("s:country n:signIns", ["NL", 3], [null, 1]), "map country: sum(signIns)");
  assert.equal(chosen("s:country n:signIns", ["Netherlands", 3]), "bar country: sum(signIns)");
  assert.equal(chosen("s:account n:failures n:p95Minutes", ["a", 1, 2]), "bar account: sum(failures)");
  assert.equal(chosen("n:errorCode n:failures", [50126, 3]), "bar errorCode: sum(failures)");
  assert.equal(chosen("s:account s:country n:failures", ["a", "NL", 3]), "bar account: sum(failures) / country");
  assert.equal(chosen("b:isInteractive s:raw"), "bar isInteractive: rows");
});

test("two measures make a scatter, two groupings a heat map, one number itself; nested values nothing", () => {
  assert.equal(chosen("n:failures n:users", [1, 2]), "scatter failures: avg(users)");
  assert.equal(
    chosen("s:account s:application n:signIns", ["a", "b", 3]),
    "heatmap account: sum(signIns) / application",
  );
  assert.equal(chosen("n:signIns", [3]), "number : sum(signIns)");
  assert.equal(chosen("o:status", ["{}"]), "none");
});

test("an empty result and 300 columns choose without failing", () => {
  assert.equal(chosen("s:a"), "bar a: rows");
  const many = Array.from({ length: 300 }, (_, n) => `s:c${n}`).join(" ");
  assert.equal(chosen(many), "bar c0: rows");
});

test("means, extremes and percentiles are not added up", () => {
  const of = (name: string): string => guessAggregate({ name, type: "bigint", kind: "number" });
  assert.deepEqual(
    ["failures", "avgMinutes", "p95Minutes", "maxLateness", "least_bytes", "successRate", "minutes"].map(of),
    ["sum", "avg", "avg", "max", "min", "avg", "sum"],
  );
});
