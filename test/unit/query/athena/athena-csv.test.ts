import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { AthenaCsv } from "../../../../src/query/athena/results/athena-csv.ts";
import { csvOf } from "./csv-of.ts";

const value = fc.option(
  fc.oneof(
    fc.constantFrom("", '"', '""', ",", "\n", "\r\n", '","', "é", "\u{1F600}", "\\", "\0", "NULL"),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  ),
  { nil: null },
);
const table = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc
      .array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 8 })
      .map((rows) => ({ width, rows })),
  );

/** Cuts bytes into pieces at any places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((to, index) => bytes.subarray(index === 0 ? 0 : places[index - 1], to));
}

test("rows are read as they were written, wherever the pieces end", () => {
  fc.assert(
    fc.property(table, fc.array(fc.nat({ max: 10_000 }), { maxLength: 6 }), ({ width, rows }, cuts) => {
      const csv = new AthenaCsv(width);
      const bytes = Buffer.from(
        csvOf(
          Array.from({ length: width }, (_, index) => `c${index}`),
          rows,
        ),
      );
      const read = pieces(bytes, cuts).flatMap((piece) => csv.push(piece));
      csv.end();
      assert.deepEqual(read, rows);
    }),
    { numRuns: 2000 },
  );
});

test("a result that is cut anywhere is an error, or its last line was not begun", () => {
  const rows = [
    ["a", null],
    ['b "c"', ""],
    ["d\ne", "f"],
  ];
  const bytes = Buffer.from(csvOf(["x", "y"], rows));
  const ends = new Set<number>();
  for (let to = 0; to < bytes.length; to++) {
    const csv = new AthenaCsv(2);
    csv.push(bytes.subarray(0, to));
    try {
      csv.end();
      ends.add(to);
    } catch (error) {
      assert.ok(error instanceof TenantTrailError && error.code === "read-failed", String(error));
    }
  }
  const lineEnds = [csvOf(["x", "y"], []), csvOf(["x", "y"], rows.slice(0, 1)), csvOf(["x", "y"], rows.slice(0, 2))];
  assert.deepEqual(
    [...ends],
    lineEnds.map((text) => Buffer.byteLength(text)),
  );
});

test("a line with another number of values, and what is no CSV of Athena's, are errors", () => {
  for (const text of ['"a","b"\n"1"\n', '"a"\n"1","2"\n', '"a"x\n', '"a"\n\xff\n'])
    assert.throws(() => {
      const csv = new AthenaCsv(1);
      csv.push(Buffer.from(text, text.includes("\xff") ? "latin1" : "utf8"));
      csv.end();
    }, TenantTrailError);
});
