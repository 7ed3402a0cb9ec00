import assert from "node:assert/strict";
import { test } from "node:test";
import { PinnedResults } from "../../../../src/editor/keeping/pinned-results.ts";
import { ShownPanels } from "../../../../src/editor/keeping/shown-panels.ts";
import type { ResultPanel } from "../../../../src/editor/result-view/result-panel.ts";
import type { PinParts } from "../../../../src/editor/results/pin-shown.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";

useFakeEditor();
const { pinShown, unpin } = await import("../../../../src/editor/results/pin-shown.ts");

const shown = {
  id: "p",
  key: "file:1",
  title: "Who",
  sql: "SELECT 1",
  start: { line: 1, column: 1, length: 1 },
  declarations: [],
  params: {},
  engine: "duckdb",
  resultId: "a-1",
} as const;

/** A panel that shows a result, and what happens to it while the result is pinned. */
async function pinning(meanwhile: (open: ResultPanel[], panel: { resultId: string }) => unknown) {
  const states: unknown[] = [];
  const state = { kind: "ready", summary: { resultId: "a-1", title: "Who", askedAt: "2026-11-22T10:42:00.000Z" } };
  const panel = { id: "p", state, resultId: "a-1", show: (next: unknown) => void states.push(next) };
  const open = [panel as unknown as ResultPanel];
  const moved: string[] = [];
  const shownPanels = new ShownPanels(memento());
  await shownPanels.remember(shown);
  const pinned = new PinnedResults(memento());
  const parts = {
    lake: { pinResult: async () => meanwhile(open, panel) },
    panels: { open, move: (_: ResultPanel, key: string) => void moved.push(key) },
    kept: { keepWith: async () => undefined },
    shownPanels,
    pinned,
  } as unknown as PinParts;
  const pin = () => pinShown(parts, panel as unknown as ResultPanel, "Baseline");
  return { pin, states, moved, pinned, unpin: () => unpin(parts, "a-1") };
}

test("a shown result is pinned under its name, and its panel is known by it", async () => {
  const { pin, states, moved, pinned } = await pinning(() => undefined);
  assert.equal(await pin(), true);
  assert.deepEqual([moved, states.length, pinned.of("a-1")?.isKept], [["pinned:a-1"], 1, true]);
});

test("what is not shown any more once its name is typed takes the place of nothing, and is not pinned", async () => {
  for (const meanwhile of [
    (_: ResultPanel[], panel: { resultId: string }) => void Object.assign(panel, { resultId: "a-2" }),
    (open: ResultPanel[]) => void open.pop(),
  ]) {
    const { pin, states, moved, pinned } = await pinning(meanwhile);
    await assert.rejects(pin(), { code: "no-such-result" });
    assert.deepEqual([moved, states, pinned.all], [[], [], []]);
  }
});

test("a pin is taken off the panel too when the lake process holds the result no longer", async () => {
  let isHeld = true;
  const gone = new TenantTrailError("no-such-result", "This result is no longer open.");
  const { pin, states, pinned, unpin } = await pinning(() => (isHeld ? undefined : Promise.reject(gone)));
  await pin();
  isHeld = false;
  await unpin();
  assert.deepEqual([pinned.all, states.length], [[], 2]);
  assert.deepEqual((states[1] as { readonly pin: unknown }).pin, {});
});
