import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStatement } from "../../../../src/dialect/parse/parse-statement.ts";
import { knownStatement } from "../../../../src/query/athena/known-statement.ts";
import { namedTables } from "../../../../src/query/athena/named-tables.ts";

const namesIn = (sql: string) =>
  namedTables(parseStatement(sql)).map(({ name, database }) => (database === undefined ? name : `${database}.${name}`));

test("a name of WITH means its query from behind that on, and in it the table that is called so", () => {
  assert.deepEqual(namesIn("WITH audits AS (SELECT * FROM audits) SELECT * FROM audits"), ["audits"]);
  assert.deepEqual(namesIn("WITH a AS (SELECT 1), b AS (SELECT * FROM A) SELECT * FROM b, a"), []);
  assert.deepEqual(namesIn("WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a, b"), ["b"]);
  assert.deepEqual(namesIn("SELECT * FROM (WITH events AS (SELECT 1) SELECT * FROM events) AS x, Events"), ["events"]);
  assert.deepEqual(namesIn("WITH x AS (SELECT 1) SELECT (SELECT max(id) FROM x), id FROM signins"), ["signins"]);
  assert.deepEqual(namesIn("WITH audits AS (SELECT 1) SELECT * FROM trail.audits, audits"), ["trail.audits"]);
});

test("of a statement that this machine cannot translate no table is overlooked because its WITH is called like it", () => {
  const { translation, asks } = knownStatement(
    "WITH signins AS (SELECT * FROM signins WHERE dt = '2026-11-20') SELECT approx_set(id) FROM signins",
    {},
    "trail",
  );
  assert.equal(translation, undefined);
  assert.deepEqual(asks.tables, ["signins"]);
});
