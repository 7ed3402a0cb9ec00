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

test("a click with Ctrl on an address leads to what is known of it, and only selects what leads nowhere", async () => {
  await using result = await pages.open(ready(10));
  await result.row(0);
  const address = result.page.getByRole("gridcell", { name: "203.0.113.2", exact: true });
  await address.hover();
  assert.match((await address.getAttribute("title")) ?? "", /click shows what is known of it$/);
  await address.click({ modifiers: ["Control"] });
  assert.deepEqual(await result.asked("showEntity", 1), [{ kind: "address", value: "203.0.113.2" }]);
  const other = result.page.locator("[role=gridcell][data-row='2'][data-column='4']");
  await other.click({ modifiers: ["Control"] });
  assert.equal(await result.active(), "Microsoft Teams");
  assert.equal((await result.asked("showEntity")).length, 1);
});
