import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { aggregates, type ChartDeclaration, chartTypes } from "../../../src/protocol/chart/chart-spec.ts";
import { chartEdit } from "../../../src/sqlfile/edit/chart-edit.ts";
import { readHeader } from "../../../src/sqlfile/header.ts";

const bar: ChartDeclaration = { type: "bar", x: "account", y: ["failures"] };
const line = "chart: { type: bar, x: account, y: failures }";

function edited(text: string, chart: ChartDeclaration = bar): string {
  const { start, end, text: put } = chartEdit(text, chart);
  return text.slice(0, start) + put + text.slice(end);
}

test("a chart takes the place of the header's, or is its last line, or a header of its own", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["/*---\ntitle: A\n---*/\nSELECT 1", `/*---\ntitle: A\n${line}\n---*/\nSELECT 1`],
    ["/*---\r\ntitle: A\r\n---*/\r\nSELECT 1", `/*---\r\ntitle: A\r\n${line}\r\n---*/\r\nSELECT 1`],
    ["/*---\nchart: pie # as a ring\ntitle: A\n---*/", `/*---\n${line} # as a ring\ntitle: A\n---*/`],
    ["/*---\nchart:\n  type: pie\n  x: b\n\ntitle: A\n---*/", `/*---\n${line}\n\ntitle: A\n---*/`],
    ["/*---\ntitle: A\nchart: { type: pie, x: b }\n---*/", `/*---\ntitle: A\n${line}\n---*/`],
    ["/*---\nchart:\ntitle: A\n---*/", `/*---\n${line}\ntitle: A\n---*/`],
    ["/*---\n  title: A\n---*/", `/*---\n  title: A\n  ${line}\n---*/`],
    ["/*--- title: A ---*/\nSELECT 1", `/*--- title: A \n ${line}\n---*/\nSELECT 1`],
    ["/*---\n---*/\nSELECT 1", `/*---\n${line}\n---*/\nSELECT 1`],
    ["\uFEFFSELECT 1", `\uFEFF/*---\n${line}\n---*/\nSELECT 1`],
    ["", `/*---\n${line}\n---*/\n`],
  ];
  for (const [before, after] of cases) {
    assert.equal(edited(before), after);
    assert.deepEqual(readHeader(after)?.header.chart, bar, after);
    assert.deepEqual(readHeader(after)?.diagnostics, [], after);
  }
});

test("what is kept is what is read again, whatever the columns are called; all else stays", () => {
  const name = fc.oneof(
    fc.constantFrom(
      "no",
      "null",
      "~",
      "1",
      "a: b",
      "a, b",
      "{}",
      "'",
      '"',
      "#x",
      "- a",
      "count(*)",
      "_col0",
      "a\u0007b",
      "é",
    ),
    fc.string({ minLength: 1, maxLength: 6, unit: "grapheme" }),
  );
  const chart = fc.record(
    {
      type: fc.constantFrom(...chartTypes),
      x: name,
      y: fc.array(name, { minLength: 1, maxLength: 3 }),
      series: name,
      aggregate: fc.constantFrom(...aggregates),
    },
    { requiredKeys: ["type"], noNullPrototype: true },
  );
  const ends = fc.constantFrom("\n", "\r\n");
  fc.assert(
    fc.property(chart, ends, fc.boolean(), (declared, end, hasChart) => {
      const own = `title: "A: ü" # kept${end}${hasChart ? `chart: pie${end}` : ""}attack: [T1110.003]${end}`;
      const text = `/*---${end}${own}---*/${end}SELECT 1;${end}-- last`;
      let after: string;
      try {
        after = edited(text, declared as ChartDeclaration);
      } catch (error) {
        assert.match(String(error), /name that the header cannot hold/);
        return;
      }
      const header = readHeader(after);
      assert.deepEqual(header?.diagnostics, []);
      assert.deepEqual(header?.header.chart, declared);
      assert.equal(header?.header.title, "A: ü");
      const left = after.split(end).filter((each) => !each.startsWith("chart:"));
      assert.deepEqual(
        left,
        text.split(end).filter((each) => !each.startsWith("chart:")),
      );
    }),
    { numRuns: 500 },
  );
});

test("a header that cannot be read, and a name that ends the comment, are refused", () => {
  assert.throws(() => edited("/*---\ntitle: [\n---*/"), /cannot be read/);
  assert.throws(() => edited("/*---\ntitle: A\nSELECT 1"), /cannot be read/);
  assert.throws(() => edited("/*---\n{ title: A }\n---*/"), /in braces/);
  assert.throws(() => edited("SELECT 1", { type: "bar", x: "a*/ DROP" }), /cannot hold/);
});
