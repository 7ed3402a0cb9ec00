import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Database, literal } from "../../src/duckdb/database.ts";
import { Random } from "../../src/sample-tenant/random.ts";
import { type LocalLakeService, localLakeService } from "../../src/service/local-lake-service.ts";
import { slicesOf } from "../lake/slices-of.ts";
import { type ChildEnd, importInChild, type Kill } from "./killed-import.ts";
import { SignInFiles } from "./sign-in-files.ts";

const wantedKills = 52;
const tenantId = "6f1de2a4-0000-4000-8000-000000000001";
/** More slices than the ledger is told of at once. */
const days = 17;
const fewDays = 5;
const signInsPerFile = 30;

/** `TENANTTRAIL_SEED` repeats the files and the moments of a run. */
const seed = Number(process.env["TENANTTRAIL_SEED"] ?? Date.now() % 1_000_000_007);

test(`imports killed ${wantedKills} times lose nothing they reported, and the next import completes the lake (seed ${seed})`, async (t) => {
  t.diagnostic(`TENANTTRAIL_SEED=${seed}`);
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-kill-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const [lake, cache] = [join(folder, "lake"), join(folder, "cache")];
  const files = new SignInFiles(join(folder, "files"), Random.of(seed, 0, 0, 0));
  const service = localLakeService();
  t.after(() => service.dispose());
  await service.useConnection({ kind: "folder", path: lake });

  const reported = new Set<string>();
  const take = (end: ChildEnd): void => {
    assert.ok(end.killed || end.exitCode === 0, `A child failed by itself (seed ${seed}): ${end.stderr}`);
    for (const { paths, files: outcomes } of end.reports) {
      for (const { rows, added, updated, unchanged, rejectedCount } of outcomes)
        assert.deepEqual([added + updated + unchanged, rejectedCount], [rows, 0], `seed ${seed}`);
      for (const path of paths) for (const id of files.idsOf.get(path) ?? []) reported.add(id);
    }
  };

  const whole = await importInChild(lake, tenantId, [newFiles(files, days), newFiles(files, fewDays)], { cache });
  take(whole);
  assert.equal(whole.reports.length, 2, whole.stderr);

  let kills = 0;
  let reportsOfKilled = 0;
  for (let round = 0; kills < wantedKills; round += 1) {
    assert.ok(
      round < wantedKills * 2,
      `Too few kills met a running import: ${kills} in ${round} rounds (seed ${seed})`,
    );
    const isWide = round % 2 === 0;
    const importMs = whole.importMs * (isWide ? 1 : 0.6);
    const groups = [newFiles(files, isWide ? days : fewDays), newFiles(files, fewDays)];
    const children = [importInChild(lake, tenantId, groups, { kill: momentOf(round, files, importMs), cache })];
    if (round % 3 !== 0)
      children.push(
        importInChild(lake, tenantId, groups.toReversed(), {
          kill: momentOf(round + 1, files, importMs * 1.5),
          cache,
        }),
      );
    for (const end of await Promise.all(children)) {
      take(end);
      kills += end.killed ? 1 : 0;
      reportsOfKilled += end.killed ? end.reports.length : 0;
    }
    assertHolds(await idsInSlices(lake), reported, `the slices after round ${round}, ${kills} kills, seed ${seed}`);
    assertHolds(await idsByQuery(service), reported, `a query after round ${round}, ${kills} kills, seed ${seed}`);
  }
  t.diagnostic(`${kills} kills, ${reportsOfKilled} imports reported before a kill, ${files.ids.length} sign-ins`);
  assert.ok(reportsOfKilled > 0, `No killed child had reported anything (seed ${seed})`);

  const outcome = await service.importLogs({ paths: [join(folder, "files")], tenantId });
  assert.deepEqual(
    outcome.files.filter(({ rejectedCount }) => rejectedCount > 0),
    [],
    `seed ${seed}`,
  );
  assert.deepEqual(await idsInSlices(lake), files.ids, `seed ${seed}`);
  assert.deepEqual(await idsByQuery(service), files.ids, `seed ${seed}`);
  const { mismatched, missing, duplicated, checked } = await service.verifyIntegrity({});
  assert.deepEqual(
    { mismatched, missing, duplicated, checked },
    { mismatched: [], missing: [], duplicated: [], checked: days },
    `seed ${seed}`,
  );
  const again = await service.importLogs({ paths: [join(folder, "files")], tenantId });
  assert.equal(
    again.files.reduce((sum, { added }) => sum + added, 0),
    0,
    `seed ${seed}`,
  );
  const left = await readdir(join(lake, "_scratch"), { recursive: true });
  assert.deepEqual(
    left.map((name) => name.split(/[-@]/)[0]),
    [String(process.pid)],
    `Left in _scratch: ${left.join(", ")} (seed ${seed})`,
  );
});

/** The files of one import: two, so that one import has several inputs. */
function newFiles(files: SignInFiles, inDays: number): string[] {
  return [files.write(signInsPerFile, inDays), files.write(signInsPerFile, inDays)];
}

/** Every sixth kill comes while the process is still starting; the others are spread over the whole import. */
function momentOf(round: number, files: SignInFiles, importMs: number): Kill {
  if (round % 6 === 5) return { after: "start", ms: files.fraction() * 200 };
  return { after: "ready", ms: files.fraction() * importMs };
}

/** What lies in the slices, read without the lake's own code. @throws when a slice cannot be read. */
async function idsInSlices(lake: string): Promise<string[]> {
  const database = await Database.open();
  try {
    return await database.use(async (connection) => {
      const slices = `[${slicesOf(lake, "signins").map(literal).join(", ")}]`;
      const reader = await connection.runAndReadAll(`SELECT id, raw FROM read_parquet(${slices}) ORDER BY id`);
      return reader.getRowsJS().map(([id]) => String(id));
    });
  } finally {
    database.close();
  }
}

async function idsByQuery(service: LocalLakeService): Promise<string[]> {
  const { resultId, rowCount } = await service.runQuery({ sql: "SELECT id FROM signins ORDER BY id" });
  const ids: string[] = [];
  while (ids.length < rowCount) {
    const { rows } = await service.readWindow({ resultId, offset: ids.length, limit: 5000 });
    ids.push(...rows.map(([id]) => String(id)));
  }
  await service.releaseResult({ resultId });
  return ids;
}

function assertHolds(ids: readonly string[], reported: ReadonlySet<string>, where: string): void {
  assert.equal(new Set(ids).size, ids.length, `A record is there twice in ${where}`);
  const held = new Set(ids);
  assert.deepEqual(
    [...reported].filter((id) => !held.has(id)),
    [],
    `Records that were reported are not in ${where}`,
  );
}
