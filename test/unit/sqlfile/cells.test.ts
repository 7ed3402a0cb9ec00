import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cellSource, newCellText, withCellSource } from "../../../src/sqlfile/cell-source.ts";
import { hasMoreCells, splitCells } from "../../../src/sqlfile/cells.ts";
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
      ["header", undefined, "title: Spray"],
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
      ["header", "title: x"],
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
    const text = `SELECT 1\n${newCellText(kind, "two\nlines", "\n")}`;
    const cell = splitCells(text).at(-1);
    assert.deepEqual([cell?.kind, cell && cellSource(cell)], [kind, "two\nlines"]);
  }
});

/** The kinds and texts of a file's cells. */
function cut(text: string): readonly (readonly [string, string])[] {
  return splitCells(text).map((cell) => [cell.kind, cell.text]);
}

test("a header that is not closed, or closed as any comment, is an ordinary cell and takes no other", () => {
  assert.deepEqual(cut("/*---\ntitle: x\n\nSELECT 1;\nSELECT 2;\n"), [
    ["sql", "/*---\ntitle: x\n\n"],
    ["sql", "SELECT 1;\n"],
    ["sql", "SELECT 2;\n"],
  ]);
  assert.deepEqual(cut("/*---\r\ntitle: x\r\n\r\nSELECT 1;\r\nSELECT 2;\r\n"), [
    ["sql", "/*---\r\ntitle: x\r\n\r\n"],
    ["sql", "SELECT 1;\r\n"],
    ["sql", "SELECT 2;\r\n"],
  ]);
  assert.deepEqual(cut("/*---\ntitle: x\n-- %%\nSELECT 1;\n-- %%\nSELECT 2;\n"), [
    ["sql", "/*---\ntitle: x\n"],
    ["sql", "-- %%\nSELECT 1;\n"],
    ["sql", "-- %%\nSELECT 2;\n"],
  ]);
  assert.deepEqual(cut("/*---\ntitle: x\n*/\nSELECT 1;\nSELECT 2;\n"), [
    ["sql", "/*---\ntitle: x\n*/\nSELECT 1;\n"],
    ["sql", "SELECT 2;\n"],
  ]);
});

test("what stands before the header is a cell of its own", () => {
  assert.deepEqual(cut("-- licence\n/*---\ntitle: x\n---*/\nSELECT 1"), [
    ["sql", "-- licence\n"],
    ["header", "/*---\ntitle: x\n---*/\n"],
    ["sql", "SELECT 1"],
  ]);
  assert.deepEqual(cut("-- %% [markdown]\n-- # T\n/*---\ntitle: x\n---*/\n-- %%\nSELECT 1"), [
    ["markdown", "-- %% [markdown]\n-- # T\n"],
    ["header", "/*---\ntitle: x\n---*/\n"],
    ["sql", "-- %%\nSELECT 1"],
  ]);
});

test("a Markdown cell ends where its comments end, so that no statement hides in it", () => {
  assert.deepEqual(cut("-- %% [markdown]\n-- # T\n--\n-- more\nSELECT 1;\nSELECT 2"), [
    ["markdown", "-- %% [markdown]\n-- # T\n--\n-- more\n"],
    ["sql", "SELECT 1;\nSELECT 2"],
  ]);
  assert.deepEqual(cut("-- %% [markdown]\n-- # T\n\n-- about one\nSELECT 1"), [
    ["markdown", "-- %% [markdown]\n-- # T\n\n"],
    ["sql", "-- about one\nSELECT 1"],
  ]);
  assert.deepEqual(cut("-- %% [markdown]\n-- # T\n\n-- more\n\n-- %%\nSELECT 2"), [
    ["markdown", "-- %% [markdown]\n-- # T\n\n-- more\n\n"],
    ["sql", "-- %%\nSELECT 2"],
  ]);
});

test("a quote that nobody closed takes no other cell", () => {
  assert.deepEqual(
    cut("-- %%\nSELECT 'a;\n-- %%\nSELECT 'b';\n-- %% [markdown]\n-- don't\n-- %%\nSELECT 3;").map(([, text]) => text),
    ["-- %%\nSELECT 'a;\n", "-- %%\nSELECT 'b';\n", "-- %% [markdown]\n-- don't\n", "-- %%\nSELECT 3;"],
  );
  assert.deepEqual(
    cut("SELECT 1;\nSELECT 'a;\n\nSELECT 'b';\nSELECT 3;").map(([, text]) => text),
    ["SELECT 1;\n", "SELECT 'a;\n\n", "SELECT 'b';\n", "SELECT 3;"],
  );
  assert.deepEqual(
    cut("-- %%\n/* a\n-- %%\nSELECT 1 /* x */\n-- %%\nSELECT 2").map(([, text]) => text),
    ["-- %%\n/* a\n", "-- %%\nSELECT 1 /* x */\n", "-- %%\nSELECT 2"],
  );
});

test("a marker inside a closed string or comment splits nothing, whatever follows", () => {
  assert.deepEqual(
    cut("-- %%\nSELECT 'a\n-- %%\n', $$\n-- %%\n$$;\n-- %%\n/*\n-- %%\n*/ SELECT 'b';").map(([, text]) => text),
    ["-- %%\nSELECT 'a\n-- %%\n', $$\n-- %%\n$$;\n", "-- %%\n/*\n-- %%\n*/ SELECT 'b';"],
  );
});

test("a comment behind the semicolon stays with its statement", () => {
  assert.deepEqual(
    cut("SELECT 1; -- one\nSELECT 2; /* two */ -- 2\n\n/* three */ SELECT 3; /* four */ SELECT 4").map(
      ([, text]) => text,
    ),
    ["SELECT 1; -- one\n", "SELECT 2; /* two */ -- 2\n\n", "/* three */ SELECT 3;", " /* four */ SELECT 4"],
  );
});

test("many open quotes and markers are split in time that grows with the text alone", (t) => {
  const slice = t.mock.method(String.prototype, "slice");
  const copiedOf = (count: number): number => {
    slice.mock.resetCalls();
    splitCells("-- %%\nSELECT 'a;\n".repeat(count));
    splitCells("-- %%\nSELECT /* a;\n".repeat(count));
    return slice.mock.calls.reduce((sum, { result }) => sum + (result?.length ?? 0), 0);
  };
  assert.ok(copiedOf(900) <= copiedOf(90) * 12);
});

test("whether a file has too many cells is known without reading all of it", (t) => {
  const plain = "SELECT 1;\n".repeat(1000);
  assert.deepEqual([hasMoreCells(plain, 999), hasMoreCells(plain, 1000)], [true, false]);
  const marked = "-- %%\nSELECT 1; SELECT 2;\n".repeat(1000);
  assert.deepEqual([hasMoreCells(marked, 999), hasMoreCells(marked, 1000)], [true, false]);
  const slice = t.mock.method(String.prototype, "slice");
  hasMoreCells("SELECT 1;\n".repeat(400_000), 1000);
  assert.ok(slice.mock.callCount() < 10_000);
});
