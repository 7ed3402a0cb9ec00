import assert from "node:assert/strict";
import { test } from "node:test";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { askLake, commitRows, signIn, temporaryLake, totals } from "./temporary-lake.ts";

const rowsSql =
  "SELECT id, appid, raw FROM read_parquet(LAKE(signins), file_row_number = true) ORDER BY file_row_number";

function rowsOf(seconds: readonly number[], appId: string): StagedRow[] {
  return seconds.map((second) => {
    const at = new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();
    return signIn(`k${second}`, at, { appId });
  });
}

test("a slice that is sorted in stretches is the one that is sorted at once, in the order of event time", async (context) => {
  const [whole, cut] = [await temporaryLake(context), await temporaryLake(context)];
  const first = Array.from({ length: 60 }, (_, n) => (n * 37) % 120);
  const second = Array.from({ length: 60 }, (_, n) => (n * 53) % 120);
  for (const [seconds, appId] of [
    [first, "a"],
    [second, "bb"],
  ] as const) {
    const rows = rowsOf(seconds, appId);
    assert.deepEqual(
      totals(await commitRows(cut, rows, { memory: { sortBytes: 500 } })),
      totals(await commitRows(whole, rows)),
    );
  }
  const found = await askLake(cut, rowsSql);
  assert.deepEqual(found, await askLake(whole, rowsSql));
  const ids = found.map(([id]) => Number(String(id).slice(1)));
  assert.deepEqual(
    ids,
    [...new Set([...first, ...second])].sort((a, b) => a - b),
  );
});

test("rows of one instant are sorted at once, whatever their size", async (context) => {
  const lake = await temporaryLake(context);
  const rows = Array.from({ length: 20 }, (_, n) => signIn(`k${n}`, "2026-11-22T10:00:00Z"));
  assert.equal(totals(await commitRows(lake, rows, { memory: { sortBytes: 100 } })).added, 20);
  assert.equal((await askLake(lake, rowsSql)).length, 20);
});

test("a row of large records gets a row group of its own size", async (context) => {
  const lake = await temporaryLake(context);
  const rows = Array.from({ length: 2_100 }, (_, n) =>
    signIn(`k${n}`, "2026-11-22T10:00:00Z", { appDisplayName: String(n).padEnd(13_000, "x") }),
  );
  await commitRows(lake, rows, { memory: { sortBytes: 8 * 1024 * 1024 } });
  assert.deepEqual(await askLake(lake, "SELECT num_row_groups::INTEGER FROM parquet_file_metadata(LAKE(signins))"), [
    [2],
  ]);
});

test("records too large for the usual memory are merged with more", async (context) => {
  const lake = await temporaryLake(context);
  const rows = Array.from({ length: 1_500 }, (_, n) =>
    signIn(`k${n}`, "2026-11-22T10:00:00Z", { appDisplayName: String(n).padEnd(30_000, "x") }),
  );
  const [sortBytes, limits] = [16 * 1024 * 1024, { memoryLimit: "160MB", threads: 1 }];
  const { failed } = await commitRows(lake, rows, { memory: { sortBytes }, limits });
  assert.deepEqual(
    failed.map(({ error }) => [error.code, error.message.split(" are ")[0]]),
    [["out-of-memory", "The records of signins/dt=2026-11-22/00-24"]],
  );
  const outcome = await commitRows(lake, rows, { memory: { sortBytes, raisedLimit: "640MB" }, limits });
  assert.equal(totals(outcome).added, 1_500);
});
