import assert from "node:assert/strict";
import { test } from "node:test";
import type { WebviewPanel } from "vscode";
import type { ResultPanelParts } from "../../../../src/editor/result-view/result-panel.ts";
import type { ResultSummary } from "../../../../src/protocol/query.ts";
import { FakeEventEmitter, useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { Uri } = await import("vscode");
const { ResultPanel } = await import("../../../../src/editor/result-view/result-panel.ts");

const summary: ResultSummary = {
  resultId: "a-1",
  title: "Who",
  columns: [],
  rowCount: 1,
  engine: "athena",
  scannedBytes: 0,
  elapsedMs: 1,
  lake: "contoso",
  params: {},
  askedAt: "2026-11-22T10:42:00.000Z",
  coverage: [],
  simulated: false,
  sql: "SELECT 1",
};

/** A panel in a page that says nothing, and what it let go of. */
function openPanel() {
  const released: string[] = [];
  const webview = {
    asWebviewUri: (uri: unknown) => uri,
    onDidReceiveMessage: new FakeEventEmitter().event,
    postMessage: async () => true,
  };
  const page = { webview, onDidDispose: new FakeEventEmitter().event } as unknown as WebviewPanel;
  const parts = {
    extension: Uri.file("/extension"),
    lake: { releaseResult: async ({ resultId }: { readonly resultId: string }) => void released.push(resultId) },
    record: assert.ifError,
  } as unknown as ResultPanelParts;
  const panel = new ResultPanel("p", "Who", page, parts);
  const show = (resultId: string, more: Partial<ResultSummary> = {}) =>
    panel.show({ kind: "ready", summary: { ...summary, resultId, ...more } });
  return { panel, released, show };
}

const failed = { kind: "failed", title: "Who", message: "It broke off.", code: "read-failed" } as const;

test("a result is compared with the whole one before it, and not with one that broke off while its rows arrived", () => {
  const { panel, released, show } = openPanel();
  show("a-1");
  show("a-2", { isArriving: true });
  assert.equal(panel.previous?.resultId, "a-1");
  panel.show(failed);
  assert.deepEqual([panel.previous?.resultId, released], ["a-1", ["a-2"]]);
  show("a-3", { isArriving: true });
  show("a-3");
  assert.deepEqual([panel.previous?.resultId, released], ["a-1", ["a-2"]]);
  show("a-4");
  assert.deepEqual([panel.previous?.resultId, released], ["a-3", ["a-2", "a-1"]]);
});
