import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findParameters, parameterNames } from "../../../src/sqlfile/parameters.ts";
import { offsetOf, placeOf } from "../../../src/sqlfile/place.ts";
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
