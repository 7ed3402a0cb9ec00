import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ArrangedColumns } from "../../../src/protocol/result-page.ts";
import { ResultPages, ready } from "./result-page.ts";

let pages: ResultPages;
before(async () => {
  pages = await ResultPages.start();
});
after(() => pages[Symbol.asyncDispose]());

test("columns that a person arranges are told to the host, and come back in the next result with a way back", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  const headers = (): Promise<readonly string[]> => result.page.getByRole("columnheader").allInnerTexts();
  const atFirst = await headers();
  await result.page.getByRole("columnheader", { name: "country" }).click({ button: "right" });
  await result.page.getByRole("menuitem", { name: "Hide" }).click();
  const [arranged] = await result.asked<ArrangedColumns>("arrange", 1);
  assert.deepEqual(arranged?.hidden, ["country"]);

  await using next = await pages.open({ ...ready(100), arranged } as ReturnType<typeof ready>);
  await next.row(0);
  const later = (): Promise<readonly string[]> => next.page.getByRole("columnheader").allInnerTexts();
  assert.ok(!(await later()).includes("country"));
  await next.page.getByText("Columns are as you left them.").waitFor();
  await next.page.getByRole("button", { name: "Columns as at first" }).click();
  assert.deepEqual(await next.asked("arrange", 1), [null]);
  await next.page.getByText("Columns are as you left them.").waitFor({ state: "detached" });
  assert.deepEqual(await later(), atFirst);
});

test("what the view itself does to columns is not taken for a person's wish", async () => {
  await using result = await pages.open(ready(100));
  await result.row(0);
  await result.page.getByRole("button", { name: "View" }).click();
  await result.page.getByRole("menuitemcheckbox", { name: "Hide empty columns" }).click();
  assert.deepEqual(await result.asked("arrange"), []);
});
