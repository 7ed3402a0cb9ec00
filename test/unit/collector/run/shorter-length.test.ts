import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenWindow } from "../../../../src/collector/run/open-window.ts";
import { shorterLength } from "../../../../src/collector/run/shorter-length.ts";
import { logSources } from "../../../../src/lake/collecting/log-sources.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";

const minute = 60_000;
const start = Date.UTC(2026, 10, 20);

/** A window whose first answer reaches so far back from its end. */
function answered(lengthMs: number, reachMs: number, fetched = 999, source: SourceId = "directoryAudits"): OpenWindow {
  const toMs = start + lengthMs;
  const open = new OpenWindow(logSources[source], { source, fromMs: start, toMs, reason: "gap" }, "t", toMs, toMs);
  open.fetched = fetched;
  open.earliestMs = toMs - reachMs;
  return open;
}

test("a window of hundreds of answers is read in windows of twenty", () => {
  assert.equal(shorterLength(answered(24 * 60 * minute, 5 * minute)), 100 * minute);
});

test("one of fifty answers, one with few rows, and one by another axis stay as they are", () => {
  assert.equal(shorterLength(answered(50 * minute, minute)), undefined);
  assert.equal(shorterLength(answered(24 * 60 * minute, minute, 300)), undefined);
  assert.equal(shorterLength(answered(24 * 60 * minute, minute, 999, "riskDetections")), undefined);
});

test("a burst within a second ends at windows of a minute, and those are read", () => {
  assert.equal(shorterLength(answered(60 * minute, 100)), minute);
  assert.equal(shorterLength(answered(minute, 100)), undefined);
  assert.equal(shorterLength(answered(minute, 0)), undefined);
});
