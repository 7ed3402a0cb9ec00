import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { processMemory, tasklistKilobytes } from "../../../../src/editor/lake-process/process-memory.ts";
import { type EndedFor, usualLimits, Watchdog } from "../../../../src/editor/lake-process/watchdog.ts";

const gigabyte = 1024 ** 3;
const limits = { cancelMs: 5_000, memoryBytes: 4 * gigabyte, everyMs: 1_000 };

/** A watchdog over a process whose memory a test sets, with a clock that a test moves. */
function watched(context: TestContext) {
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const ended: EndedFor[] = [];
  const readings: number[] = [];
  let bytes: number | undefined = 0;
  const watchdog = new Watchdog(
    limits,
    async () => {
      readings.push(readings.length);
      return bytes;
    },
    (why) => ended.push(why),
  );
  const wait = async (milliseconds: number): Promise<void> => {
    context.mock.timers.tick(milliseconds);
    await new Promise(setImmediate);
  };
  const takes = (value: number | undefined): void => {
    bytes = value;
  };
  return { watchdog, ended, readings, wait, takes };
}

/** Work that a test ends. */
function work() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end() };
}

test("a cancel that is obeyed in time ends nothing", async (context) => {
  const { watchdog, ended, wait } = watched(context);
  const cancel = new AbortController();
  const { run, end } = work();
  const running = watchdog.during(cancel.signal, run);
  await wait(60_000);
  cancel.abort();
  await wait(4_999);
  end();
  await running;
  await wait(60_000);
  assert.deepEqual(ended, []);
});

test("a cancel that is not obeyed ends the process, once, after its time", async (context) => {
  const { watchdog, ended, wait } = watched(context);
  const cancels = [new AbortController(), new AbortController()];
  for (const { signal } of cancels) void watchdog.during(signal, work().run);
  for (const cancel of cancels) cancel.abort();
  await wait(4_999);
  assert.deepEqual(ended, []);
  assert.equal(watchdog.isAwaited, false);
  await wait(1);
  await wait(60_000);
  assert.deepEqual(ended, [{ kind: "cancel" }]);
});

test("two calls with one signal are two calls", async (context) => {
  const { watchdog, ended, wait } = watched(context);
  const cancel = new AbortController();
  const first = work();
  void watchdog.during(cancel.signal, work().run);
  const done = watchdog.during(cancel.signal, first.run);
  first.end();
  await done;
  assert.equal(watchdog.isAwaited, true);
  cancel.abort();
  await wait(5_000);
  assert.deepEqual(ended, [{ kind: "cancel" }]);
});

test("memory beyond the bound ends the process although nobody cancelled; what nobody can tell ends nothing", async (context) => {
  const { watchdog, ended, wait, takes } = watched(context);
  void watchdog.during(undefined, work().run);
  takes(limits.memoryBytes);
  await wait(1_000);
  takes(undefined);
  await wait(1_000);
  assert.deepEqual(ended, []);
  assert.equal(watchdog.isAwaited, true);
  takes(limits.memoryBytes + 1);
  await wait(1_000);
  assert.deepEqual(ended, [{ kind: "memory" }]);
});

test("memory is looked at while something runs, and only then", async (context) => {
  const { watchdog, readings, wait } = watched(context);
  await wait(10_000);
  const { run, end } = work();
  const running = watchdog.during(undefined, run);
  await wait(1_000);
  end();
  await running;
  await wait(10_000);
  assert.equal(readings.length, 1);
});

test("the bound fits the machine", () => {
  assert.equal(usualLimits(4 * gigabyte).memoryBytes, 2 * gigabyte);
  assert.equal(usualLimits(6 * gigabyte).memoryBytes, 3 * gigabyte);
  assert.equal(usualLimits(64 * gigabyte).memoryBytes, 4 * gigabyte);
});

test("the memory of a process is read from outside", async () => {
  const own = (await processMemory(process.pid)) ?? 0;
  assert.ok(own > 10 * 1024 ** 2 && own < 8 * gigabyte, String(own));
  assert.equal(await processMemory(2 ** 30), undefined);
  for (const [line, kilobytes] of [
    ['"node.exe","4711","Console","1","123,456 K"\r\n', 123_456],
    ['"node.exe","4711","Console","1","123.456 K"', 123_456],
    ['"node.exe","4711","Console","1","123\u202f456 Ko"', 123_456],
    ["INFO: No tasks are running which match the specified criteria.\r\n", undefined],
  ] as const)
    assert.equal(tasklistKilobytes(line), kilobytes, line);
});
