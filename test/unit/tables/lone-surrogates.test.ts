import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withoutLoneSurrogates } from "../../../src/tables/shapes/lone-surrogates.ts";

test("halves of surrogate pairs become U+FFFD, in whatever case and wherever they stand", () => {
  const texts: readonly (readonly [string, string])[] = [
    ['{"u":"\\ud800"}', '{"u":"\\ufffd"}'],
    ['{"u":"\\uDC00\\uD83D\\uDE00\\ud83d"}', '{"u":"\\ufffd\\uD83D\\uDE00\\ufffd"}'],
    ['{"u":"\\ud800\\ud800\\udc00"}', '{"u":"\\ufffd\\ud800\\udc00"}'],
    ['{"u":"\\\\ud800 \\u00e9"}', '{"u":"\\\\ud800 \\u00e9"}'],
    ['{"\\udfff":1}', '{"\\ufffd":1}'],
  ];
  for (const [json, expected] of texts) assert.equal(withoutLoneSurrogates(json), expected);
});

test("what is left is well formed, and says the same where it was before", () => {
  const unit = fc.constantFrom("\\ud83d", "\\ude00", "\\uD800", "\\uDFFF", "\\\\", "\\u0041", "ud800", "é", "\\n");
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const json = `"${units.join("")}"`;
      const [before, after] = [json, withoutLoneSurrogates(json)].map((text): string => JSON.parse(text));
      assert.equal(after, before?.toWellFormed());
    }),
  );
});
