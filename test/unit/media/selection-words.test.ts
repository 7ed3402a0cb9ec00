import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { selectionWords } from "../../../media/result-view/arrange/selection-words.ts";
import type { RangeColumn, ResultColumn } from "../../../src/protocol/query.ts";

const columns: readonly ResultColumn[] = [
  { name: "n", type: "bigint", kind: "number" },
  { name: "m", type: "bigint", kind: "number" },
  { name: "t", type: "varchar", kind: "text" },
  { name: "at", type: "timestamp(3)", kind: "time" },
  { name: "d", type: "decimal(38,3)", kind: "number" },
  { name: "x", type: "double", kind: "number" },
];
const told = (of: readonly Partial<RangeColumn>[], isCode = false) =>
  selectionWords(
    {
      rows: 3,
      distinct: 2,
      columns: of.map((each) => ({ column: 0, nulls: 0, sum: null, min: null, max: null, ...each })),
    },
    columns,
    () => isCode,
    "utc",
  ).join(" · ");

test("numbers have a sum, a mean and extremes; codes, texts and mixed columns have none", () => {
  const number = { column: 0, sum: "3600", min: 100, max: 2000 };
  assert.equal(
    told([number]),
    "3 cells in 3 rows · 2 different · sum 3,600 · mean 1,200 · smallest 100 · largest 2,000",
  );
  assert.equal(told([number], true), "3 cells in 3 rows · 2 different");
  assert.equal(told([{ column: 2, nulls: 1 }]), "3 cells in 3 rows · 1 NULL · 2 different");
  assert.equal(told([number, { column: 2 }]), "6 cells in 3 rows · 2 different");
});

test("times have a first and a last with their zone", () => {
  const times = { column: 3, min: "2026-11-22T03:14:07.000Z", max: "2026-11-23T00:00:00.000Z" };
  assert.match(told([times]), /from 2026-11-22 03:14:07 to 2026-11-23 00:00:00 UTC$/);
});

test("sums of whole numbers over columns are exact, however large", () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
      const words = told([
        { column: 0, sum: String(a), min: String(a), max: String(a) },
        { column: 1, sum: String(b), min: String(b), max: String(b) },
      ]);
      assert.ok(words.includes(` sum ${(a + b).toLocaleString("en-US")} `), words);
    }),
  );
});

test("a mean shows the digits that matter, however small or large it is", () => {
  const meanOf = (sum: string) => /mean (\S+)/.exec(told([{ column: 5, sum, min: 0, max: 1 }]))?.[1];
  assert.equal(meanOf("0.0006"), "0.0002");
  assert.equal(meanOf("-0.0001"), "-0.0000333333");
  assert.equal(meanOf("3e-9"), "1e-9");
  assert.equal(meanOf("3.0003"), "1.0001");
  assert.equal(meanOf("0"), "0");
  assert.equal(meanOf("3703703.673"), "1,234,567.891");
});

test("sums of decimals over columns are exact, and one of a double is marked as near", () => {
  const sumOf = (...of: readonly (readonly [column: number, sum: string])[]) =>
    / sum (.+?) · /.exec(told(of.map(([column, sum]) => ({ column, sum, min: 0, max: 1 }))))?.[1];
  assert.equal(sumOf([4, "9007199254740993.1"], [4, "0.25"]), "9007199254740993.35");
  assert.equal(sumOf([4, "-0.5"], [0, "0"], [4, "0.25"]), "-0.25");
  assert.equal(sumOf([4, "0.1"], [5, "0.2"]), "≈ 0.3");
  assert.equal(sumOf([5, "1e300"], [0, "1"]), "≈ 1e+300");
  assert.equal(sumOf([5, "0.2"]), "0.2");
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), fc.nat(9), fc.nat(9), (a, b, c, d) => {
      const sign = (value: bigint) => (value < 0n ? -1n : 1n);
      const tenths = a * 10n + sign(a) * BigInt(c) + b * 10n + sign(b) * BigInt(d);
      const size = tenths < 0n ? -tenths : tenths;
      const expected = `${tenths < 0n ? "-" : ""}${size / 10n}.${size % 10n}`;
      assert.equal(sumOf([4, `${a}.${c}`], [4, `${b}.${d}`]), expected);
    }),
  );
});
