import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenWindow } from "../../../../src/collector/run/open-window.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20);
const cost = { requests: 3, throttledMs: 0 };

function opened(toMs: number, serverNowMs: number): OpenWindow {
  const window = { source: "directoryAudits", fromMs: start, toMs, reason: "fresh" } as const;
  return new OpenWindow(logSources.directoryAudits, window, "t", serverNowMs, serverNowMs);
}

test("nothing later than the first answer is claimed, whatever our clock says", () => {
  const open = opened(start + 3 * hour, start + 4 * hour);
  open.answered(1, start + 2 * hour);
  open.answered(2, start + 5 * hour);
  const [read] = open.reads(new Map(), [], cost, start + 5 * hour);
  assert.equal(read?.to, new Date(start + 2 * hour).toISOString());
  assert.equal(read?.at, new Date(start + 2 * hour).toISOString());
});

test("a window that lies in the server's future claims nothing", () => {
  const open = opened(start + 3 * hour, start + 4 * hour);
  open.answered(1, start - hour);
  assert.deepEqual(open.reads(new Map(), [], cost, start), []);
});

test("what the API no longer gave is left out, and the counts are told once", () => {
  const open = opened(start + 3 * hour, start + 4 * hour);
  open.answered(7, start + 4 * hour);
  open.fetched = 5;
  const missing = [{ fromMs: start + hour, toMs: start + 2 * hour }];
  const reads = open.reads(new Map([[7, { added: 4, updated: 1, late: 2 }]]), missing, cost, start + 5 * hour);
  assert.deepEqual(
    reads.map(({ from, to, fetched, added, late }) => ({ from, to, fetched, added, late })),
    [
      { from: iso(0), to: iso(1), fetched: 5, added: 4, late: 2 },
      { from: iso(2), to: iso(3), fetched: 0, added: 0, late: 0 },
    ],
  );
});

test("the rows of earlier commits count, those of other windows do not", () => {
  const open = opened(start + hour, start + 4 * hour);
  open.answered(1, start + 4 * hour);
  open.answered(2, start + 4 * hour);
  open.merged(new Map([[1, { added: 10, updated: 0, late: 0 }]]));
  const counts = new Map([
    [2, { added: 5, updated: 0, late: 0 }],
    [3, { added: 100, updated: 0, late: 0 }],
  ]);
  assert.equal(open.reads(counts, [], cost, start)[0]?.added, 15);
});

function iso(hours: number): string {
  return new Date(start + hours * hour).toISOString();
}

test("a clock that is set back while a window is read makes no entry that the ledger refuses", () => {
  const open = opened(start + hour, start + 4 * hour);
  open.answered(1, start + 4 * hour);
  const [read] = open.reads(new Map(), [], cost, start + 2 * hour);
  assert.equal(read?.elapsedMs, 0);
});
