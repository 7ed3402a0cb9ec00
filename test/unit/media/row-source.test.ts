import assert from "node:assert/strict";
import { test } from "node:test";
import { keptWindows, RowSource, windowRows } from "../../../media/result-view/grid/row-source.ts";
import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";
import type { ResultWindow } from "../../../src/protocol/query.ts";

/** A host of numbered rows whose answers come when the test says so. */
class Rows {
  readonly asked: { offset: number; limit: number; signal: AbortSignal }[] = [];
  readonly #rowCount: number;
  readonly #mostRows: number;

  constructor(rowCount: number, mostRows = Number.POSITIVE_INFINITY) {
    this.#rowCount = rowCount;
    this.#mostRows = mostRows;
  }

  read = async (offset: number, limit: number, signal: AbortSignal): Promise<ResultWindow> => {
    this.asked.push({ offset, limit, signal });
    await settled();
    if (signal.aborted) throw new CancelledError();
    const count = Math.max(0, Math.min(limit, this.#mostRows, this.#rowCount - offset));
    return { offset, rowCount: this.#rowCount, rows: Array.from({ length: count }, (_, index) => [offset + index]) };
  };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settled();
}

test("the first window tells the row count; the neighbours of what is shown are fetched ahead", async () => {
  const rows = new Rows(10_000);
  const source = new RowSource(rows.read, () => {});
  source.show(0, 1);
  assert.equal(source.rowCount, undefined);
  await quiet();
  assert.equal(source.rowCount, 10_000);
  source.show(500, 540);
  await quiet();
  assert.deepEqual(source.row(510), [510]);
  assert.deepEqual(
    rows.asked.map((request) => request.offset).sort((a, b) => a - b),
    [0, 200, 400, 600],
  );
});

test("a window that was read is not read again", async () => {
  const rows = new Rows(1000);
  const source = new RowSource(rows.read, () => {});
  source.show(0, 20);
  await quiet();
  const before = rows.asked.length;
  source.show(0, 30);
  source.show(10, 40);
  await quiet();
  assert.equal(rows.asked.length, before + 1);
});

test("the windows kept are bounded however far one scrolls", async () => {
  const source = new RowSource(new Rows(1_000_000).read, () => {});
  source.show(0, 20);
  await quiet();
  for (let row = 0; row < 100_000; row += 400) {
    source.show(row, row + 20);
    await quiet();
    assert.ok(source.heldWindows <= keptWindows);
    assert.deepEqual(source.row(row), [row]);
  }
  assert.equal(source.row(0), undefined);
});

test("windows that are no longer wanted are given up", async () => {
  const rows = new Rows(1_000_000);
  const source = new RowSource(rows.read, () => {});
  source.show(0, 20);
  await quiet();
  source.show(500_000, 500_020);
  source.show(900_000, 900_020);
  const halfway = rows.asked.find((request) => request.offset === 500_000);
  assert.equal(halfway?.signal.aborted, true);
  await quiet();
  assert.equal(source.row(500_000), undefined);
  assert.deepEqual(source.row(900_000), [900_000]);
});

test("an answer with fewer rows than asked is completed", async () => {
  const rows = new Rows(1000, 70);
  const source = new RowSource(rows.read, () => {});
  source.show(0, 20);
  await quiet();
  assert.deepEqual(source.row(windowRows - 1), [windowRows - 1]);
  assert.deepEqual(
    rows.asked.slice(0, 3).map(({ offset, limit }) => [offset, limit]),
    [
      [0, 200],
      [70, 130],
      [140, 60],
    ],
  );
});

test("a failure is kept with its code until it is tried again", async () => {
  const rows = new Rows(100);
  let isBroken = true;
  const source = new RowSource(
    async (...request) => {
      if (isBroken) throw new TenantTrailError("lake-process-stopped", "The lake process stopped.");
      return rows.read(...request);
    },
    () => {},
  );
  source.show(0, 20);
  await quiet();
  assert.equal(source.failure?.code, "lake-process-stopped");
  isBroken = false;
  source.retry();
  await quiet();
  assert.equal(source.failure, undefined);
  assert.deepEqual(source.row(0), [0]);
});

test("after dispose nothing is asked, kept or told", async () => {
  const rows = new Rows(1000);
  let told = 0;
  const source = new RowSource(rows.read, () => {
    told += 1;
  });
  source.show(0, 20);
  source.dispose();
  source.show(0, 20);
  await quiet();
  assert.equal(rows.asked.length, 1);
  assert.equal(rows.asked[0]?.signal.aborted, true);
  assert.equal(told, 0);
  assert.equal(source.row(0), undefined);
});
