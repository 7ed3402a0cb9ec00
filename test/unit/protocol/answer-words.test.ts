import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnswerNote } from "../../../src/protocol/query.ts";
import { answerWords } from "../../../src/protocol/words/answer-words.ts";

const warning: AnswerNote = { tone: "warning", text: "Rows may be missing." };
const info: AnswerNote = { tone: "info", text: "A column is text." };

test("notes stand with what was not read: warnings first, the rest last", () => {
  assert.deepEqual(answerWords({ coverage: [] }), { tone: "none", lines: [], canFill: false });
  assert.deepEqual(answerWords({ coverage: [], notes: [info] }), { tone: "info", lines: [info.text], canFill: false });
  assert.deepEqual(answerWords({ coverage: [], notes: [info, warning] }), {
    tone: "warning",
    lines: [warning.text, info.text],
    canFill: false,
  });
});
