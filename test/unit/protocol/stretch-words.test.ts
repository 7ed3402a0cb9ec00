import assert from "node:assert/strict";
import { test } from "node:test";
import { stretchWords } from "../../../src/protocol/words/stretch-words.ts";

const words = (from: string, to: string): string => stretchWords({ from, to }, "2026-03-06");

test("a stretch is said to the minute, whole days without their hours", () => {
  assert.equal(words("2026-03-06T14:00:00.000Z", "2026-03-06T15:30:00.000Z"), "14:00–15:30");
  assert.equal(words("2026-03-05T14:00:00.000Z", "2026-03-06T00:00:00.000Z"), "2026-03-05 14:00–24:00");
  assert.equal(words("2026-03-05T00:00:00.000Z", "2026-03-06T00:00:00.000Z"), "2026-03-05");
});

test("a stretch of seconds is said to the second, so that it can be told from none", () => {
  assert.equal(words("2026-03-06T09:12:44.000Z", "2026-03-06T09:12:45.000Z"), "09:12:44–09:12:45");
  assert.equal(words("2026-03-06T09:12:59.000Z", "2026-03-06T09:13:00.000Z"), "09:12:59–09:13:00");
  assert.equal(words("2026-03-06T23:59:59.000Z", "2026-03-07T00:00:00.000Z"), "23:59:59–24:00:00");
  assert.equal(words("2026-03-06T00:00:00.000Z", "2026-03-06T00:00:01.000Z"), "00:00:00–00:00:01");
  assert.equal(words("2026-03-06T09:12:00.000Z", "2026-03-06T09:13:00.000Z"), "09:12–09:13");
});
