import assert from "node:assert/strict";
import { test } from "node:test";
import { filterChoices, parseFilterValue } from "../../../media/result-view/filter/filter-value.ts";
import {
  filterWords,
  isNarrowed,
  toggleSort,
  withFilter,
  withoutFilter,
  withoutNarrowing,
  withPicked,
  withSearch,
} from "../../../media/result-view/filter/view-query.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { fakeColumns } from "../../media/result-view/fake-rows.ts";

function column(kind: ResultColumn["kind"], type = "varchar"): ResultColumn {
  return { name: "c", type, kind };
}

test("a header sorts up, down, and then not at all", () => {
  const up = toggleSort({}, 2, false);
  assert.deepEqual(up.sort, [{ column: 2, descending: false }]);
  const down = toggleSort(up, 2, false);
  assert.deepEqual(down.sort, [{ column: 2, descending: true }]);
  assert.deepEqual(toggleSort(down, 2, false), {});
});

test("with shift, a second column is added and a first one turned in its place", () => {
  const two = toggleSort(toggleSort({}, 2, false), 1, true);
  assert.deepEqual(
    two.sort?.map((sort) => sort.column),
    [2, 1],
  );
  const turned = toggleSort(two, 2, true);
  assert.deepEqual(turned.sort, [
    { column: 2, descending: true },
    { column: 1, descending: false },
  ]);
  assert.deepEqual(toggleSort(turned, 2, true).sort, [{ column: 1, descending: false }]);
  assert.deepEqual(toggleSort(two, 0, false).sort, [{ column: 0, descending: false }]);
});

test("filters add up, once each, and can be taken away one by one or together", () => {
  const filter = { column: 5, op: "equals", value: "NL" } as const;
  const view = withFilter(withFilter(withSearch({}, "adele"), filter), filter);
  assert.equal(view.filters?.length, 1);
  assert.equal(isNarrowed(view), true);
  assert.deepEqual(withoutFilter(view, 0), { search: "adele" });
  assert.deepEqual(withoutNarrowing(toggleSort(view, 1, false)), { sort: [{ column: 1, descending: false }] });
  assert.deepEqual(withSearch(withSearch({}, "x"), ""), {});
});

test("picked values take the place of their column's filters, for they were listed without them", () => {
  const country = { column: 5, op: "equals", value: "NL" } as const;
  const city = { column: 6, op: "equals", value: "Delft" } as const;
  const view = withFilter(withFilter(withSearch({}, "adele"), country), city);
  const picked = withPicked(view, 5, ["DE", null]);
  assert.deepEqual(picked, { search: "adele", filters: [city, { column: 5, op: "oneOf", value: ["DE", null] }] });
  assert.deepEqual(withPicked(picked, 5, ["NL"]).filters, [city, { column: 5, op: "oneOf", value: ["NL"] }]);
});

test("a filter is said in few words", () => {
  const words = (filter: Parameters<typeof filterWords>[0]): string => filterWords(filter, fakeColumns);
  assert.equal(words({ column: 5, op: "equals", value: "NL" }), "country = NL");
  assert.equal(words({ column: 5, op: "equals", value: "" }), "country = empty");
  assert.equal(words({ column: 5, op: "isNull" }), "country is NULL");
  assert.equal(words({ column: 3, op: "atLeast", value: 50000 }), "errorCode ≥ 50000");
  assert.equal(
    words({ column: 0, op: "atMost", value: "2026-11-22T03:00:00.000Z" }),
    "createdDateTime ≤ 2026-11-22 03:00:00",
  );
});

test("typed values become values of the column's kind, or a word about what is expected", () => {
  assert.deepEqual(parseFilterValue(column("number"), "equals", " 50126 "), { value: 50126 });
  assert.deepEqual(parseFilterValue(column("number"), "equals", "9223372036854775807"), {
    value: "9223372036854775807",
  });
  assert.ok("problem" in parseFilterValue(column("number"), "equals", ""));
  assert.ok("problem" in parseFilterValue(column("number"), "equals", "many"));
  assert.deepEqual(parseFilterValue(column("number"), "contains", "501"), { value: "501" });
  assert.deepEqual(parseFilterValue(column("time", "timestamp(3)"), "atLeast", "2026-11-22"), {
    value: "2026-11-22T00:00:00.000Z",
  });
  assert.deepEqual(parseFilterValue(column("time", "date"), "atLeast", "2026-11-22"), { value: "2026-11-22" });
  assert.ok("problem" in parseFilterValue(column("time", "timestamp(3)"), "atLeast", "noon"));
  assert.deepEqual(parseFilterValue(column("boolean", "boolean"), "equals", "TRUE"), { value: true });
  assert.deepEqual(parseFilterValue(column("text"), "equals", ""), { value: "" });
});

test("only comparisons that make sense are offered", () => {
  const offered = (kind: ResultColumn["kind"]): readonly string[] =>
    filterChoices(column(kind)).map((choice) => choice.value);
  assert.ok(!offered("boolean").includes("atLeast"));
  assert.ok(offered("time").includes("atMost"));
  for (const kind of ["text", "number", "time", "boolean", "nested"] as const) {
    assert.ok(offered(kind).includes("isNull"), kind);
  }
});
