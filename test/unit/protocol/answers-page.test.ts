import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { AnswerState } from "../../../src/protocol/table-coverage.ts";

/** Each state once; the compiler asks for the missing ones. */
const states: Readonly<Record<AnswerState, true>> = {
  complete: true,
  settling: true,
  readOnce: true,
  imported: true,
  history: true,
  gapInPart: true,
  gap: true,
  lostInPart: true,
  lost: true,
  unheld: true,
};

test("docs/answers.md explains every state of a day, and no other", () => {
  const page = readFileSync(new URL("../../../docs/answers.md", import.meta.url), "utf8");
  const explained = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, state]) => state);
  assert.deepEqual(explained.sort(), Object.keys(states).sort());
});
