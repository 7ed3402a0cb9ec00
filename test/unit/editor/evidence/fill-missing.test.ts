import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { InvestigationPart } from "../../../../src/editor/evidence/investigation.ts";
import {
  failedBeforeSentence,
  interruptedSentence,
  noLakeSentence,
  notKeptSentence,
} from "../../../../src/editor/keeping/kept-words.ts";
import { keptBesideId } from "../../../../src/editor/notebook/outputs/kept-outputs.ts";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { fillMissing, holdParts } = await import("../../../../src/editor/evidence/fill-missing.ts");
const { partOfState, ranOf } = await import("../../../../src/editor/evidence/investigation.ts");

beforeEach(() => {
  editor.messages.length = 0;
  editor.press = undefined;
});

const summary: ResultSummary = {
  resultId: "old-1",
  title: "Who",
  columns: [],
  rowCount: 1,
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

const partOf = (resultId: string, more: Partial<ResultSummary> = {}): InvestigationPart =>
  partOfState({ kind: "ready", summary: { ...summary, resultId, ...more } }, undefined);

/** A lake that holds so many results that are not pinned, and has those of these ids. */
function lakeHolding(most: number, ids: readonly string[], scans = 0) {
  const held = [...ids];
  const pinned = new Set<string>();
  const asked: QueryRequest[] = [];
  return {
    held,
    pinned,
    asked,
    async runQuery(request: QueryRequest): Promise<ResultSummary> {
      asked.push(request);
      if (request.mayScanBytes !== undefined && scans > request.mayScanBytes)
        throw new TenantTrailError("too-expensive", "It may scan a lot.");
      const resultId = `new-${asked.length}`;
      held.push(resultId);
      const loose = held.filter((id) => !pinned.has(id));
      for (const id of loose.slice(0, Math.max(0, loose.length - most))) held.splice(held.indexOf(id), 1);
      return { ...summary, resultId, lake: "/lakes/fabrikam" };
    },
    async pinResult({ resultId, isPinned }: { resultId: string; isPinned: boolean }): Promise<void> {
      if (!held.includes(resultId)) throw new TenantTrailError("no-such-result", "Gone.");
      if (isPinned) pinned.add(resultId);
      else pinned.delete(resultId);
    },
    releaseResult: async (): Promise<void> => undefined,
  };
}

const task = { signal: new AbortController().signal, report: () => undefined };

test("more statements than results are held can be run again, and none that is held is dropped for them", async () => {
  const lake = lakeHolding(2, ["a", "b"]);
  const parts = ["gone-1", "a", "gone-2", "b", "gone-3", "gone-4"].map((id) => partOf(id));
  const { missing, release } = await holdParts(lake, parts, () => false);
  assert.equal(missing.size, 4);
  const filled = await fillMissing(lake, parts, missing, "run", task);
  const ids = filled.parts.map((part) => part.kind === "statement" && part.resultId);
  assert.deepEqual(ids, ["new-1", "a", "new-2", "b", "new-3", "new-4"]);
  for (const id of ids) assert.ok(lake.held.includes(String(id)), `${id} is held`);
  await release();
  assert.deepEqual([...lake.pinned], ["new-1", "new-2", "new-3", "new-4"]);
});

test("what a person pinned stays pinned after an export, and what they did not is let go", async () => {
  const lake = lakeHolding(9, ["a", "b"]);
  lake.pinned.add("a");
  const { release } = await holdParts(lake, [partOf("a"), partOf("b")], (id) => id === "a");
  assert.deepEqual([...lake.pinned], ["a", "b"]);
  await release();
  assert.deepEqual([...lake.pinned], ["a"]);
});

test("rows that are read again from another lake than before say so", async () => {
  const lake = lakeHolding(2, []);
  const parts = [partOf("gone-1"), partOf("gone-2", { lake: "/lakes/fabrikam" })];
  const { missing } = await holdParts(lake, parts, () => false);
  const filled = await fillMissing(lake, parts, missing, "run", task);
  assert.deepEqual(
    filled.parts.map((part) => part.kind === "statement" && part.remark),
    [
      "The rows that were shown before were read from another lake, /lakes/contoso. Those here are of /lakes/fabrikam.",
      undefined,
    ],
  );
});

test("what Athena may charge for is asked before it runs again", async () => {
  const lake = lakeHolding(2, [], 10 ** 12);
  const parts = [partOf("gone-1", { engine: "athena" })];
  const { missing } = await holdParts(lake, parts, () => false);
  await assert.rejects(fillMissing(lake, parts, missing, "run", task), CancelledError);
  assert.deepEqual(editor.messages, [{ kind: "warning", text: "Run this query on Athena?" }]);
  editor.press = "Run it";
  const filled = await fillMissing(lake, parts, missing, "run", task);
  assert.equal(filled.made.length, 1);
});

test("what failed, was cancelled or runs is told with the statement that ran, not with what its cell says by now", () => {
  const now = { sql: "SELECT 2", title: "Who", start: { line: 1, column: 1, length: 1 }, declarations: [] };
  const ran = { title: "Who", sql: "SELECT 1" };
  const told = (state: Parameters<typeof partOfState>[0]) => {
    const { part } = partOfState(state, now);
    return part.kind === "statement" && [part.sql, part.leftOut?.reason];
  };
  assert.deepEqual(told({ kind: "failed", ...ran, message: "No.", code: "sql-failed" }), ["SELECT 1", "failed"]);
  for (const [message, reason] of [
    [notKeptSentence, "noLongerHeld"],
    [noLakeSentence, "noLongerHeld"],
    [interruptedSentence, "interrupted"],
    [failedBeforeSentence, "failed"],
  ] as const)
    assert.deepEqual(told({ kind: "failed", ...ran, message, code: "no-such-result" }), ["SELECT 1", reason]);
  assert.deepEqual(told({ kind: "cancelled", ...ran }), ["SELECT 1", "cancelled"]);
  assert.deepEqual(told({ kind: "running", ...ran, startedAt: 0 }), ["SELECT 1", "running"]);
  assert.deepEqual(told({ kind: "cancelled", title: "Who" }), ["SELECT 2", "cancelled"]);
});

test("an output that was kept beside its file is one that is held no longer, of the statement that its cell has", async () => {
  const now = { sql: "SELECT :n", title: "Who", start: { line: 1, column: 1, length: 1 }, declarations: [] };
  const kept = { ...summary, resultId: keptBesideId, sql: "", lake: "contoso", params: { n: 1 } };
  const each = partOfState({ kind: "ready", summary: kept }, now);
  assert.equal(ranOf({ kind: "ready", summary: kept }), undefined);
  const lake = lakeHolding(9, []);
  const { missing } = await holdParts(lake, [each], () => false);
  const [left] = (await fillMissing(lake, [each], missing, "leaveOut", task)).parts;
  assert.deepEqual(left, { kind: "statement", title: "Who", sql: "SELECT :n", leftOut: { reason: "noLongerHeld" } });
  const [again] = (await fillMissing(lake, [each], missing, "run", task)).parts;
  assert.deepEqual([lake.asked[0]?.sql, lake.asked[0]?.params], ["SELECT :n", { n: 1 }]);
  assert.equal(again?.kind === "statement" && again.remark, undefined);
});

test("a result whose rows are still on their way is left out by name", () => {
  const { part, again } = partOf("a", { isArriving: true });
  assert.deepEqual(part.kind === "statement" && [part.resultId, part.leftOut], [undefined, { reason: "running" }]);
  assert.equal(again, undefined);
});
