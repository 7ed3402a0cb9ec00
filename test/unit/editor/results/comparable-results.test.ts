import assert from "node:assert/strict";
import { test } from "node:test";
import { keptRun, shownKeptRun } from "../../../../src/editor/notebook/outputs/kept-outputs.ts";
import { resultMime, type ShownRun } from "../../../../src/protocol/notebook/notebook-output.ts";
import type { ResultSummary } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { workspace } = await import("vscode");
const { comparableResults } = await import("../../../../src/editor/results/comparable-results.ts");

const summary: ResultSummary = {
  resultId: "aaaaaaaa-1",
  title: "Who",
  columns: [],
  rowCount: 0,
  engine: "duckdb",
  scannedBytes: 0,
  elapsedMs: 1,
  lake: "/lakes/contoso",
  params: {},
  askedAt: "2026-11-22T10:42:00.000Z",
  coverage: [],
  simulated: false,
  sql: "SELECT 1",
};

test("a cell's result can be compared with, and not what was kept beside its file, of which no rows are held", () => {
  const held: ShownRun = { version: 1, runId: "r", state: { kind: "ready", summary } };
  const kept = shownKeptRun(keptRun(summary, []), { keptAt: "2026-11-23T09:00:00.000Z", isStale: false });
  const bytes = (run: ShownRun) => new TextEncoder().encode(JSON.stringify(run));
  const cells = [held, kept].map((run) => ({ outputs: [{ items: [{ mime: resultMime, data: bytes(run) }] }] }));
  Object.assign(workspace, { notebookDocuments: [{ notebookType: "tenantTrail.sql", getCells: () => cells }] });
  assert.deepEqual(
    comparableResults({ open: [] }, "bbbbbbbb-1").map((each) => [each.from, each.summary.resultId]),
    [["notebook", "aaaaaaaa-1"]],
  );
});
