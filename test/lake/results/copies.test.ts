import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import type { CopyFormat } from "../../../src/protocol/query.ts";
import { lockedEngine } from "./locked-engine.ts";

type Row = readonly [text: string | null, number: number | null, time: string | null];

const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    "a,b",
    'say "x"',
    "a\tb",
    "a\nb",
    "a\r\nb",
    "=1+1",
    "@x",
    "it's",
    "|",
    "[x](y)",
    "NULL",
    "\u202Egpj",
    "١٢",
  ),
);
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(
    fc.option(texts, { nil: null, freq: 4 }),
    fc.option(fc.integer(), { nil: null, freq: 4 }),
    fc.option(fc.constantFrom("2026-11-22T03:14:07.000Z", "1999-12-31T23:59:59.999Z"), { nil: null, freq: 4 }),
  ),
  { maxLength: 12 },
);

const table = `SELECT r.t, r.n, r."at" FROM (SELECT unnest(from_json($rows,
  '[{"t":"VARCHAR","n":"BIGINT","at":"TIMESTAMP"}]')) AS r)`;

async function copier(): Promise<
  AsyncDisposable & {
    copy(rows: readonly Row[], format: CopyFormat, columns: readonly number[]): Promise<string>;
    among(rows: readonly Row[], column: string, list: string): Promise<unknown>;
  }
> {
  const engine = await lockedEngine();
  const values = (rows: readonly Row[]) => ({ rows: JSON.stringify(rows.map(([t, n, at]) => ({ t, n, at }))) });
  return {
    copy: async (given, format, columns) => {
      const { resultId } = await engine.run(table, { values: values(given) });
      const range = { rows: { from: 0, to: given.length }, columns };
      return (await engine.results.copyText({ resultId, format, headers: false, ...range })).text;
    },
    among: async (given, column, list) => {
      const counted = `SELECT count(*) FROM (${table}) AS all_rows WHERE all_rows."${column}" ${list}`;
      const { resultId } = await engine.run(counted, { values: values(given) });
      return (await engine.results.readWindow({ resultId, offset: 0, limit: 1 })).rows[0]?.[0];
    },
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}

const safe = (text: string): string => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);

test("CSV is read back as the cells that were copied, NULL apart from an empty text", async () => {
  await using engine = await copier();
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      fc.pre(given.length > 0);
      const text = await engine.copy(given, "csv", [0, 1, 2]);
      const read = parse(text, { cast: (cell, { quoting }) => (cell === "" && !quoting ? null : cell) });
      assert.deepEqual(
        read,
        given.map(([t, n, at]) => [t === null ? null : safe(t), n === null ? null : String(n), at]),
      );
    }),
    { numRuns: 100 },
  );
});

test("TSV and Markdown keep each row on its lines and each cell in its place", async () => {
  await using engine = await copier();
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      fc.pre(given.length > 0);
      const tsv = parse(await engine.copy(given, "tsv", [0, 1]), { delimiter: "\t", record_delimiter: "\n" });
      assert.deepEqual(
        tsv,
        given.map(([t, n]) => [safe(t ?? ""), String(n ?? "")]),
      );
      const markdown = (await engine.copy(given, "markdown", [0, 1])).split("\n");
      assert.equal(markdown.length, given.length + 2);
      for (const line of markdown) assert.equal(line.replace(/\\[\s\S]/g, "").split("|").length, 4, line);
    }),
    { numRuns: 100 },
  );
});

test("IN (…) finds every row that has a value, and only these", async () => {
  await using engine = await copier();
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(0, 1, 2), async (given, column) => {
      const held = given.filter((row) => row[column] !== null);
      fc.pre(held.length > 0);
      // DuckDB's own reader takes no NUL in a statement.
      fc.pre(held.every((row) => !String(row[column]).includes("\0")));
      const list = await engine.copy(given, "sqlIn", [column]);
      assert.match(list, /^IN \(/);
      assert.equal(await engine.among(given, ["t", "n", "at"][column] ?? "", list), held.length);
    }),
    { numRuns: 100 },
  );
});

test("IN (…) is refused for several columns, for NULL alone, and for values that SQL has no literal for", async () => {
  await using engine = await lockedEngine();
  const { resultId } = await engine.run("SELECT NULL::VARCHAR AS a, [1] AS b, 'x' AS c");
  const copy = (columns: readonly number[]) =>
    engine.results.copyText({ resultId, format: "sqlIn", headers: false, rows: { from: 0, to: 1 }, columns });
  await assert.rejects(copy([0, 2]), { code: "bad-argument", message: /one column/ });
  await assert.rejects(copy([0]), { code: "bad-argument", message: /all are NULL/ });
  await assert.rejects(copy([1]), { code: "bad-argument", message: /array\(integer\)/ });
  assert.deepEqual(await copy([2]), { text: "IN ('x')", rows: 1, values: 1, nulls: 0 });
});
