import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cellSource, newCellText, withCellSource } from "../../../src/sqlfile/cell-source.ts";
import { splitCells } from "../../../src/sqlfile/cells.ts";
import { sqlText } from "./sql-text.ts";

test("cells put together are the file, byte for byte, and an untouched cell writes itself", () => {
  fc.assert(
    fc.property(sqlText, (text) => {
      const cells = splitCells(text);
      assert.equal(cells.map((cell) => cell.text).join(""), text);
      assert.equal(cells.map((cell) => withCellSource(cell, cellSource(cell))).join(""), text);
      for (const cell of cells) assert.equal(text.slice(cell.start, cell.end), cell.text);
    }),
    { numRuns: 500 },
  );
});

const file = `/*---
title: Spray
---*/

-- %% [markdown] Why
-- # Password spray
--
-- Look at it.

-- %% Failures
SELECT 1;

-- %%
SELECT 2; SELECT 3
`;

test("the percent format gives header, markdown and SQL cells", () => {
  assert.deepEqual(
    splitCells(file).map((cell) => [cell.kind, cell.title, cellSource(cell)]),
    [
      ["header", undefined, "/*---\ntitle: Spray\n---*/"],
      ["markdown", "Why", "# Password spray\n\nLook at it."],
      ["sql", "Failures", "SELECT 1;"],
      ["sql", undefined, "SELECT 2; SELECT 3"],
    ],
  );
});

test("without markers every statement is a cell with the comments before it", () => {
  const text = "/*---\ntitle: x\n---*/\nSELECT 1;\n\n-- two\nSELECT 2;\n-- end\n";
  assert.deepEqual(
    splitCells(text).map((cell) => [cell.kind, cellSource(cell)]),
    [
      ["header", "/*---\ntitle: x\n---*/"],
      ["sql", "SELECT 1;"],
      ["sql", "-- two\nSELECT 2;\n-- end"],
    ],
  );
});

test("a marker inside a string or comment splits nothing", () => {
  assert.equal(splitCells("SELECT '\n-- %%\n' /*\n-- %%\n*/").length, 1);
});

test("an edited cell keeps its marker, its line ends and its neighbours", () => {
  const cells = splitCells(file.replaceAll("\n", "\r\n"));
  const edited = cells.map((cell) => withCellSource(cell, cell.kind === "markdown" ? "One\n\nTwo" : cellSource(cell)));
  assert.equal(edited[1], "-- %% [markdown] Why\r\n-- One\r\n--\r\n-- Two\r\n\r\n");
  assert.deepEqual(
    splitCells(edited.join("")).map(cellSource),
    cells.map((cell) => (cell.kind === "markdown" ? "One\n\nTwo" : cellSource(cell))),
  );
});

test("a new cell reads back as it was written", () => {
  for (const kind of ["sql", "markdown"] as const) {
    const text = `SELECT 1${newCellText(kind, "two\nlines", "SELECT 1")}`;
    const cell = splitCells(text).at(-1);
    assert.deepEqual([cell?.kind, cell && cellSource(cell)], [kind, "two\nlines"]);
  }
});
