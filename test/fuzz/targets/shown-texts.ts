import assert from "node:assert/strict";
import fc from "fast-check";
import { plainLines, plainText } from "../../../src/editor/words/plain-text.ts";
import { visibleParts, visibleText } from "../../../src/protocol/words/visible-text.ts";
import { alone } from "../target.ts";

const pieces =
  "[x](command:y)|[|]|(|)|](|$(shield)|$|$(|$$((|\\$(x~spin)|command:|<b>|\n|\r\n|\r|\t|\0|\u001b[31m|\u009b0m|\u202E|\u2066|\u061C|\u00AD|\u200B|\u2060|\uFEFF|\u{E0041}|\uD83D|\uDE00|\u2028|\u180E|\u3164|\u2800|\uFFFF|👩\u200D🚀|1\uFE0F\u20E3|é|\u0301|\u0301\u0301\u0301\u0301\u0301".split(
    "|",
  );
const inputs = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 30 })
  .map((parts) => parts.join(""));

/** What VS Code would make a link or an icon of (`src/vs/base/common/linkedText.ts`, `src/vs/base/common/iconLabels.ts`). */
const markup = /\]\(|\$\(/;
/** What is not seen or turns what is, outside of emoji. */
const unseen =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\u00AD\u200B\u2060\uFEFF\u180E\u3164\u2800\u{E0000}-\u{E007F}]/u;

/** A text from outside is shown without markup, and everything in it can be seen. */
export const shownTexts = alone(inputs, 2000, (text) => {
  assert.equal(
    visibleParts(text)
      .map((part) => part.text)
      .join(""),
    text,
  );
  assert.doesNotMatch(visibleText(text), unseen);
  assert.doesNotMatch(visibleText(text, "kept").replaceAll(/\r\n|\n|\t/g, ""), unseen);
  const line = plainText(text);
  assert.doesNotMatch(line, unseen);
  assert.doesNotMatch(line, markup);
  const lines = plainLines(text);
  assert.doesNotMatch(lines.replaceAll("\n", ""), unseen);
  assert.doesNotMatch(lines, markup);
  assert.ok(line.length <= 1010 && lines.split("\n").length <= 61);
});
