import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { inLanes } from "../../../src/lake/committing/in-lanes.ts";
import type { Lake } from "../../../src/lake/lake.ts";
import type { StagedRow } from "../../../src/lake/slices/staging.ts";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { Turns } from "../../../src/protocol/turns.ts";
import { askLake, commitRows, signIn, sliceFile, temporaryLake, totals } from "./temporary-lake.ts";

/** More days than the ledger is told of at once; each is an input of its own. */
const days = Array.from({ length: 20 }, (_, n) => new Date(Date.UTC(2026, 9, 1 + n)).toISOString().slice(0, 10));

const rows: StagedRow[] = days.flatMap((day, input) =>
  ["01:00:00Z", "23:00:00Z"].map((time) => ({ ...signIn(`${day} ${time}`, `${day}T${time}`), input })),
);

async function toldParts(lake: Lake): Promise<string[]> {
  const entries = await lake.storage.list("_ledger/signins");
  const notes = await Promise.all(
    entries.map(async ({ path }) => {
      const bytes = await lake.storage.read(path);
      return JSON.parse(new TextDecoder().decode(bytes)) as { slices?: { part: string }[] };
    }),
  );
  return notes.flatMap(({ slices = [] }) => slices.map(({ part }) => part));
}

const rowsSql = "SELECT id, raw, sourceref FROM read_parquet(LAKE(signins)) ORDER BY id";

test("several lanes leave the lake that one leaves, and tell the ledger of every slice once", async (context) => {
  const [one, several] = [await temporaryLake(context), await temporaryLake(context)];
  const alone = await commitRows(one, rows, { limits: { threads: 1 } });
  const together = await commitRows(several, rows, { limits: { threads: 3 } });
  assert.deepEqual(together.counts, alone.counts);
  assert.deepEqual(
    together.counts.map(({ input }) => input),
    days.map((_, n) => n),
  );
  assert.deepEqual(await askLake(several, rowsSql), await askLake(one, rowsSql));
  const paths = days.map((day) => `signins/dt=${day}/00-24`);
  assert.deepEqual((await toldParts(several)).toSorted(), paths);
  assert.equal(totals(await commitRows(several, rows, { limits: { threads: 3 } })).added, 0);
});

test("several lanes cancelled tell every slice that they wrote", async (context) => {
  const lake = await temporaryLake(context);
  // What is new is written together; slices that are there are merged one by one.
  await commitRows(
    lake,
    days.map((day) => signIn(`first ${day}`, `${day}T00:00:00Z`)),
  );
  const told = (await toldParts(lake)).length;
  const before = new Set((await lake.storage.list("signins")).map(({ path }) => path));
  const abort = new AbortController();
  const committed = commitRows(lake, rows, {
    signal: abort.signal,
    onProgress: () => abort.abort(),
    limits: { threads: 3 },
  });
  await assert.rejects(committed, CancelledError);
  const paths = (await lake.storage.list("signins")).map(({ path }) => path).filter((path) => !before.has(path));
  const written = paths.map((path) => path.split(".")[0]);
  assert.deepEqual((await toldParts(lake)).slice(told).toSorted(), written.toSorted());
  assert.ok(written.length > 0 && written.length <= 3);
  const again = totals(await commitRows(lake, rows, { limits: { threads: 3 } }));
  assert.equal(again.added, rows.length - 2 * written.length);
});

test("a slice that cannot be read stops no other lane", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, rows.slice(8, 10));
  await writeFile(await sliceFile(lake, "signins", days[4] ?? ""), "no Parquet");
  const outcome = await commitRows(lake, rows, { limits: { threads: 3 } });
  assert.deepEqual(
    outcome.failed.map(({ part }) => part.day),
    [days[4]],
  );
  assert.equal(totals(outcome).added, rows.length - 2);
});

test("a row that moves leaves one part and comes into the other in one entry", async (context) => {
  const lake = await temporaryLake(context);
  const logged = { ...signIn("moved", "2026-11-20T23:59:59Z"), timeIsApproximate: true };
  await commitRows(lake, [logged]);
  const exact = [signIn("new", "2026-11-20T10:00:00Z"), signIn("moved", "2026-11-21T00:00:01Z")];
  await commitRows(lake, exact, { limits: { threads: 3 } });
  const { state } = await lake.ledger("signins").read();
  const last = await lake.storage.read(lake.ledger("signins").entryPath(state.n));
  const parts = (JSON.parse(new TextDecoder().decode(last)).slices as { part: string }[]).map(({ part }) => part);
  assert.deepEqual(parts.sort(), ["signins/dt=2026-11-20/00-24", "signins/dt=2026-11-21/00-24"]);
  assert.deepEqual(await askLake(lake, "SELECT id FROM read_parquet(LAKE(signins)) ORDER BY id"), [["moved"], ["new"]]);
});

test("lanes take the items in order, each once", async () => {
  const taken: string[] = [];
  await inLanes(["a", "b"], [1, 2, 3, 4], async (lane, item) => {
    taken.push(`${lane}${item}`);
    // Lane a is stuck with its first item until the others are done.
    while (item === 1 && taken.length < 4) await new Promise((resolve) => setImmediate(resolve));
  });
  assert.deepEqual(taken, ["a1", "b2", "b3", "b4"]);
});

test("after an error in one lane the others end their item and begin no more", async () => {
  const ended: number[] = [];
  const fail = new Error("1 fails");
  const run = inLanes(["a", "b"], [1, 2, 3], async (_, item) => {
    if (item === 1) throw fail;
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(item);
  });
  await assert.rejects(run, fail);
  assert.deepEqual(ended, [2]);
});

test("turns are taken one after the other, also after one that failed", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const slow = turns.take(async () => {
    seen.push("first begins");
    await new Promise((resolve) => setImmediate(resolve));
    seen.push("first ends");
    throw new Error("no");
  });
  const next = turns.take(async () => seen.push("second"));
  await assert.rejects(slow, /no/);
  await next;
  assert.deepEqual(seen, ["first begins", "first ends", "second"]);
});
