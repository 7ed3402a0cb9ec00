import assert from "node:assert/strict";
import { test } from "node:test";
import type { NotebookCell } from "vscode";
import type { ShownRun } from "../../../../src/protocol/notebook/notebook-output.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { CellStatus } = await import("../../../../src/editor/notebook/cell-status.ts");
const { shownKeptRun } = await import("../../../../src/editor/notebook/outputs/kept-outputs.ts");
const { resultMime } = await import("../../../../src/protocol/notebook/notebook-output.ts");

const kept = {
  title: "Who",
  askedAt: "2026-11-22T10:42:00.000Z",
  lake: "contoso",
  params: {},
  notRead: [],
  simulated: false,
  columns: [],
  rowCount: 3,
  rows: [[], [], []],
};

function lineUnder(run: ShownRun): readonly unknown[] {
  const data = new TextEncoder().encode(JSON.stringify(run));
  const cell = {
    kind: 2,
    metadata: {},
    document: { languageId: "trino-sql" },
    outputs: [{ items: [{ mime: resultMime, data }] }],
  };
  const items = new CellStatus().provideCellStatusBarItems(cell as unknown as NotebookCell);
  return items.map((item) => (item as unknown as { readonly given: readonly unknown[] }).given[0]);
}

test("the line under rows that came with the file tells of no bytes and no price", () => {
  for (const [engine, words] of [
    ["duckdb", "this machine"],
    ["athena", "Athena"],
  ] as const) {
    const run = shownKeptRun({ ...kept, engine }, { keptAt: kept.askedAt, isStale: false });
    assert.deepEqual(lineUnder(run), [`3 rows · kept beside the file · ${words}`]);
    assert.ok(run.state.kind === "ready");
    const own = { ...run, state: { ...run.state, summary: { ...run.state.summary, resultId: "1" } } };
    assert.match(
      String(lineUnder(own)[0]),
      engine === "athena" ? /^3 rows · scanned .+ · Athena$/ : /^3 rows · read 0 bytes · /,
    );
  }
});
