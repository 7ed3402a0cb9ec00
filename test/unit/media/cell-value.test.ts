import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { splitAtFinds } from "../../../media/result-view/cell/find-text.ts";
import {
  type BranchValue,
  branchWords,
  childrenOf,
  findInTree,
  isSmall,
  nestedIn,
} from "../../../media/result-view/cell/value-tree.ts";
import { recall } from "../../../media/result-view/view-memory.ts";
import { placeBeside } from "../../../media/shared/popup-place.ts";

test("a find ignores case and takes the sought text literally", () => {
  assert.deepEqual(splitAtFinds("a.b A.B axb", "a.b"), [
    { text: "a.b", found: true },
    { text: " ", found: false },
    { text: "A.B", found: true },
    { text: " axb", found: false },
  ]);
});

test("the parts of a text are the text, whatever is sought", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary", maxLength: 3 }), (text, sought) => {
      const parts = splitAtFinds(text, sought);
      assert.equal(parts.map((part) => part.text).join(""), text);
    }),
  );
});

test("marks are bounded", () => {
  const found = splitAtFinds("a ".repeat(5000), "a").filter((part) => part.found);
  assert.equal(found.length, 1000);
});

test("a text that holds JSON opens as a tree, another one does not", () => {
  assert.deepEqual(nestedIn(' {"a":[1]}'), { a: [1] });
  assert.equal(nestedIn("{not json"), undefined);
  assert.equal(nestedIn("12"), undefined);
});

test("integers too large for a double keep their digits", () => {
  assert.deepEqual(nestedIn('{"id":9223372036854775807,"small":7}'), { id: "9223372036854775807", small: 7 });
});

test("branches say their size and are found by what is inside them", () => {
  const status = { errorCode: 50126 };
  const tags = ["Managed"];
  const value = { status, tags };
  assert.deepEqual(
    childrenOf(value).map((child) => [child.name, branchWords(child.value as BranchValue)]),
    [
      ["status", "{1}"],
      ["tags", "[1]"],
    ],
  );
  assert.deepEqual(childrenOf(value, 1), [{ name: "status", value: status }]);
  assert.deepEqual([...findInTree(value, "50126").holders], [status, value]);
  assert.deepEqual([...findInTree(value, "ERRORCODE").holders], [status, value]);
  assert.deepEqual([...findInTree(value, "managed").holders], [tags, value]);
  assert.deepEqual([...findInTree(value, "nl").holders], []);
  assert.deepEqual([...findInTree({ a: { b: 1 } }, "a").holders].length, 1);
});

const nested = (depth: number): string => `${'{"a":['.repeat(depth / 2)}"end"${"]}".repeat(depth / 2)}`;

test("a value nested deeper than the stack is read, searched and measured without it", () => {
  const value = nestedIn(nested(10_000));
  assert.ok(value);
  assert.equal(branchWords(value), "{1}");
  const finds = findInTree(value, "end");
  assert.equal(finds.holders.size, 10_000);
  assert.equal(finds.opened.size, 50);
  assert.equal(isSmall(value, 100, 5), false);
  // Its large integer can only be kept by a reading that needs the stack, so it stays text.
  assert.equal(nestedIn(nested(10_000).replace('"end"', "9223372036854775807")), undefined);
  assert.ok(nestedIn(nested(10_000).replace('"end"', '"[9223372036854775807"')) === undefined);
  assert.ok(nestedIn(`["${"[".repeat(2000)}", 9223372036854775807]`));
});

test("a wide value is small up to a number, is searched up to a number, and opens no more than some branches", () => {
  const wide = Array.from({ length: 200_000 }, (_, index) => ({ id: index }));
  assert.equal(isSmall(wide, 100, 5), false);
  assert.equal(isSmall(wide.slice(0, 40), 100, 5), true);
  const finds = findInTree(wide, "id");
  assert.equal(finds.isCut, true);
  assert.equal(finds.opened.size, 100);
  assert.equal(findInTree(wide.slice(0, 100_000), "id").isCut, false);
});

test("a popup stays inside the window", () => {
  const page = { width: 800, height: 600 };
  const popup = { width: 200, height: 300 };
  assert.deepEqual(placeBeside({ left: 10, top: 80, bottom: 100 }, popup, page), { left: 10, top: 100 });
  assert.deepEqual(placeBeside({ left: 790, top: 500, bottom: 520 }, popup, page), { left: 596, top: 200 });
  assert.deepEqual(placeBeside({ left: 0, top: 100, bottom: 590 }, popup, page), { left: 4, top: 296 });
});

test("only what was remembered of the same result by this version is recalled", () => {
  const saved = { version: 1, resultId: "r1", page: "grid", view: {}, row: 3 };
  const memory = (state: unknown) => ({ load: () => state, save: () => {} });
  assert.equal(recall(memory(saved), "r1")?.row, 3);
  assert.equal(recall(memory(saved), "r2"), undefined);
  assert.equal(recall(memory({ ...saved, version: 0 }), "r1"), undefined);
  assert.equal(recall(memory(null), "r1"), undefined);
});
