import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { pageText, wordsScript } from "../../../../src/editor/webview/page-words.ts";

test("a page gets all words of its language, and none of them is markup of its own", () => {
  const words = { "Run again": "</script><script>alert(1)</script>", 'Say "{0}"': "\u2028 \\ <!--" };
  const element = wordsScript(words, "n0");
  assert.match(element, /^<script nonce="n0">[^<]*<\/script>$/);
  const context: Record<string, unknown> = {};
  runInNewContext(element.replace(/^<script nonce="n0">|<\/script>$/g, ""), context);
  assert.deepEqual({ ...(context["tenantTrailWords"] as object) }, words);
  assert.equal(pageText("a < b & c"), "a &lt; b &amp; c");
});

test("an English page carries no words", () => {
  assert.equal(wordsScript(undefined, "n0"), "");
});
