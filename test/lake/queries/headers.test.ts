import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { translate } from "../../../src/dialect/translate.ts";
import { lakeSchema } from "../../../src/query/lake-schema.ts";
import { parameterNames } from "../../../src/sqlfile/parameters.ts";
import { savedQueries } from "./saved-query.ts";

const schema = lakeSchema();
const queries = savedQueries();
/** The only parameters without a default: what a timeline is of. */
const askedFor = ["account", "address", "session", "application", "kind", "value"];
/** What keeps its capital in a title, which is otherwise in sentence case. */
const properNames = ["MFA", "PIM", "ROPC", "Access"];

test("there are queries in every folder, and their titles are unique", () => {
  assert.ok(queries.length >= 30);
  assert.deepEqual(
    [...new Set(queries.map(({ name }) => name.split("/")[0]))],
    ["detections", "entity", "health", "hunting", "reports"],
  );
  const titles = queries.map(({ block }) => block?.header.title);
  assert.deepEqual(
    titles.filter((title, index) => titles.indexOf(title) !== index),
    [],
  );
});

for (const query of queries)
  describe(query.name, () => {
    const { header, diagnostics } = query.block ?? assert.fail("no header");
    const [statement = ""] = query.statements;
    const isDetection = query.name.startsWith("detections/");
    const parameterTypes = Object.fromEntries(header.params.map(({ name, type }) => [name, type]));
    const translation = translate(statement, { schema, parameterTypes });

    test("header is complete and has no mistakes", () => {
      assert.deepEqual(diagnostics, []);
      assert.match(header.title ?? "", /^[A-Z].*[^.]$/);
      const capitals = (header.title ?? "").match(/(?<= \(?)[A-Z]\w*/g) ?? [];
      assert.deepEqual(
        capitals.filter((word) => !properNames.includes(word)),
        [],
      );
      assert.ok((header.description ?? "").length > 80);
      assert.match(String(header.other["source"]), /^(Own|Idea) .+\.$/);
      assert.deepEqual(Object.keys(header.other), ["source"]);
      if (!isDetection) return;
      assert.ok(["low", "medium", "high"].includes(header.severity ?? ""));
      assert.ok(header.attack.length > 0);
    });

    test("parameters are declared and used, explained, and have a default or are asked for", () => {
      assert.deepEqual(header.params.map(({ name }) => name).sort(), [...parameterNames(statement)].sort());
      for (const each of header.params) {
        assert.match(each.description ?? "", /^[A-Z].+\.$/);
        // The filters of a dashboard, to which reports belong, are empty for all.
        const isAsked = askedFor.includes(each.name) && !query.name.startsWith("reports/");
        assert.equal(each.default === undefined, isAsked, each.name);
      }
    });

    test("the days are typed, and the last 30 that are held unless told otherwise", () => {
      for (const name of ["from", "to"]) {
        const end = header.params.find((param) => param.name === name);
        assert.deepEqual([end?.type, end?.default], ["date", "last 30 days"], name);
      }
    });

    test("one ordered statement over the named tables, which reads only the days asked for", () => {
      assert.equal(query.statements.length, 1);
      assert.deepEqual([...header.tables].sort(), tablesOf(translation.tables));
      for (const { from, to, table } of translation.reads)
        assert.deepEqual(
          [from, to].map((bounds) => bounds.map((bound) => "parameter" in bound && bound.parameter)),
          [["from"], ["to"]],
          table,
        );
      assert.match(statement, /\nORDER BY [^()]+$/);
      if (!/^(health|reports)\//.test(query.name)) assert.match(statement, /\nLIMIT \d+$/);
    });

    test("columns are named, the time or subject first, and a chart's exist", () => {
      const columns = translation.columns.map(({ name }) => name);
      assert.deepEqual(
        columns.filter((name) => name.startsWith("_col")),
        [],
      );
      assert.equal(new Set(columns.map((name) => name.toLowerCase())).size, columns.length);
      if (!/^(health|reports|entity\/what-)/.test(query.name)) assert.equal(columns[0], "time");
      const { x, y = [], series } = header.chart ?? { type: "bar" };
      for (const name of [x, ...y, series]) assert.ok(name === undefined || columns.includes(name), name);
    });
  });

/** The tables that a header names: a view of sign-ins counts as its table. */
function tablesOf(read: readonly string[]): string[] {
  return [...new Set(read.map((name) => name.replace(/^signins_.*/, "signins")))].sort();
}
