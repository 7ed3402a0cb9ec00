import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { LogDay } from "../../../src/protocol/lake.ts";
import type { LakeService } from "../../../src/protocol/service/lake-service.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { sliceOfDay } from "../slices-of.ts";
import { days, duck, type LakeStates, makeStates, TamperedLake } from "./tampered-lake.ts";

const [first, second] = days;
let states: LakeStates;
before(async () => {
  states = await makeStates();
});
after(() => rmSync(states.folder, { recursive: true, force: true }));

/** Does something with a lake that is open, and compares the folder with what it was unless it may be written. */
async function withLake<T>(lake: TamperedLake, work: (service: LakeService) => Promise<T>): Promise<T> {
  const service = localLakeService();
  try {
    await service.useConnection({ kind: "folder", path: lake.root });
    return await work(service);
  } finally {
    await service.dispose();
  }
}

const idsSql = "SELECT id FROM signins ORDER BY id";

async function rows(service: LakeService): Promise<readonly unknown[]> {
  const { resultId } = await service.runQuery({ sql: idsSql });
  return (await service.readWindow({ resultId, offset: 0, limit: 1000 })).rows.flat();
}

const told = (listed: readonly LogDay[]): readonly unknown[] =>
  listed.map(({ day, rows: held, unnamed }) => [day, held, unnamed]);

function cut(lake: TamperedLake, count: number): void {
  for (const entry of lake.entries.slice(-count)) rmSync(entry);
  rmSync(lake.path("_ledger", "signins", "checkpoint.json"), { force: true });
}

test("the last entry is gone: the days, the answer and Verify say so, and recovering brings the rows back", async () => {
  const lake = new TamperedLake(states, "last");
  const all = await withLake(lake, rows);
  cut(lake, 1);
  await withLake(lake, async (service) => {
    assert.deepEqual(told(await service.listDays({})), [
      [second, 12, { slices: 1, rows: 6 }],
      [first, 12, { slices: 1, rows: 6 }],
    ]);
    const [day] = await service.listDays({});
    assert.match(day?.damage ?? "", /^1 slice with 6 rows of this day is not named by the ledger/);
    const { coverage } = await service.runQuery({ sql: `SELECT id FROM signins WHERE dt = '${first}'` });
    assert.deepEqual(
      coverage.map(({ unnamedSlices }) => unnamedSlices),
      [1],
    );
    const { strays = [] } = await service.verifyIntegrity({});
    assert.deepEqual(
      strays.map(({ rows: left }) => left),
      [6, 6],
    );
    assert.deepEqual(await service.recoverRows({}), { slices: 2, added: 12, updated: 0, unread: [] });
    assert.deepEqual(await rows(service), all);
    assert.deepEqual(told(await service.listDays({})), [
      [second, 18, undefined],
      [first, 18, undefined],
    ]);
    // The merge of the same rows is the same slice again.
    const after = await service.verifyIntegrity({});
    assert.deepEqual([after.mismatched, after.strays], [[], undefined]);
  });
});

for (let length = 1; length <= 4; length += 1)
  test(`a ledger of which the last ${length} entries are gone never says that there is nothing`, async () => {
    const lake = new TamperedLake(states, `cut-${length}`);
    const all = await withLake(lake, rows);
    cut(lake, length);
    await withLake(lake, async (service) => {
      const listed = await service.listDays({});
      assert.deepEqual(listed.map(({ day }) => day).sort(), [...days]);
      for (const { damage, day } of listed) assert.ok(damage !== undefined, day);
      const { coverage } = await service.runQuery({ sql: idsSql });
      for (const { isLedgerDamaged, unnamedSlices } of coverage) assert.ok(isLedgerDamaged ?? unnamedSlices);
      await service.recoverRows({});
      assert.deepEqual(await rows(service), all);
    });
  });

test("rows that come again keep when they were first seen and where they came from", async () => {
  const lake = new TamperedLake(states, "provenance");
  const sql = "SELECT id, sourceRef, firstSeenAt, collectedAt, createdDateTime FROM signins ORDER BY id";
  const read = async (service: LakeService): Promise<unknown> => {
    const { resultId } = await service.runQuery({ sql });
    return (await service.readWindow({ resultId, offset: 0, limit: 1000 })).rows;
  };
  const all = await withLake(lake, read);
  cut(lake, 2);
  await withLake(lake, async (service) => {
    await service.recoverRows({});
    assert.deepEqual(await read(service), all);
  });
});

test("hostile files are counted, named and left alone; the others are recovered", async () => {
  const lake = new TamperedLake(states, "hostile");
  const all = await withLake(lake, rows);
  cut(lake, 1);
  const at = (name: string): string => lake.path("signins", `dt=${first}`, name);
  const names = ["0", "1", "2"].map((digit) => `00-24.${digit.repeat(16)}.parquet`);
  const [text = "", huge = "", other = ""] = names;
  writeFileSync(at(text), "no Parquet");
  writeFileSync(at(huge), "PAR1");
  truncateSync(at(huge), 5 * 1024 ** 3);
  await duck(`COPY (SELECT 1 AS a) TO '${at(other)}' (FORMAT parquet)`);
  await withLake(lake, async (service) => {
    const [, day] = await service.listDays({});
    assert.deepEqual(day?.unnamed, { slices: 4, rows: 6 });
    const { unread, ...outcome } = await service.recoverRows({});
    assert.deepEqual(outcome, { slices: 2, added: 12, updated: 0 });
    assert.deepEqual(unread.map(({ slice }) => slice.slice(-text.length)).sort(), names);
    for (const { reason } of unread) assert.match(reason, /^[A-Z].*\.$/s);
    assert.deepEqual(await rows(service), all);
  });
  for (const name of names) assert.ok(readdirSync(lake.path("signins", `dt=${first}`)).includes(name));
});

test("a link beside the slices keeps nobody from listing days, and recovering refuses it by name", async () => {
  const lake = new TamperedLake(states, "link");
  symlinkSync("/etc/hostname", lake.path("signins", `dt=${first}`, `00-24.${"0".repeat(16)}.parquet`));
  await withLake(lake, async (service) => {
    assert.equal((await service.listDays({})).length, 2);
    await assert.rejects(service.recoverRows({}), { code: "unsafe-lake" });
  });
});

test("while somebody writes, what was just written is not called unnamed", async () => {
  const lake = new TamperedLake(states, "written");
  cut(lake, 1);
  mkdirSync(lake.path("_scratch", "somebody"), { recursive: true });
  writeFileSync(lake.path("_scratch", "somebody", "work.duckdb"), "");
  await withLake(lake, async (service) => {
    const listed = await service.listDays({});
    assert.deepEqual(
      listed.map(({ unnamed }) => unnamed),
      [undefined, undefined],
    );
  });
});

test("several slices of one part after a lost ledger: the answer says that one was left out", async () => {
  const lake = new TamperedLake(states, "heads");
  rmSync(lake.path("_ledger", "signins"), { recursive: true });
  // Without what came between them, the newest and the oldest name nobody as replaced.
  const [one, two] = [
    sliceOfDay(lake.stateRoot(0), "signins", first),
    sliceOfDay(lake.root.replace(/heads$/, "state-2"), "signins", first),
  ];
  rmSync(lake.path("signins", `dt=${first}`), { recursive: true });
  mkdirSync(lake.path("signins", `dt=${first}`));
  for (const path of [one, two])
    cpSync(path, lake.path("signins", `dt=${first}`, path.slice(path.lastIndexOf("/") + 1)));
  await withLake(lake, async (service) => {
    const { coverage } = await service.runQuery({ sql: idsSql });
    assert.deepEqual(
      coverage.map(({ isLedgerDamaged, leftOutSlices }) => [isLedgerDamaged, leftOutSlices]),
      [[true, 1]],
    );
  });
});

test("a lake that cannot be opened can be verified by its path, and nothing is written", async () => {
  const lake = new TamperedLake(states, "refused");
  rmSync(lake.path("_ledger", "signins"), { recursive: true });
  writeFileSync(lake.path("signins", `dt=${first}`, "copy of 00-24.parquet"), "");
  const service = localLakeService();
  try {
    await assert.rejects(service.useConnection({ kind: "folder", path: lake.root }), { code: "unsafe-lake" });
    const { mismatched } = await service.verifyIntegrity({ path: lake.root });
    assert.match(mismatched[0]?.reason ?? "", /The ledger is damaged or missing from here on/);
    assert.deepEqual(readdirSync(lake.path("_ledger")), []);
    await assert.rejects(service.verifyIntegrity({ path: `${lake.root}-gone` }), { code: "lake-missing" });
  } finally {
    await service.dispose();
  }
});
