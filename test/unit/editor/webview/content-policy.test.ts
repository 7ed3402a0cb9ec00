import assert from "node:assert/strict";
import { test } from "node:test";
import { contentPolicy } from "../../../../src/editor/webview/content-policy.ts";

test("a page has scripts by nonce, styles and fonts of ours, and neither a base nor a form that leads elsewhere", () => {
  const directives = new Map(
    contentPolicy("https://cdn.example", "n0nce")
      .split("; ")
      .map((each) => {
        const [name = "", ...values] = each.split(" ");
        return [name, values];
      }),
  );
  assert.deepEqual(directives.get("default-src"), ["'none'"]);
  assert.deepEqual(directives.get("script-src"), ["'nonce-n0nce'"]);
  assert.deepEqual(directives.get("font-src"), ["https://cdn.example"]);
  assert.deepEqual(directives.get("base-uri"), ["'none'"]);
  assert.deepEqual(directives.get("form-action"), ["'none'"]);
  for (const values of directives.values()) assert.ok(!values.some((value) => /unsafe|\*|data:|blob:/.test(value)));
});
