import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { emptyLedger } from "../../../src/lake/ledger/ledger-state.ts";
import { DuckDBSliceWork } from "../../../src/lake/slices/duckdb-slice-work.ts";
import { withWorkDatabase } from "../../../src/lake/slices/work-database.ts";
import { askLake, commitRows, signIn, sliceFiles, temporaryLake, totals } from "./temporary-lake.ts";

/** Three rows of each day, not in the order of their times; one day's slice cannot be written with the others. */
const days = Array.from({ length: 70 }, (_, n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
const rows = days.flatMap((day, input) =>
  ["20:00:00", "04:00:00", "12:00:00.123"].map((time) => ({ ...signIn(`${day} ${time}`, `${day}T${time}Z`), input })),
);
const twice = [signIn("twice", `${days[40]}T01:00:00Z`, { appId: "x" }), signIn("twice", `${days[40]}T01:00:00Z`)];

test("many days with few rows are written together and hold what each alone would", async (context) => {
  const [together, alone] = [await temporaryLake(context), await temporaryLake(context)];
  const outcome = await commitRows(together, [...rows, ...twice]);
  assert.equal(totals(outcome).added, rows.length + 1);
  for (const day of days.slice(30, 50))
    await commitRows(
      alone,
      [...rows, ...twice].filter(({ raw }) => raw.includes(`"createdDateTime":"${day}`)),
    );
  const [all, some] = [(await together.ledger("signins").read()).state, (await alone.ledger("signins").read()).state];
  assert.equal(all.slices.size, days.length);
  for (const [part, slice] of some.slices) assert.deepEqual({ ...all.slices.get(part), n: slice.n }, slice, part);
  const orders = await askLake(
    together,
    `SELECT filename, list(createddatetime ORDER BY file_row_number) = list(createddatetime ORDER BY createddatetime)
     FROM read_parquet(LAKE(signins), filename = true, file_row_number = true) GROUP BY filename`,
  );
  assert.equal(orders.length, days.length);
  for (const [file, isInOrder] of orders) assert.equal(isInOrder, true, String(file));
  assert.equal((await sliceFiles(together, "signins")).length, days.length);
  assert.deepEqual(await readdir(await together.storage.scratch()), []);
  assert.equal(totals(await commitRows(together, [...rows, ...twice])).added, 0);
});

test("many days with few but large records are written in the memory that there is", async (context) => {
  const lake = await temporaryLake(context);
  const large = days.flatMap((day) =>
    Array.from({ length: 12 }, (_, n) =>
      signIn(`${day} ${n}`, `${day}T10:00:${n + 10}Z`, { appDisplayName: `${n}`.padEnd(60 * 1024, day) }),
    ),
  );
  // One day's records are more than are written together.
  const [first = ""] = days;
  for (let n = 12; n < 90; n += 1)
    large.push(signIn(`${first} ${n}`, `${first}T11:00:00Z`, { appDisplayName: `${n}`.padEnd(60 * 1024, "x") }));
  const outcome = await commitRows(lake, large, { limits: { memoryLimit: "160MB", threads: 1 } });
  assert.equal(totals(outcome).added, large.length);
  assert.equal((await sliceFiles(lake, "signins")).length, days.length);
  assert.deepEqual(await readdir(await lake.storage.scratch()), []);
});

test("slices that are written together need no more memory than a lane's part of it, and no disk", async (context) => {
  const lake = await temporaryLake(context);
  await withWorkDatabase(
    lake.storage,
    async (connection) => {
      await connection.run("SET GLOBAL max_temp_directory_size = '0KB'");
      const work = new DuckDBSliceWork(connection, lake.storage);
      await work.stage(rows, new Map(rows.map(({ input }) => [input, `request-${input}`])));
      await work.nameTenants("t1");
      const { parts } = await work.findParts("signins", emptyLedger);
      const some = parts.slice(0, 32).map(({ part }) => part);
      const outcomes = await work.mergeNew(some, undefined);
      assert.equal(outcomes.filter((outcome) => outcome?.written !== undefined).length, 32);
      for (const outcome of outcomes) await outcome?.written?.forget();
    },
    { memoryLimit: "100MB", threads: 1 },
  );
  assert.deepEqual(await readdir(await lake.storage.scratch()), []);
});
