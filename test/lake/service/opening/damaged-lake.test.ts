import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Database, literal } from "../../../../src/duckdb/database.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { sliceOfDay } from "../../slices-of.ts";
import { ask, lakesHolding, type OpenLake, openLake, signInIds } from "../open-lake.ts";

const days = ["2026-03-01", "2026-03-02", "2026-03-03"];

const slice = ({ root }: OpenLake, day: string): string => sliceOfDay(root, "signins", day);

/** Imports a sign-in called `name` on every day. */
async function importNamed({ service, file }: OpenLake, name: string): Promise<void> {
  const records = days.map((day) => JSON.stringify(signIn(`${name}-${day}`, { createdDateTime: `${day}T10:00:00Z` })));
  await service.importLogs({ paths: [file(name, records.join("\n"))] });
}

test("a slice edited by hand is named by verify, also after a later import, and can be asked", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  const edited = slice(lake, "2026-03-02");
  const database = await Database.open();
  await database.use(async (connection) => {
    await connection.run(
      `CREATE TABLE rows AS SELECT * REPLACE ('forged' AS id) FROM read_parquet(${literal(edited)}, hive_partitioning = false)`,
    );
    await connection.run(`COPY rows TO ${literal(edited)} (FORMAT parquet)`);
  });
  database.close();
  const named = async (): Promise<string[]> =>
    (await lake.service.verifyIntegrity({})).mismatched.map(({ slice: path }) => path);
  assert.deepEqual(await named(), [edited]);
  assert.deepEqual(await signInIds(lake.service), ["a-2026-03-01", "a-2026-03-03", "forged"]);
  await importNamed(lake, "b");
  assert.deepEqual(await named(), [edited]);
  assert.equal((await signInIds(lake.service)).length, 6);
  await importNamed(lake, "b");
  assert.deepEqual(await named(), [edited]);
});

/** Opens lakes into which `a` was imported by another service. */
const openHoldingA = lakesHolding((lake) => importNamed(lake, "a"));

const breakages: readonly (readonly [string, (path: string) => void])[] = [
  ["is not Parquet", (path) => writeFileSync(path, "not Parquet at all, only text that is long enough to be read")],
  ["is empty", (path) => truncateSync(path, 0)],
  ["lost its end", (path) => truncateSync(path, readFileSync(path).length >> 1)],
  [
    "has wrong bytes inside",
    (path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xff, 4, bytes.length >> 1);
      writeFileSync(path, bytes);
    },
  ],
  ["is a Parquet file's two ends", (path) => writeFileSync(path, "PAR1\0\0\0\0\0\0\0\0\xff\xff\0\0PAR1", "latin1")],
];

for (const [what, breakIt] of breakages)
  test(`a slice that ${what} is named by a query, by verify and by the next import; other days go on`, async (t) => {
    const lake = await openLake(t);
    await importNamed(lake, "a");
    const broken = slice(lake, "2026-03-02");
    breakIt(broken);
    await assert.rejects(
      ask(lake.service, "SELECT id, raw FROM signins ORDER BY id"),
      (error: { code: string; message: string }) => {
        assert.equal(error.code, "broken-slice", error.message);
        assert.ok(error.message.includes(broken), error.message);
        return true;
      },
    );
    assert.deepEqual(await ask(lake.service, "SELECT id FROM signins WHERE dt = '2026-03-03'"), [["a-2026-03-03"]]);
    const found = await lake.service.verifyIntegrity({});
    assert.deepEqual(
      found.mismatched.map(({ slice: path }) => path),
      [broken],
    );
    const { file, service } = lake;
    const records = days.map((day) => JSON.stringify(signIn(`b-${day}`, { createdDateTime: `${day}T10:00:00Z` })));
    const [outcome] = (await service.importLogs({ paths: [file("b", records.join("\n"))] })).files;
    assert.equal(outcome?.added, 2);
    assert.match(outcome?.rejected[0]?.reason ?? "", /dt=2026-03-02/);
    rmSync(broken);
    await importNamed(lake, "a");
    await importNamed(lake, "b");
    assert.equal((await signInIds(service)).length, 6);
  });

test("a slice that was deleted is missing to verify, and a query says so or goes on", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  rmSync(slice(lake, "2026-03-02"));
  const { missing } = await lake.service.verifyIntegrity({});
  assert.deepEqual(missing, [{ slice: slice(lake, "2026-03-02") }]);
  await assert.rejects(signInIds(lake.service), { code: "broken-slice", message: /dt=2026-03-02/ });
  await importNamed(lake, "a");
  assert.equal((await signInIds(lake.service)).length, 3);
});

test("a question asked while the ledger is damaged misses nothing", async (t) => {
  const lake = await openHoldingA(t);
  await importNamed(lake, "b");
  const folder = join(lake.root, "_ledger", "signins");
  writeFileSync(join(folder, readdirSync(folder).sort()[0] ?? ""), "?");
  assert.equal((await signInIds(lake.service)).length, 6);
});

test("a damaged ledger is rebuilt from the slices", async (t) => {
  for (const damage of ["", "{", '{"n":7}', "\0\0\0\0"]) {
    const lake = await openHoldingA(t);
    await importNamed(lake, "b");
    const before = await lake.service.listDays({});
    const folder = join(lake.root, "_ledger", "signins");
    const [first = ""] = readdirSync(folder).sort();
    writeFileSync(join(folder, first), damage);
    assert.deepEqual(await lake.service.listDays({}), before, JSON.stringify(damage));
    assert.equal((await signInIds(lake.service)).length, 6);
    await importNamed(lake, "c");
    assert.equal((await signInIds(lake.service)).length, 9);
    const found = await lake.service.verifyIntegrity({});
    assert.deepEqual([found.missing, found.duplicated], [[], []]);
    assert.deepEqual(
      found.mismatched.map(({ slice: path }) => path),
      [join(folder, first)],
    );
  }
});

test("a ledger and a slice damaged at once: the other days are listed, and the broken slice is named", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  const folder = join(lake.root, "_ledger", "signins");
  const broken = slice(lake, "2026-03-02");
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), "?");
  writeFileSync(broken, "broken");
  const listed = await lake.service.listDays({});
  assert.deepEqual(
    listed.map(({ day }) => day),
    ["2026-03-03", "2026-03-01"],
  );
  const { mismatched } = await lake.service.verifyIntegrity({});
  assert.ok(mismatched.some(({ slice: path }) => path === broken));
});

test("an answer over a lost ledger and a broken slice says so, before and after the ledger is rebuilt", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  truncateSync(slice(lake, "2026-03-01"), 3_000);
  rmSync(join(lake.root, "_ledger", "signins"), { recursive: true });
  const told = async () => {
    const { coverage, resultId } = await lake.service.runQuery({ sql: "SELECT id FROM signins" });
    await lake.service.releaseResult({ resultId });
    return coverage.map(({ isLedgerDamaged, leftOutSlices }) => ({ isLedgerDamaged, leftOutSlices }));
  };
  assert.deepEqual(await told(), [{ isLedgerDamaged: true, leftOutSlices: 1 }]);
  const record = JSON.stringify(signIn("b", { createdDateTime: "2026-03-02T11:00:00Z" }));
  await lake.service.importLogs({ paths: [lake.file("b", record)] });
  assert.deepEqual(await told(), [{ isLedgerDamaged: undefined, leftOutSlices: 1 }]);
});
