import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { NotebookCell, NotebookCellExecution, NotebookDocument } from "vscode";
import type { ShownRun } from "../../../../src/protocol/notebook/notebook-output.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { restoreCells } = await import("../../../../src/editor/notebook/restore-cells.ts");
const { digestOfCell, keptBesideId, keptOutputsText } = await import(
  "../../../../src/editor/notebook/outputs/kept-outputs.ts"
);
const { resultMime } = await import("../../../../src/protocol/notebook/notebook-output.ts");
type Parts = Parameters<typeof restoreCells>[2];

const folder = await mkdtemp(join(tmpdir(), "restore-cells-"));
after(() => rm(folder, { recursive: true }));

const run = {
  title: "One",
  askedAt: "2026-11-22T10:42:00.000Z",
  lake: "contoso",
  engine: "duckdb",
  params: {},
  notRead: [],
  simulated: false,
  columns: [],
  rowCount: 1,
  rows: [[]],
} as const;

/** A notebook with a cell for each text, and a file beside it that holds an output of each of some texts. */
async function notebookOf(name: string, texts: readonly string[], kept: readonly string[]): Promise<NotebookDocument> {
  const path = join(folder, `${name}.sql`);
  const cells = kept.map((text, index) => ({
    index,
    text: digestOfCell(text),
    runs: [{ ...run, columns: [], rows: [[]] }],
  }));
  const about = { format: "tenanttrail-outputs", version: 1, keptAt: run.askedAt } as const;
  await writeFile(`${path}.outputs.json`, keptOutputsText({ ...about, cells: cells as never }));
  const notebook = {
    uri: {
      path,
      with: (change: { readonly path: string }) => ({ path: change.path, fsPath: change.path }),
      toString: () => path,
    },
    getCells: () => made,
  };
  const made = texts.map((text, index) => ({
    kind: 2,
    index,
    notebook,
    metadata: {},
    outputs: [],
    document: { languageId: "trino-sql", getText: () => text },
  }));
  return notebook as unknown as NotebookDocument;
}

/** What the cells show afterwards: the beginning of the last note of a run from the file, or the failure's sentence. */
async function restored(notebook: NotebookDocument, change: Partial<Parts> & { readonly runs?: number }) {
  const shown: string[] = [];
  const recorded: unknown[] = [];
  const begin = (cell: NotebookCell): NotebookCellExecution => {
    if (cell.index === change.runs) throw new Error("it runs already");
    const appendOutput = async ({
      items,
    }: {
      readonly items: readonly { readonly mime: string; readonly value: unknown }[];
    }) => {
      const shownRun = items.find(({ mime }) => mime === resultMime)?.value as ShownRun | undefined;
      assert.ok(shownRun);
      const { state } = shownRun;
      const isBeside = state.kind === "ready" && state.summary.resultId === keptBesideId;
      shown.push(
        `${cell.index}: ${state.kind === "failed" ? state.message : isBeside ? "beside the file" : state.kind}`,
      );
    };
    return { cell, start: () => undefined, end: () => undefined, appendOutput } as unknown as NotebookCellExecution;
  };
  await restoreCells(notebook, begin, {
    connections: { open: async () => ({}) as never },
    kept: { reopen: async () => undefined },
    shownCells: { of: () => [] },
    record: (error) => recorded.push(error),
    show: async () => undefined,
    ...change,
  });
  return { shown, recorded };
}

test("a cell that a person runs meanwhile keeps no other cell from showing what came with the file", async () => {
  const texts = ["SELECT 1", "SELECT 2", "SELECT 3"];
  const { shown, recorded } = await restored(await notebookOf("running", texts, texts), { runs: 1 });
  assert.deepEqual(shown, ["0: beside the file", "2: beside the file"]);
  assert.equal(recorded.length, 1);
});

test("a result that is gone on this machine shows what came with the file; without that it says that it is gone", async () => {
  const shownCells: Parts["shownCells"] = { of: () => [{ title: "One", resultId: "gone" }] };
  const notebook = await notebookOf("gone", ["SELECT 1", "SELECT 2"], ["SELECT 1"]);
  const { shown } = await restored(notebook, { shownCells });
  assert.equal(shown[0], "0: beside the file");
  assert.match(shown[1] ?? "", /^1: This result was not kept/);
});

test("a lake that cannot be opened is said in the cell, and keeps nothing that came with the file from being shown", async () => {
  const shownCells: Parts["shownCells"] = {
    of: (_, { text }) => (text === "SELECT 3" ? [] : [{ title: "", resultId: "1" }]),
  };
  const notebook = await notebookOf("no-lake", ["SELECT 1", "SELECT 2", "SELECT 3"], ["SELECT 1", "other", "SELECT 3"]);
  const connections = { open: () => Promise.reject(new Error("signed out")) };
  const { shown, recorded } = await restored(notebook, { shownCells, connections });
  assert.deepEqual(shown.slice(0, 2), ["2: beside the file", "0: beside the file"]);
  assert.match(shown[2] ?? "", /^1: No lake is open/);
  assert.equal(recorded.length, 2);
});

test("a file that is none of ours, such as one with the marks of a merge, is not shown and said", async () => {
  const notebook = await notebookOf("merged", ["SELECT 1"], ["SELECT 1"]);
  const path = `${notebook.uri.path}.outputs.json`;
  await writeFile(path, `<<<<<<< HEAD\n${await readFile(path, "utf8")}`);
  const { shown } = await restored(notebook, {});
  assert.deepEqual(shown, []);
  assert.match(editor.messages.map(({ text }) => text).join(), /^merged\.sql\.outputs\.json is not shown: /);
  await rm(path);
  await restored(notebook, {});
  assert.equal(editor.messages.length, 1);
});
