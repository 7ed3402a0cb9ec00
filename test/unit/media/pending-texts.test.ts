import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { PendingTexts } from "../../../media/notebook/pending-texts.ts";

type Told = readonly [name: string, text: string | undefined];

const opened: PendingTexts[] = [];
// A test that fails must not leave a pause behind that keeps its process.
afterEach(() => {
  for (const pending of opened.splice(0)) pending.dispose();
});

function texts(answer: () => Promise<boolean> = async () => true) {
  const told: Told[] = [];
  const pending = new PendingTexts((name, text) => {
    told.push([name, text]);
    return answer();
  }, 1_000_000);
  opened.push(pending);
  return { told, pending };
}

test("what was typed last is told before a run, and its answer is waited for", async () => {
  const answer = Promise.withResolvers<boolean>();
  const { told, pending } = texts(() => answer.promise);
  pending.type("least", "1");
  pending.type("least", "12");
  pending.type("name", "x");
  let isTold = false;
  const sent = pending.tellAll().then((all) => {
    isTold = true;
    return all;
  });
  assert.deepEqual(told, [
    ["least", "12"],
    ["name", "x"],
  ]);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isTold, false);
  answer.resolve(true);
  assert.equal(await sent, true);
});

test("a value that is on its way when a run is asked for is waited for, and a failed one keeps the run", async () => {
  const answer = Promise.withResolvers<boolean>();
  const { told, pending } = texts(() => answer.promise);
  pending.tell("least", "12");
  const sent = pending.tellAll();
  answer.resolve(false);
  assert.equal(await sent, false);
  assert.equal(told.length, 1);
  assert.equal(await pending.tellAll(), true);
});

test("leaving a field tells what waits in it, once", () => {
  const { told, pending } = texts();
  pending.leave("least");
  pending.type("least", "12");
  assert.equal(pending.waits("least"), true);
  pending.leave("least");
  pending.leave("least");
  assert.deepEqual(told, [["least", "12"]]);
  assert.equal(pending.waits("least"), false);
});

test("the default replaces what waits in its field", () => {
  const { told, pending } = texts();
  pending.type("least", "12");
  pending.tell("least", undefined);
  pending.leave("least");
  assert.deepEqual(told, [["least", undefined]]);
});
