import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { parseStatement } from "../../../../src/dialect/parse/parse-statement.ts";
import type { Query } from "../../../../src/dialect/parse/syntax.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { splitStatements } from "../../../../src/sqlfile/statements.ts";
import { plainTree } from "./plain-tree.ts";
import { printForTrino } from "./print-for-trino.ts";
import { query } from "./random-query.ts";

const nothingGiven = { values: {}, types: {} };

function parsed(text: string): Query | undefined {
  const statement = parseStatement(text);
  return statement.kind === "query" ? statement.query : undefined;
}

/** The statements of the shipped queries and those that Trino was asked. */
function corpus(): readonly string[] {
  const root = new URL("../../../../", import.meta.url);
  const files = globSync("sql/**/*.sql", { cwd: root.pathname });
  const shipped = files.flatMap((file) =>
    splitStatements(readFileSync(new URL(file, root), "utf8"), 1000).map(({ text }) => text),
  );
  const asked = readFileSync(new URL("test/fixtures/trino/trino-476-answers.jsonl", root), "utf8").trim().split("\n");
  return [...shipped, ...asked.map((line): string => JSON.parse(line).sql)];
}

test("a printed query is read as the same tree", () => {
  fc.assert(
    fc.property(query, (tree) => {
      const { text } = printForTrino(tree, nothingGiven);
      assert.deepEqual(plainTree(parsed(text)), plainTree(tree), text);
    }),
    { numRuns: 3000 },
  );
});

test("every shipped statement and every one that Trino was asked is printed as the same tree", () => {
  let printed = 0;
  for (const source of corpus()) {
    let tree: Query | undefined;
    try {
      tree = parsed(source);
    } catch (error) {
      if (error instanceof TenantTrailError) continue;
      throw error;
    }
    if (tree === undefined || /:[a-z]/i.test(source)) continue;
    const { text } = printForTrino(tree, nothingGiven);
    assert.deepEqual(plainTree(parsed(text)), plainTree(tree), `${source}\n${text}`);
    printed++;
  }
  assert.ok(printed > 200, `${printed} statements were printed`);
});

test("a minus before a number with a time zone stays outside of both", () => {
  for (const source of ["SELECT -(0 AT TIME ZONE 'UTC')", "SELECT - (1 AT TIME ZONE 'UTC' AT TIME ZONE 'UTC')"])
    assert.deepEqual(
      plainTree(parsed(printForTrino(parsed(source) ?? assert.fail(), nothingGiven).text)),
      plainTree(parsed(source)),
    );
});

test("no comment and no space of the user's is sent", () => {
  const tree = parsed("SELECT /* who asks */ 1  -- secret\n , 'a -- b' FROM signins");
  assert.ok(tree);
  assert.equal(printForTrino(tree, nothingGiven).text, `SELECT 1, 'a -- b' FROM "signins"`);
});

test("each stretch knows the place of the user's text that it came from", () => {
  const source = "SELECT lower( userPrincipalName ),\n  nope + 1 FROM signins";
  const tree = parsed(source);
  assert.ok(tree);
  const { text, mappings } = printForTrino(tree, nothingGiven);
  const offset = text.indexOf('"nope"');
  const around = mappings.filter(({ start, end }) => start <= offset && offset < end).map(({ from }) => from);
  const narrowest = around.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
  assert.equal(source.slice(narrowest?.start, narrowest?.end), "nope");
});

test("brackets that begin with a query hold an expression, a join or a query, as they go on", () => {
  for (const source of [
    "SELECT ((SELECT 1) = 2 OR TRUE)",
    "SELECT 1 WHERE 2 IN ((SELECT 1), 2)",
    "SELECT * FROM ((SELECT 1 AS a) AS x CROSS JOIN (SELECT 2 AS b) AS y)",
    "SELECT * FROM ((SELECT 1) UNION (SELECT 2)) AS u",
    "SELECT ((SELECT 1) LIMIT 1)",
    "SELECT 1 LIMIT 1",
  ])
    assert.ok(parsed(source), source);
});
