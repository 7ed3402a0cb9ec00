import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { cellSource } from "../../../src/sqlfile/cell-source.ts";
import { splitCells } from "../../../src/sqlfile/cells.ts";
import { decodeFile, encodeFile } from "../../../src/sqlfile/file-text.ts";
import { type EditedCell, joinCells } from "../../../src/sqlfile/join-cells.ts";
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

test("editing one cell changes no byte outside it", () => {
  fc.assert(
    fc.property(sqlText, fc.nat(), fc.string(), (text, at, source) => {
      const cells = splitCells(text);
      fc.pre(cells.length > 0);
      const index = at % cells.length;
      const edited = asEditor(text).map((cell, each) => (each === index ? { ...cell, source } : cell));
      const { start = 0, end = 0 } = cells[index] ?? {};
      const written = joinCells(edited, cells.length);
      assert.ok(written.startsWith(text.slice(0, start)));
      assert.ok(written.slice(start).endsWith(text.slice(end)));
    }),
    { numRuns: 1000 },
  );
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
