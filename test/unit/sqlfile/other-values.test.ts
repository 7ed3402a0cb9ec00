import assert from "node:assert/strict";
import { test } from "node:test";
import { otherTexts } from "../../aws/queries/other-texts.ts";
import { otherValues } from "../../aws/queries/other-values.ts";
import { savedQueries } from "../../lake/queries/saved-query.ts";

test("each parameter of a saved query has a value that the comparison with Athena asks it with", () => {
  for (const { name, block } of savedQueries()) {
    const params = block?.header.params ?? [];
    assert.doesNotThrow(() => otherValues(params, otherTexts), name);
  }
});
