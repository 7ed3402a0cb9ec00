import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { type TestContext, test } from "node:test";
import type { Lake } from "../../../src/lake/lake.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { askLake, commitRows, signIn, sliceFile, temporaryLake } from "./temporary-lake.ts";

/** A row whose source knows only about when it was. */
function rough(id: string, at: string): StagedRow {
  const raw = JSON.stringify({ Id: id, TimeGenerated: at });
  return { ...signIn(id, at), timeIsApproximate: true, source: "log-analytics", raw };
}

/** `a` roughly on the 22nd and `b` on the 21st, where the exact rows are the other way round; one more on each day. */
async function crossed(context: TestContext) {
  const lake = await temporaryLake(context);
  const held = [rough("a", "2026-11-22T00:01:00Z"), rough("b", "2026-11-21T23:59:00Z")];
  await commitRows(lake, [...held, signIn("c", "2026-11-21T05:00:00Z"), signIn("d", "2026-11-22T05:00:00Z")]);
  return { lake, exact: [signIn("a", "2026-11-21T23:59:30Z"), signIn("b", "2026-11-22T00:00:30Z")] };
}

async function idsOf(lake: Lake, day: string): Promise<unknown[]> {
  const sql = `SELECT id FROM read_parquet(LAKE(signins, ${day})) ORDER BY id`;
  return (await askLake(lake, sql)).map(([id]) => id);
}

test("a rough row stays when the slice that was to gain the exact one is broken", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [rough("a", "2026-11-22T00:01:00Z"), signIn("c", "2026-11-21T05:00:00Z")]);
  await writeFile(await sliceFile(lake, "signins", "2026-11-21"), "not parquet");
  const { failed } = await commitRows(lake, [signIn("a", "2026-11-21T23:59:00Z"), signIn("d", "2026-11-22T05:00:00Z")]);
  assert.deepEqual(
    failed.map(({ part }) => part.day),
    ["2026-11-21"],
  );
  assert.deepEqual(await idsOf(lake, "2026-11-22"), ["a", "d"]);
});

test("slices that give each other rows gain first, so that a commit may end anywhere", async (context) => {
  for (const merges of [0, 1, 2, 3]) {
    const { lake, exact } = await crossed(context);
    const stop = new AbortController();
    let merged = 0;
    const onProgress = (): void => {
      merged += 1;
      if (merged > merges) stop.abort();
    };
    await commitRows(lake, exact, { signal: stop.signal, onProgress }).catch(({ name }: Error) =>
      assert.equal(name, "CancelledError"),
    );
    const held = new Set([...(await idsOf(lake, "2026-11-21")), ...(await idsOf(lake, "2026-11-22"))]);
    assert.deepEqual([...held].sort(), ["a", "b", "c", "d"], `stopped after ${merges + 1} merges`);
    await commitRows(lake, exact);
    assert.deepEqual(await idsOf(lake, "2026-11-21"), ["a", "c"]);
    assert.deepEqual(await idsOf(lake, "2026-11-22"), ["b", "d"]);
  }
});

test("a broken slice among those that are searched is named, and the others are merged", async (context) => {
  const { lake, exact } = await crossed(context);
  await writeFile(await sliceFile(lake, "signins", "2026-11-22"), "not parquet");
  const { failed } = await commitRows(lake, [...exact, rough("e", "2026-11-21T12:00:00Z")]);
  assert.deepEqual(
    failed.map(({ part, error }) => [part.day, error.code]),
    [["2026-11-22", "broken-slice"]],
  );
  assert.deepEqual(await idsOf(lake, "2026-11-21"), ["a", "b", "c", "e"]);
});
