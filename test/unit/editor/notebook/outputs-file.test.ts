import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import type { NotebookDocument } from "vscode";
import type { ShownRun } from "../../../../src/protocol/notebook/notebook-output.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

const editor = useFakeEditor();
const { keepOutputsBeside, hasOutputsBeside } = await import("../../../../src/editor/notebook/outputs/outputs-file.ts");
const { outputBounds, readKeptOutputs } = await import("../../../../src/editor/notebook/outputs/kept-outputs.ts");
const { resultMime } = await import("../../../../src/protocol/notebook/notebook-output.ts");

const folder = await mkdtemp(join(tmpdir(), "outputs-file-"));
after(() => rm(folder, { recursive: true }));
beforeEach(() => {
  editor.opened.length = 0;
});

const lake = lakeWith({ readWindow: async () => ({ offset: 0, rowCount: 1, rows: [["1"]] }) });
const column = { name: "n", type: "bigint", kind: "number" } as const;

function shown(change: object = {}): ShownRun {
  const summary = {
    resultId: "1",
    title: "Who",
    columns: [column],
    rowCount: 1,
    engine: "duckdb",
    scannedBytes: 0,
    elapsedMs: 0,
    lake: "/lakes/contoso",
    params: {},
    askedAt: "2026-11-30T12:00:00Z",
    coverage: [],
    simulated: false,
    sql: "SELECT 1",
    ...change,
  } as const;
  return { version: 1, runId: "1", state: { kind: "ready", summary } };
}

/** A notebook of one cell that shows some runs. */
function notebookOf(name: string, runs: readonly ShownRun[]): NotebookDocument {
  const path = join(folder, `${name}.sql`);
  const outputs = runs.map((run) => ({
    items: [{ mime: resultMime, data: new TextEncoder().encode(JSON.stringify(run)) }],
  }));
  const uri = {
    path,
    with: (change: { readonly path: string }) => ({ path: change.path, fsPath: change.path }),
    toString: () => path,
  };
  const document = { languageId: "trino-sql", getText: () => "SELECT 1" };
  const cell = { kind: 2, index: 0, metadata: {}, outputs, document };
  return { uri, isUntitled: false, getCells: () => [cell] } as unknown as NotebookDocument;
}

test("results that the file has no place for are counted, and the others are kept", async () => {
  const wide = shown({ columns: Array.from({ length: outputBounds.columns + 1 }, () => column) });
  const many = Array.from({ length: outputBounds.runs + 1 }, () => shown());
  const notebook = notebookOf("many", [shown({ isArriving: true }), wide, ...many]);
  const { results, leftOut, uri } = await keepOutputsBeside(notebook, lake);
  assert.deepEqual([results, leftOut], [outputBounds.runs, 3]);
  assert.equal(readKeptOutputs(await readFile(uri.path))?.cells[0]?.runs.length, outputBounds.runs);
});

test("what would not be read again is refused and not written", async () => {
  const notebook = notebookOf("long", [shown({ title: "x".repeat(100_001) })]);
  await assert.rejects(keepOutputsBeside(notebook, lake), { code: "bad-argument" });
  assert.equal(existsSync(join(folder, "long.sql.outputs.json")), false);
});

test("whether there is such a file is found out without reading it", async () => {
  const notebook = notebookOf("there", [shown()]);
  assert.equal(await hasOutputsBeside(notebook.uri), false);
  await keepOutputsBeside(notebook, lake);
  assert.equal(await hasOutputsBeside(notebook.uri), true);
  assert.deepEqual(editor.opened, []);
});
