import assert from "node:assert/strict";
import { test } from "node:test";
import { unsubscribedRanges } from "../../../src/lake/collecting/unsubscribed.ts";

const from = "2026-11-01T00:00:00.000Z";
const to = "2026-11-22T10:00:00.000Z";
const range = (stretch: { readonly tried?: true }) =>
  unsubscribedRanges({ unsubscribed: { "Audit.Exchange": [{ from, to, ...stretch }] } }, "Audit.Exchange");

test("what was made in the two minutes after a start whose answer nobody heard may be missing", () => {
  assert.deepEqual(range({ tried: true }), [
    { fromMs: Date.parse(from), toMs: Date.parse("2026-11-22T10:02:00.000Z") },
  ]);
});

test("a start that was answered ended its stretch when it was asked for", () => {
  assert.deepEqual(range({}), [{ fromMs: Date.parse(from), toMs: Date.parse(to) }]);
});
