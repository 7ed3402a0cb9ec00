import assert from "node:assert/strict";
import { test } from "node:test";
import { WindowQueue } from "../../../../src/collector/run/due/window-queue.ts";
import type { PlannedWindow } from "../../../../src/collector/window.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";

const hour = 3_600_000;
const day = 24 * hour;
const start = 20_000 * day;

function hours(source: SourceId, from: number, to: number): PlannedWindow {
  return { source, fromMs: start + from * hour, toMs: start + to * hour, reason: "gap" };
}

const both = ["directoryAudits", "provisioning"] as const;
const anyLength = (): number => day;

test("who was served longest ago is served next", () => {
  const queue = new WindowQueue([
    hours("directoryAudits", 4, 5),
    hours("directoryAudits", 1, 2),
    hours("provisioning", 4, 5),
    hours("provisioning", 1, 2),
  ]);
  const served = Array.from({ length: 5 }, () => queue.take(both, anyLength)?.source);
  assert.deepEqual(served, ["directoryAudits", "provisioning", "directoryAudits", "provisioning", undefined]);
});

test("a window longer than its source stands is cut, the newest part first", () => {
  const queue = new WindowQueue([hours("directoryAudits", 0, 3)]);
  const taken = Array.from({ length: 3 }, () => queue.take(both, () => 2 * hour));
  assert.deepEqual(taken, [hours("directoryAudits", 1, 3), hours("directoryAudits", 0, 1), undefined]);
});

test("neighbours are joined up to the length that suits, never over the end of a day", () => {
  const windows = [5, 4, 3, 1, 0, -1].map((from) => hours("directoryAudits", from, from + 1));
  const queue = new WindowQueue(windows);
  const taken = Array.from({ length: 4 }, () => queue.take(both, () => 12 * hour));
  assert.deepEqual(taken, [
    hours("directoryAudits", 3, 6),
    hours("directoryAudits", 0, 2),
    hours("directoryAudits", -1, 0),
    undefined,
  ]);
});

test("neighbours are joined over windows of another reason that lie between them", () => {
  const fresh = { ...hours("directoryAudits", 30, 31), reason: "fresh" as const };
  const queue = new WindowQueue([hours("directoryAudits", 5, 6), fresh, hours("directoryAudits", 4, 5)]);
  const taken = Array.from({ length: 3 }, () => queue.take(both, () => 2 * hour));
  assert.deepEqual(taken, [hours("directoryAudits", 4, 6), fresh, undefined]);
});

test("what a source no longer offers is left out", () => {
  const queue = new WindowQueue([hours("directoryAudits", 4, 6), hours("directoryAudits", 0, 2)]);
  queue.clamp("directoryAudits", start + 5 * hour);
  assert.deepEqual(queue.take(both, anyLength), hours("directoryAudits", 5, 6));
  assert.equal(queue.waiting(), 0);
});

test("a full poll, which has no beginning, is never cut", () => {
  const poll: PlannedWindow = { source: "riskyUsers", fromMs: 0, toMs: start, reason: "fresh" };
  assert.deepEqual(
    new WindowQueue([poll]).take(["riskyUsers"], () => hour),
    poll,
  );
});
