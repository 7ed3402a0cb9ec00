import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uri } from "vscode";
import { ShownCells } from "../../../../src/editor/keeping/shown-cells.ts";

const notebook = { toString: () => "file:///a.sql" } as unknown as Uri;
const run = (resultId: string) => ({ title: "Answer", resultId });

function shownCells(): { readonly cells: ShownCells; readonly size: () => number } {
  const values = new Map<string, unknown>();
  const cells = new ShownCells({
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : (otherwise as T)),
    update: async (key: string, value: unknown) => void values.set(key, value),
  });
  return { cells, size: () => JSON.stringify([...values]).length };
}

test("a cell shows again what ran with its text, and nothing when its text is another", async () => {
  const { cells } = shownCells();
  await cells.remember(notebook, { text: "SELECT 1", nth: 0 }, [run("a"), run("b")]);
  assert.deepEqual(cells.of(notebook, { text: "SELECT 1", nth: 0 }), [run("a"), run("b")]);
  assert.deepEqual(cells.of(notebook, { text: "SELECT 2", nth: 0 }), []);
});

test("two cells with one text keep their own results", async () => {
  const { cells } = shownCells();
  const [first, second] = [
    { text: "SELECT now()", nth: 0 },
    { text: "SELECT now()", nth: 1 },
  ];
  assert.deepEqual(await cells.remember(notebook, first, [run("a")]), []);
  assert.deepEqual(await cells.remember(notebook, second, [run("b")]), []);
  assert.deepEqual([cells.of(notebook, first), cells.of(notebook, second)], [[run("a")], [run("b")]]);
  assert.deepEqual(await cells.remember(notebook, first, [run("c")]), ["a"]);
  assert.deepEqual(await cells.remember(notebook, first, []), ["c"]);
  assert.deepEqual([cells.of(notebook, first), cells.of(notebook, second)], [[], [run("b")]]);
});

test("the memory does not grow with the texts of cells, and holds few notebooks", async () => {
  const { cells, size } = shownCells();
  for (let n = 0; n < 60; n += 1) {
    const other = { toString: () => `file:///${n}.sql` } as unknown as Uri;
    await cells.remember(other, { text: "x".repeat(100_000), nth: 0 }, [run("a")]);
  }
  assert.ok(size() < 20_000, String(size()));
});
