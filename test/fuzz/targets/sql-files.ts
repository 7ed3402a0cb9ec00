import assert from "node:assert/strict";
import fc from "fast-check";
import { cellSource, withCellSource } from "../../../src/sqlfile/cell-source.ts";
import { splitCells } from "../../../src/sqlfile/cells.ts";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { findParameters } from "../../../src/sqlfile/parameters.ts";
import { splitStatements, statementAt } from "../../../src/sqlfile/statements.ts";
import { tokenize } from "../../../src/sqlfile/tokens.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";
import { sqlText } from "../../unit/sqlfile/sql-text.ts";
import { mutants } from "../mutants.ts";
import { alone } from "../target.ts";

const words =
  "/*---|---*/|*/|params:|chart:|attack:|default: 2026-02-30|type: date|type: [|{|}|[|]|: |- |\n|\n  |\r|&a|*a|<<: |__proto__:|!!js|? |'|\"|#|\u202E|\uD800|\0|%YAML 9|--- |null|~|0x|1e999|;|-- %%|$$".split(
    "|",
  );
const files = mutants(
  savedQueries().map(({ text }) => [...text.matchAll(/\w+|\s+|[^\w\s]/g)].map(([part]) => part)),
  fc.constantFrom(...words),
).map((parts) => parts.join(""));
const headers = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 30 })
  .map((parts) => `/*---\n${parts.join("")}\n---*/\nSELECT 1`);

/** Nothing in a `.sql` file makes its reading fail, and every piece of it lies where it says. */
export const sqlFiles = alone(fc.oneof(sqlText, files, headers), 1000, (text) => {
  const lies = (part: { readonly start: number; readonly end: number }): void =>
    assert.ok(0 <= part.start && part.start <= part.end && part.end <= text.length, JSON.stringify(part));
  const tokens = tokenize(text);
  assert.equal(tokens.map(({ start, end }) => text.slice(start, end)).join(""), text);
  const cells = splitCells(text);
  assert.equal(cells.map((cell) => cell.text).join(""), text);
  for (const cell of cells) {
    lies(cell);
    assert.equal(withCellSource(cell, cellSource(cell)), cell.text);
  }
  const statements = splitStatements(text);
  for (const [index, statement] of statements.entries()) {
    lies(statement);
    assert.equal(text.slice(statement.start, statement.end), statement.text);
    assert.ok(statement.start >= (statements[index - 1]?.fullEnd ?? 0));
    assert.equal(statementAt(text, statement.end)?.index, index);
  }
  for (const use of findParameters(text)) lies(use);
  const header = readHeader(text);
  if (header === undefined) return;
  lies(header);
  for (const diagnostic of header.diagnostics) {
    lies(diagnostic);
    assert.ok(diagnostic.message.length > 0 && diagnostic.place.line >= 1 && diagnostic.place.column >= 1);
  }
  const names = header.header.params.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, "a parameter stands twice");
});
