import assert from "node:assert/strict";
import { test } from "node:test";
import { RereadAllowance } from "../../../src/import/split/reread-allowance.ts";

test("what is read again stays in proportion to the file, however it is asked for", () => {
  const allowance = new RereadAllowance();
  const fileBytes = 1_000_000;
  let [again, refused] = [0, 0];
  // A file of opening brackets alone: from each of them everything behind it is read.
  for (let place = 0; place < fileBytes; place += 1000) {
    if (allowance.take(fileBytes - place, place)) again += fileBytes - place;
    else refused += 1;
  }
  assert.ok(refused > 0);
  assert.ok(again <= 33 * (fileBytes + 1024 * 1024), `${again}`);
});

test("a file that has little damage is always read again", () => {
  const allowance = new RereadAllowance();
  for (let place = 10_000; place < 10_000_000; place += 10_000) assert.ok(allowance.take(8_000, place));
});
