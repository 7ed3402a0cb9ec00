import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runnableStatements } from "../../../src/editor/queries/runnable-statements.ts";
import { splitCells } from "../../../src/sqlfile/cells.ts";
import { findParameters, parameterNames } from "../../../src/sqlfile/parameters.ts";
import { offsetOf, placeOf, placesIn } from "../../../src/sqlfile/place.ts";
import { splitStatements, statementAt } from "../../../src/sqlfile/statements.ts";
import { tokenize } from "../../../src/sqlfile/tokens.ts";
import { sqlText } from "./sql-text.ts";

test("tokens cover any text without a gap", () => {
  fc.assert(
    fc.property(sqlText, (text) => {
      assert.equal(
        tokenize(text)
          .map(({ start, end }) => text.slice(start, end))
          .join(""),
        text,
      );
      assert.ok(tokenize(text).every(({ start, end }) => start < end));
    }),
  );
});

test("semicolons inside quotes, comments and dollar quotes do not end a statement", () => {
  const text = `-- a;b\nSELECT 'x;''y', ";" /* ; */ FROM t; \n\n;SELECT $q$ ; $q$`;
  assert.deepEqual(
    splitStatements(text).map((statement) => [statement.text, statement.place.line, statement.place.column]),
    [
      [`SELECT 'x;''y', ";" /* ; */ FROM t`, 2, 1],
      ["SELECT $q$ ; $q$", 4, 2],
    ],
  );
});

test("an unclosed quote or comment takes the rest and nothing fails", () => {
  assert.deepEqual(
    splitStatements("SELECT 1; SELECT 'a; b").map(({ text }) => text),
    ["SELECT 1", "SELECT 'a; b"],
  );
  assert.deepEqual(splitStatements("/* never closed; SELECT 1"), []);
});

test("the statement at a cursor", () => {
  const text = "SELECT 1;\n-- two\nSELECT 2;\n";
  assert.equal(statementAt(text, 3)?.text, "SELECT 1");
  assert.equal(statementAt(text, 9)?.text, "SELECT 1");
  assert.equal(statementAt(text, 12)?.text, "SELECT 2");
  assert.equal(statementAt(text, text.length)?.text, "SELECT 2");
  assert.equal(statementAt("-- nothing", 2), undefined);
});

test("parameters are found outside strings, comments, quoted names and casts", () => {
  const text = `SELECT ':a', ":b", x::varchar, :from -- :c\n/* :d */ WHERE dt >= :from AND y IN :list_1`;
  assert.deepEqual(parameterNames(text), ["from", "list_1"]);
  for (const use of findParameters(text)) assert.equal(text.slice(use.start, use.end), `:${use.name}`);
});

test("place and offset are each other's inverse", () => {
  fc.assert(
    fc.property(sqlText, fc.nat(200), (text, at) => {
      const offset = Math.min(at, text.length);
      // The middle of a CRLF is on neither line.
      fc.pre(!(text[offset - 1] === "\r" && text[offset] === "\n"));
      assert.equal(offsetOf(text, placeOf(text, offset)), offset);
    }),
  );
});

test("many places of one text are those that each has alone, in whatever order they are asked", () => {
  fc.assert(
    fc.property(sqlText, fc.array(fc.nat(120)), (text, offsets) => {
      const placeAt = placesIn(text);
      for (const offset of offsets) {
        // The middle of a CRLF is on neither line.
        if (text[offset - 1] === "\r" && text[offset] === "\n") continue;
        const before = text.slice(0, offset).split(/\r\n|\n|\r/);
        const expected = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
        assert.deepEqual(placeAt(offset), expected);
        assert.deepEqual(placeOf(text, offset), expected);
      }
    }),
  );
});

test("statements are read only as far as they are wanted", () => {
  const text = "SELECT 'a';\n".repeat(10);
  assert.deepEqual(splitStatements(text, 3), splitStatements(text).slice(0, 3));
  assert.equal(statementAt(text, text.length)?.index, 9);
  assert.equal(statementAt(text, 14)?.index, 1);
});

test("ten times the statements copy ten times the characters, not a hundred times", (t) => {
  const slice = t.mock.method(String.prototype, "slice");
  const copiedOf = (count: number): number => {
    const text = "SELECT 'a';\n".repeat(count);
    slice.mock.resetCalls();
    splitStatements(text);
    splitCells(text);
    runnableStatements(text, "x");
    return slice.mock.calls.reduce((sum, { result }) => sum + (result?.length ?? 0), 0);
  };
  assert.ok(copiedOf(900) <= copiedOf(90) * 12);
});
