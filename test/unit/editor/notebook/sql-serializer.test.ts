import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { sqlText } from "../../sqlfile/sql-text.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { SqlSerializer } = await import("../../../../src/editor/notebook/sql-serializer.ts");
const { NotebookCellData } = await import("vscode");

const refused: unknown[] = [];
const serializer = new SqlSerializer((error) => refused.push(error));

/** Reads and writes a file as VS Code does, whose cells have `\n` at the ends of their lines. */
function rewritten(bytes: Uint8Array): Uint8Array {
  const data = serializer.deserializeNotebook(bytes);
  for (const cell of data.cells) Object.assign(cell, { value: cell.value.replace(/\r\n|\r/g, "\n") });
  return serializer.serializeNotebook(data);
}

test("a notebook that nobody edited is saved byte for byte: 1,000 generated files, and every shipped query", () => {
  fc.assert(
    fc.property(sqlText, fc.boolean(), (text, bom) => {
      const bytes = new TextEncoder().encode(bom ? `\uFEFF${text}` : text);
      assert.deepEqual(Buffer.from(rewritten(bytes)), Buffer.from(bytes));
    }),
    { numRuns: 1000 },
  );
  for (const path of globSync("sql/**/*.sql")) {
    const bytes = readFileSync(path);
    assert.deepEqual(Buffer.from(rewritten(bytes)), bytes, path);
  }
});

test("a header is a cell of YAML with the form under it", () => {
  const text = "/*---\ntitle: x\n---*/\nSELECT 1;\n";
  const [header, query] = serializer.deserializeNotebook(new TextEncoder().encode(text)).cells;
  assert.deepEqual([header?.languageId, header?.value, header?.outputs?.length], ["yaml", "title: x", 1]);
  assert.deepEqual([query?.languageId, query?.value, query?.outputs?.length], ["trino-sql", "SELECT 1;", 0]);
});

test("a cell that became a note is written as one", () => {
  const data = serializer.deserializeNotebook(new TextEncoder().encode("SELECT 1;\nSELECT 2;\n"));
  const [one, two] = data.cells;
  assert.ok(one && two);
  const note = Object.assign(new NotebookCellData(1, two.value, "markdown"), { metadata: two.metadata });
  const written = serializer.serializeNotebook(Object.assign(data, { cells: [one, note] }));
  assert.equal(new TextDecoder().decode(written), "SELECT 1;\n\n-- %% [markdown]\n-- SELECT 2;\n");
});

test("what is no UTF-8, or over the bounds, is refused, and why is told", () => {
  const many = new TextEncoder().encode("SELECT 1;\n".repeat(1001));
  const large = new Uint8Array(5_000_001).fill(32);
  refused.length = 0;
  assert.throws(() => serializer.deserializeNotebook(Uint8Array.of(0xff)), /UTF-8/);
  assert.throws(
    () => serializer.deserializeNotebook(many),
    /more than 1,000 statements and notes; a notebook has at most 1,000/,
  );
  assert.throws(() => serializer.deserializeNotebook(large), /a notebook has at most 5 MB/);
  assert.equal(refused.length, 3);
});
