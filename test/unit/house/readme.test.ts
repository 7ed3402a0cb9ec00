import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../../..");

// vsce ends with an error at an SVG: https://code.visualstudio.com/api/references/extension-manifest#marketplace-presentation-tips
test("each picture of the README is there, and is of a kind with which an extension can be packaged", () => {
  const pictures = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)];
  assert.ok(pictures.length > 3);
  for (const [, path = ""] of pictures) {
    assert.match(path, /\.png$/);
    assert.ok(existsSync(join(root, path)), path);
  }
});
