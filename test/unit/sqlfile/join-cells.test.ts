import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { cellSource } from "../../../src/sqlfile/cell-source.ts";
import { type Cell, splitCells } from "../../../src/sqlfile/cells.ts";
import { decodeFile, encodeFile } from "../../../src/sqlfile/file-text.ts";
import { type EditedCell, joinCells } from "../../../src/sqlfile/join-cells.ts";
import { tokenize } from "../../../src/sqlfile/tokens.ts";
import { sqlText } from "./sql-text.ts";

const fileBytes = fc.oneof(
  sqlText.map((text) => new TextEncoder().encode(text)),
  sqlText.map((text) => new TextEncoder().encode(`\uFEFF/*---\ntitle: x\n---*/\n${text}`)),
);
const shipped = globSync("sql/**/*.sql").map((path) => ({ path, bytes: readFileSync(path) }));

/** As an editor gives the cells back: with `\n` whatever the file's line ends are. */
function asEditor(text: string): EditedCell[] {
  return splitCells(text).map((cell, index) => ({
    kind: cell.kind,
    source: cellSource(cell).replace(/\r\n|\r/g, "\n"),
    from: { text: cell.text, index },
  }));
}

function rewritten(bytes: Uint8Array): Uint8Array {
  const { text, bom } = decodeFile(bytes);
  const cells = asEditor(text);
  return encodeFile({ text: joinCells(cells, cells.length), bom });
}

function sources(text: string): readonly string[] {
  return splitCells(text).map((cell) => cellSource(cell).replace(/\r\n|\r/g, "\n"));
}

test("a file that nobody edited is written byte for byte: 1,000 generated ones, and every shipped query", () => {
  fc.assert(
    fc.property(fileBytes, (bytes) => assert.deepEqual(Buffer.from(rewritten(bytes)), Buffer.from(bytes))),
    { numRuns: 1000 },
  );
  assert.ok(shipped.length > 40);
  const ends = (text: string) => [text, text.replaceAll("\n", "\r\n"), text.trimEnd(), `\uFEFF${text}`];
  for (const { path, bytes } of shipped)
    for (const text of ends(bytes.toString()))
      assert.equal(Buffer.from(rewritten(Buffer.from(text))).toString(), text, path);
});

const editedSource = fc.oneof(
  fc.string(),
  sqlText,
  fc.constantFrom("SELECT 1", "", "-- c", "SELECT 1; SELECT 2", "-- %% Part two", "SELECT 'a", "SELECT 1 -- c", "/* a"),
);
const severalStatements = fc
  .array(fc.constantFrom("SELECT 1", "SELECT 'a\nb'", "-- don't\nSELECT 2", 'SELECT "it\'s"', "/* c */ SELECT 3"), {
    minLength: 2,
    maxLength: 6,
  })
  .chain((all) => fc.constantFrom(";\n\n", "; ", ";\r\n", ";").map((between) => all.join(between)));

test("editing one cell merges it with no other and changes no byte of another, or is refused", () => {
  fc.assert(
    fc.property(fc.oneof(severalStatements, sqlText), fc.nat(), editedSource, (text, at, source) => {
      const cells = splitCells(text);
      fc.pre(cells.length > 0);
      const index = at % cells.length;
      const edited = asEditor(text).map((cell, each) => (each === index ? { ...cell, source } : cell));
      let written: string;
      try {
        written = joinCells(edited, cells.length);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "bad-argument");
        return;
      }
      requireOthers(written, cells, index);
      requireApart(written, cells, index, source);
    }),
    { numRuns: 3000 },
  );
});

/** Fails unless the bytes outside a cell are as they were, or those of each other cell are, with marker lines between. */
function requireOthers(written: string, cells: readonly Cell[], index: number): void {
  const before = cells.slice(0, index).map(({ text }) => text);
  const after = cells.slice(index + 1).map(({ text }) => text);
  if (written.startsWith(before.join("")) && written.endsWith(after.join(""))) return;
  assert.match(written, /^--[ \t]?%%/m);
  let from = 0;
  for (const text of [...before, ...after]) {
    const found = written.indexOf(text, from);
    assert.notEqual(found, -1, `${JSON.stringify(text)} in ${JSON.stringify(written)}`);
    from = found + text.length;
  }
}

/** Fails unless a file reads as the same cells before and after an edited one, and as that one between them. */
function requireApart(written: string, cells: readonly Cell[], index: number, source: string): void {
  const read = splitCells(written);
  const mayJoin = cells[index]?.kind === "sql" && tokenize(source).every(({ kind }) => /^(space|comment)$/.test(kind));
  const told = `${JSON.stringify(written)} read as ${JSON.stringify(read.map(({ text }) => text))}`;
  const requireSame = (is: Cell | undefined, meant: Cell | undefined, isBeside: boolean): void => {
    if (meant === undefined) return;
    assert.equal(is?.kind, meant.kind, told);
    const [isSource, meantSource] = [cellSource(is ?? meant).trim(), cellSource(meant).trim()];
    if (isBeside && mayJoin) assert.ok(isSource.includes(meantSource), told);
    else assert.equal(isSource, meantSource, told);
  };
  for (let each = 0; each < index; each++) requireSame(read[each], cells[each], each === index - 1);
  for (let back = 1; back < cells.length - index; back++)
    requireSame(read.at(-back), cells.at(-back), back === cells.length - 1 - index);
  if (!mayJoin) assert.ok(read.length >= cells.length, told);
  const between = mayJoin ? read : read.slice(index, read.length - (cells.length - 1 - index));
  const plain = (text: string): string => text.replace(/[\s;]/g, "");
  const held = plain(between.map((cell) => cell.text).join(""));
  for (const line of source.split(/\r\n|\n|\r/)) assert.ok(held.includes(plain(line)), told);
}

test("a cell that lost its semicolon gets it back, and nothing else changes", () => {
  const edit = (text: string, index: number, source: string): string => {
    const cells = asEditor(text);
    return joinCells(
      cells.map((cell, each) => (each === index ? { ...cell, source } : cell)),
      cells.length,
    );
  };
  const two = "SELECT 1;\n\nSELECT 2;";
  assert.equal(edit(two, 0, "SELECT 1"), two);
  assert.equal(edit(two, 0, "SELECT 3 -- three"), "SELECT 3; -- three\n\nSELECT 2;");
  assert.equal(edit(two, 1, "SELECT 2"), "SELECT 1;\n\nSELECT 2");
  assert.equal(edit(two, 0, "SELECT 1; SELECT 3"), "SELECT 1; SELECT 3;\n\nSELECT 2;");
  assert.equal(edit(two, 0, "-- SELECT 1;"), "-- SELECT 1;\n\nSELECT 2;");
  assert.equal(edit(two, 0, ""), "\n\nSELECT 2;");
  assert.equal(edit(two, 1, "-- SELECT 2;"), "SELECT 1;\n\n-- SELECT 2;");
});

test("a marker typed into one of several statements, and a quote left open, merge no other cells", () => {
  const ten = Array.from({ length: 10 }, (_, index) => `SELECT ${index + 1};\n`).join("");
  const typed = asEditor(ten).map((cell, index) =>
    index === 4 ? { ...cell, source: "-- %% Part two\nSELECT 5;" } : cell,
  );
  assert.deepEqual(
    sources(joinCells(typed, 10)),
    Array.from({ length: 10 }, (_, index) => `SELECT ${index + 1};`),
  );
  for (const open of ["SELECT 'a;", "SELECT /* a"]) {
    const text = "SELECT 1;\n-- don't */\nSELECT 2;\nSELECT 3;\n";
    const cells = asEditor(text).map((cell, index) => (index === 0 ? { ...cell, source: open } : cell));
    assert.deepEqual(sources(joinCells(cells, 3)), [open, "-- don't */\nSELECT 2;", "SELECT 3;"]);
  }
});

test("an edit tears no text of another cell, and makes no SQL cell a part of a Markdown cell", () => {
  const [one, ...others] = asEditor("SELECT 1;\nSELECT 2;\nSELECT 'x -- ;\ny';");
  assert.ok(one);
  assert.deepEqual(sources(joinCells([{ ...one, source: "SELECT 'a" }, ...others], 3)), [
    "SELECT 'a",
    "SELECT 2;",
    "SELECT 'x -- ;\ny';",
  ]);
  const [note, sql] = asEditor("-- %% [markdown]\n-- # T\n\nSELECT 1;");
  assert.ok(note && sql);
  const written = joinCells([note, { ...sql, source: "-- SELECT 1;" }], 2);
  assert.equal(written, "-- %% [markdown]\n-- # T\n\n-- %%\n-- SELECT 1;");
});

test("lines of an edited cell that did not change keep their bytes and line ends", () => {
  const text = "-- %% [markdown]\r\n--One\n-- Two\r\n--  Three";
  const [cell] = asEditor(text);
  assert.equal(cell?.source, "One\nTwo\n Three");
  assert.equal(joinCells([{ ...cell, source: "One\n2\n Three" }], 1), "-- %% [markdown]\r\n--One\n-- 2\r\n--  Three");
});

test("moving, deleting and adding cells of statements reads back as those cells", () => {
  const text = "/*---\ntitle: x\n---*/\nSELECT 1;\n\nSELECT ';' AS a;\nSELECT 3";
  const [header, one, two, three] = asEditor(text);
  assert.ok(header && one && two && three);
  const added: EditedCell = { kind: "sql", source: "SELECT 4" };
  const note: EditedCell = { kind: "markdown", source: "# Why\n\nSo" };
  assert.equal(
    joinCells([header, three, one, two], 4),
    "/*---\ntitle: x\n---*/\nSELECT 3;\nSELECT 1;\n\nSELECT ';' AS a;\n",
  );
  assert.equal(joinCells([header, one, three], 4), "/*---\ntitle: x\n---*/\nSELECT 1;\n\nSELECT 3");
  assert.equal(joinCells([header, one, two, three, added], 4), `${text};\n\nSELECT 4\n`);
  assert.deepEqual(sources(joinCells([header, note, one, two, three], 4)).slice(1), [
    "# Why\n\nSo",
    "SELECT 1;",
    "SELECT ';' AS a;",
    "SELECT 3",
  ]);
});

test("cells of shipped queries, moved and joined by others, read back as they were", () => {
  const plain = (source: string) => source.trim().replace(/;$/, "");
  fc.assert(
    fc.property(fc.constantFrom(...shipped), fc.nat(), fc.constantFrom("sql", "markdown"), (file, at, kind) => {
      const cells = asEditor(file.bytes.toString());
      const edited = [...cells];
      edited.splice(1 + (at % cells.length), 0, { kind, source: "SELECT 'new'" } as EditedCell);
      assert.deepEqual(
        sources(joinCells(edited, cells.length)).map(plain),
        edited.map(({ source }) => plain(source)),
      );
    }),
  );
});

test("an empty cell that an editor added is not written", () => {
  const text = "SELECT 1;\nSELECT 2\n";
  assert.equal(joinCells([...asEditor(text), { kind: "sql", source: " \n" }], 2), text);
});

test("new cells have the file's line ends", () => {
  const text = "-- %%\r\nSELECT 1;\r\n";
  const added: EditedCell = { kind: "sql", source: "SELECT\n2" };
  const note: EditedCell = { kind: "markdown", source: "a\nb" };
  assert.equal(
    joinCells([...asEditor(text), added, note], 1),
    "-- %%\r\nSELECT 1;\r\n\r\n-- %%\r\nSELECT\r\n2\r\n\r\n-- %% [markdown]\r\n-- a\r\n-- b\r\n",
  );
});

test("a Markdown line that looks like a marker, and a marker typed into a cell, are not lost", () => {
  const [cell] = asEditor("-- %% [markdown]\n-- a\n");
  const written = joinCells([{ kind: "markdown", source: "%% b", from: cell?.from ?? { text: "", index: 0 } }], 1);
  assert.deepEqual(
    splitCells(written).map(({ kind }) => kind),
    ["markdown"],
  );
  const two: EditedCell = { kind: "sql", source: "SELECT 1\n-- %% Two\nSELECT 2" };
  const text = joinCells([...asEditor("SELECT 0"), two], 1);
  assert.deepEqual(sources(text), ["SELECT 0", "SELECT 1", "SELECT 2"]);
});

test("what no way of writing reads back as is refused by name", () => {
  const text = "/*---\ntitle: x\n---*/\nSELECT 1;\nSELECT 2;\n";
  const [header, one, two] = asEditor(text);
  assert.ok(header && one && two);
  assert.throws(() => joinCells([one, header, two], 3), {
    code: "bad-argument",
    message: /^Cell \d cannot be written/,
  });
  assert.throws(() => joinCells([{ ...header, source: "title: a */ b" }, one, two], 3), {
    code: "bad-argument",
    message: /header holds/,
  });
});

test("whatever is added, moved, removed and edited is written so that every text is in the file, or refused", () => {
  const source = fc.oneof(sqlText, fc.constantFrom("SELECT 1", "", "a\n\nb", "-- c", "SELECT 1;\nSELECT 2"));
  const added = fc.record({ kind: fc.constantFrom("sql" as const, "markdown" as const), source });
  fc.assert(
    fc.property(sqlText, fc.array(added, { maxLength: 3 }), fc.nat(), fc.boolean(), (text, more, seed, reversed) => {
      const cells = asEditor(text);
      const edited: EditedCell[] = reversed ? cells.toReversed() : [...cells];
      edited.splice(seed % (edited.length + 1), 0, ...more);
      let written: string;
      try {
        written = joinCells(edited, cells.length);
      } catch (error) {
        assert.equal((error as { code?: string }).code, "bad-argument");
        return;
      }
      for (const { source: each } of edited)
        for (const line of each.split(/\r\n|\n|\r/))
          assert.ok(written.includes(line.trimEnd()), `${JSON.stringify(line)} in ${JSON.stringify(written)}`);
    }),
    { numRuns: 1000 },
  );
});

test("a file that is not UTF-8 is refused", () => {
  assert.throws(() => decodeFile(Uint8Array.of(0x53, 0xff)), { code: "read-failed" });
});
