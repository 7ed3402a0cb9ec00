import assert from "node:assert/strict";
import { test } from "node:test";
import type { NotebookCellExecution } from "vscode";
import type { ShownRun } from "../../../../src/protocol/notebook/notebook-output.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

useFakeEditor();
const { CellRuns } = await import("../../../../src/editor/notebook/cell-runs.ts");
const { resultMime } = await import("../../../../src/protocol/notebook/notebook-output.ts");
type Parts = ConstructorParameters<typeof CellRuns>[0];

test("a cell that was given to this machine because AWS was not open yet is refused by name once it is", async () => {
  const asked: unknown[] = [];
  const shown: ShownRun[] = [];
  let isOpen = false;
  const parts = {
    lake: lakeWith({
      runQuery: async (request) => {
        asked.push(request);
        throw new Error("asked");
      },
    }),
    connections: {
      require: async () => {
        isOpen = true;
      },
    },
    engines: { of: () => (isOpen ? "athena" : "duckdb") },
    diagnostics: { clear: () => undefined, report: () => undefined },
    history: { begin: async () => async () => undefined, add: async () => undefined },
    kept: { isOn: false },
    shownCells: { remember: async () => [] },
    record: () => undefined,
  } as unknown as Parts;
  const cell = {
    kind: 2,
    index: 0,
    metadata: {},
    outputs: [],
    document: { languageId: "trino-sql", getText: () => "SELECT 1", uri: "cell" },
    notebook: { uri: { path: "/who.sql", toString: () => "file:///who.sql" }, getCells: () => [cell] },
  } as unknown as NotebookCellExecution["cell"];
  const execution = {
    cell,
    token: { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) },
    start: () => undefined,
    end: () => undefined,
    clearOutput: async () => undefined,
    appendOutput: async ({
      items,
    }: {
      readonly items: readonly { readonly mime: string; readonly value: unknown }[];
    }) => {
      shown.push(items.find(({ mime }) => mime === resultMime)?.value as ShownRun);
    },
  } as unknown as NotebookCellExecution;
  await new CellRuns(parts).run(execution, "duckdb");
  assert.deepEqual(asked, []);
  const state = shown[0]?.state;
  assert.ok(state?.kind === "failed");
  assert.match(state.message, /given to this machine before the lake was open, .* Run it again to ask Athena/);
});
