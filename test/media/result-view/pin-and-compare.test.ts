import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

test("a result is pinned, let go and compared from its toolbar, by keys too", async () => {
  const state = ready(1204);
  assert.equal(state.kind, "ready");
  await using result = await pages.open({ ...state, pin: {} });
  await result.row(0);
  await result.page.getByRole("button", { name: "Pin" }).focus();
  await result.press("Enter");
  assert.deepEqual(await result.asked("pin", 1), [{ isPinned: true }]);
  await result.show({ ...state, pin: { name: "Before the reset" } });
  await result.page.getByRole("heading", { name: "Before the reset" }).waitFor();
  await result.page.getByRole("button", { name: "Unpin" }).click();
  assert.deepEqual((await result.asked("pin", 2)).at(-1), { isPinned: false });
  await result.page.getByRole("button", { name: "Compare" }).click();
  assert.deepEqual(await result.asked("compare", 1), [null]);
  assert.deepEqual(result.problems, []);
});

test("where nothing can be pinned there is no button for it", async () => {
  await using result = await pages.open(ready(10));
  await result.row(0);
  await result.page.getByRole("button", { name: "Compare" }).waitFor();
  assert.equal(await result.page.getByRole("button", { name: "Pin" }).count(), 0);
});
