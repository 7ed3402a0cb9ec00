import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { DialectLake } from "../../unit/dialect/dialect-lake.ts";
import { BothLocks, hostileText, meantStatement } from "../../unit/dialect/hostile-statements.ts";

let lake: DialectLake;
let locks: BothLocks;
before(async () => {
  lake = await DialectLake.open();
  locks = new BothLocks(lake.connection);
});
after(() => lake.close());

test("a statement of hostile literals, names and comments is read by DuckDB as it was meant", async () => {
  await fc.assert(
    fc.asyncProperty(meantStatement, (statement) => locks.reads(statement)),
    { numRuns: 1500 },
  );
});

test("whatever the text, it is refused with a place or read by DuckDB as the translation meant it", async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, (text) => locks.holdsFor(text)),
    { numRuns: 3000 },
  );
});

/** Texts that other engines read in their own way, and where the first of them stands. */
const refused: readonly (readonly [string, RegExp, number])[] = [
  ["SELECT 'a\0b'", /NUL character/, 10],
  ["SELECT 1 -- \0", /NUL character/, 13],
  ["SELECT 'a\uD800'", /half a character \(lone surrogate U\+D800\)/, 10],
  ['SELECT 1 AS "\uDC00"', /half a character \(lone surrogate U\+DC00\)/, 14],
  ["SELECT 1e", /cannot begin with a digit/, 8],
  ["SELECT 0x", /cannot begin with a digit/, 8],
  ["SELECT 0x_", /no number/, 8],
  ["SELECT 1_", /no number/, 8],
  ["SELECT 1__0", /no number/, 8],
  ["SELECT 1abc", /cannot begin with a digit/, 8],
  ["SELECT 1'a'", /cannot begin with a digit/, 8],
  ["SELECT $$a$$", /dollar quotes/, 8],
  ["SELECT E'a\\'", /Unknown type/, 8],
  ["SELECT \u2018a\u2019", /stands where/, 8],
  ["SELECT ?", /Positional parameters/, 8],
  ["SELECT #1", /stands where/, 8],
  ["SELECT @x", /stands where/, 8],
  ["SELECT $1", /stands where/, 8],
  ["SELECT 1::varchar", /CAST/, 9],
  ["SELECT `a`", /Trino quotes names/, 8],
  ["SELECT CAST(1 AS varchar(1e3))", /whole number/, 26],
  ["SELECT CAST(1 AS decimal(99999999999))", /whole number/, 26],
];

for (const [sql, message, column] of refused)
  test(`refused at its place: ${JSON.stringify(sql)}`, async () => {
    await assert.rejects(lake.ask(sql), (error) => {
      assert.ok(error instanceof TenantTrailError, String(error));
      assert.match(error.message, message);
      assert.equal(error.place?.column, column, error.message);
      return true;
    });
  });

test("a NUL that is written as an escape is a character of its text", async () => {
  assert.deepEqual((await lake.ask("SELECT length(U&'a\\0000b'), U&'\\0000' = chr(0)")).rows, [[3, true]]);
});
