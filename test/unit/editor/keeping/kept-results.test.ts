import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import type { ReopenedResult } from "../../../../src/protocol/evidence/kept-result.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { KeptResults } = await import("../../../../src/editor/keeping/kept-results.ts");

test("a pinned result that is shown again is pinned again where it is held, and another is not", async () => {
  const pins: unknown[] = [];
  const lake = {
    keepResult: async () => ({ bytes: 1 }),
    reopenResult: async ({ resultId }: { readonly resultId: string }) =>
      ({ summary: { resultId }, keptAt: "2026-11-22T10:42:00.000Z" }) as ReopenedResult,
    pinResult: async (request: unknown) => void pins.push(request),
  };
  const kept = new KeptResults(lake, tmpdir(), assert.ifError, (resultId) => resultId === "aaaaaaaa-1");
  for (const resultId of ["aaaaaaaa-1", "aaaaaaaa-2"])
    assert.equal((await kept.reopen(resultId))?.summary.resultId, resultId);
  assert.deepEqual(pins, [{ resultId: "aaaaaaaa-1", isPinned: true }]);
});
