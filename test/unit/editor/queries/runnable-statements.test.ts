import assert from "node:assert/strict";
import { test } from "node:test";
import {
  failureInFile,
  placeInFile,
  runnableSelection,
  runnableStatement,
  runnableStatements,
  statementIndexAt,
} from "../../../../src/editor/queries/runnable-statements.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";

const file = `/*---
title: Two questions
params:
  user: { type: varchar, description: whose }
---*/
SELECT 1;
-- about the second
  SELECT :user
    FROM signins;
`;

test("statements are titled by the header, numbered when there are several, and know where they begin", () => {
  const statements = runnableStatements(file, "file");
  assert.deepEqual(
    statements.map(({ sql, title, start }) => ({ sql, title, line: start.line, column: start.column })),
    [
      { sql: "SELECT 1", title: "Two questions (1)", line: 6, column: 1 },
      { sql: "SELECT :user\n    FROM signins", title: "about the second · Two questions (2)", line: 8, column: 3 },
    ],
  );
  assert.equal(statements[1]?.declarations[0]?.description, "whose");
});

test("a file without header or with one statement is called by its name alone", () => {
  assert.deepEqual(
    runnableStatements("SELECT 1", "my query").map(({ title }) => title),
    ["my query"],
  );
  assert.deepEqual(runnableStatements("-- nothing", "my query"), []);
});

test("the cursor means the statement it is in", () => {
  assert.equal(statementIndexAt(file, file.indexOf("SELECT 1") + 3), 0);
  assert.equal(statementIndexAt(file, file.indexOf("FROM")), 1);
  assert.equal(statementIndexAt("  -- nothing", 1), undefined);
});

test("a selection is run as it is, and knows where it begins", () => {
  const start = file.indexOf(":user", file.indexOf("SELECT :user"));
  const { sql, start: place } = runnableSelection(file, start, start + 5, "file");
  assert.deepEqual([sql, place], [":user", { line: 8, column: 10 }]);
});

test("a place in a statement is found in the file: only its first line is shifted sideways", () => {
  const start = { line: 8, column: 3 };
  assert.deepEqual(placeInFile(start, { line: 1, column: 8, length: 5 }), { line: 8, column: 10, length: 5 });
  assert.deepEqual(placeInFile(start, { line: 2, column: 10 }), { line: 9, column: 10 });

  test("a failure is told at its place in the file, and at no other", () => {
    const cause = new TenantTrailError("sql-failed", "Column 'x' cannot be found (line 1, column 8)", {
      place: { line: 1, column: 8 },
    });
    const failure = failureInFile({ line: 6, column: 3 }, cause);
    assert.equal(failure.message, "Column 'x' cannot be found");
    assert.deepEqual(failure.place, { line: 6, column: 10 });
    const unplaced = new TenantTrailError("sql-failed", "The query failed (line 1, column 8)");
    assert.equal(failureInFile({ line: 6, column: 3 }, unplaced), unplaced);
  });
});

test("a file beyond the bounds is refused by name, and a statement of it is still found by its number", () => {
  const many = "SELECT 1;\n".repeat(10_000);
  assert.throws(() => runnableStatements(many, "many"), {
    code: "bad-argument",
    message: /more than 1,000 statements/,
  });
  assert.deepEqual(runnableStatement(many, "many", 999), {
    ...runnableStatement(many, "many", 0),
    title: "many (1000)",
    start: { line: 1000, column: 1, length: 8 },
  });
  assert.equal(statementIndexAt(many, many.length - 2), 9999);
  assert.equal(runnableStatement("SELECT 1", "one", 0)?.title, "one");
  assert.equal(runnableStatement("SELECT 1", "one", 1), undefined);
  const long = `SELECT '${"x".repeat(600_000)}'`;
  for (const refused of [
    () => runnableStatements(long, "x"),
    () => runnableStatement(long, "x", 0),
    () => statementIndexAt(long, 1),
  ])
    assert.throws(refused, { code: "bad-argument", message: /more than 500,000 characters. Select the statement/ });
});
