import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ImportOutcome } from "../../../src/protocol/lake.ts";
import { localLakeService } from "../../../src/service/local-lake-service.ts";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import { signIn } from "../../unit/import/reading.ts";
import { sliceOfDay } from "../slices-of.ts";
import { ask, type OpenLake, openLake, signInIds } from "./open-lake.ts";

const samples = fileURLToPath(new URL("../../../samples", import.meta.url));
const published = ["signinlogs", "auditlogs", "officeactivity"].map((name) =>
  join(samples, `${name}-log-analytics.jsonl`),
);
const clean = { mismatched: [], missing: [], duplicated: [] };

/** Rows read, added, updated and unchanged of each table. */
function totals(outcome: ImportOutcome): Record<string, readonly number[]> {
  const found: Record<string, readonly number[]> = {};
  for (const { table, rows, added, updated, unchanged } of outcome.files) {
    if (table === null) continue;
    const before = found[table] ?? [0, 0, 0, 0];
    found[table] = [rows, added, updated, unchanged].map((count, index) => count + (before[index] ?? 0));
  }
  return found;
}

async function rowsOf({ service }: OpenLake): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { table, rows } of await service.listDays({})) found[table] = (found[table] ?? 0) + rows;
  return found;
}

/** Every column of the published tables that does not tell where and when a row was imported. */
async function contents({ service }: OpenLake): Promise<unknown> {
  const signIns = await ask(service, "SELECT id, createddatetime, raw, dt FROM signins ORDER BY id");
  const audits = await ask(service, "SELECT id, activitydatetime, raw, dt FROM audits ORDER BY id");
  const activity = await ask(service, "SELECT id, creationtime, raw, dt FROM activity ORDER BY id");
  return { signIns, audits, activity };
}

const publishedRows = { signins: 45, audits: 3, activity: 1 };

test("the published records give 45 sign-ins of 86 rows, 3 audits of 4 and 1 activity record", async (t) => {
  const lake = await openLake(t);
  const outcome = await lake.service.importLogs({ paths: published });
  assert.deepEqual(totals(outcome), { signins: [86, 45, 0, 41], audits: [4, 3, 0, 1], activity: [1, 1, 0, 0] });
  assert.equal(
    outcome.files.every(({ rejectedCount }) => rejectedCount === 0),
    true,
  );
  assert.deepEqual(await rowsOf(lake), publishedRows);
  assert.equal((await signInIds(lake.service)).length, 45);
  const { checked, ...findings } = await lake.service.verifyIntegrity({});
  assert.deepEqual(findings, clean);
  assert.ok(checked > 0);
});

test("imported again, in any order, as a folder or a file at a time, nothing changes and no slice is written", async (t) => {
  const lake = await openLake(t);
  await lake.service.importLogs({ paths: published });
  const before = await contents(lake);
  const slices = (await lake.service.listDays({})).flatMap((day) => day.slices);
  const written = await Promise.all(slices.map(async (slice) => (await stat(slice)).mtimeMs));
  const again = [[samples], published.toReversed(), ...published.map((path) => [path]), [...published, ...published]];
  for (const paths of again) {
    const outcome = await lake.service.importLogs({ paths });
    for (const [, added, updated] of Object.values(totals(outcome))) assert.deepEqual([added, updated], [0, 0]);
  }
  assert.deepEqual(await contents(lake), before);
  assert.deepEqual(await Promise.all(slices.map(async (slice) => (await stat(slice)).mtimeMs)), written);
});

test("split into halves, the lines turned round, and in any order, the same lake comes of it", async (t) => {
  const whole = await openLake(t);
  await whole.service.importLogs({ paths: published });
  const expected = await contents(whole);
  for (const turned of [false, true]) {
    const lake = await openLake(t);
    const halves = published.flatMap((path, file) => {
      const lines = readFileSync(path, "utf8").trimEnd().split("\n");
      if (turned) lines.reverse();
      const middle = lines.length >> 1;
      return [lines.slice(0, middle), lines.slice(middle)]
        .filter((part) => part.length > 0)
        .map((part, half) => lake.file(`${file}-${half}.jsonl`, `${part.join("\n")}\n`));
    });
    for (const path of turned ? halves.toReversed() : halves) await lake.service.importLogs({ paths: [path] });
    assert.deepEqual(await rowsOf(lake), publishedRows);
    assert.deepEqual(await contents(lake), expected, `turned: ${turned}`);
    const outcome = await lake.service.importLogs({ paths: published });
    assert.deepEqual(totals(outcome), { signins: [86, 0, 0, 86], audits: [4, 0, 0, 4], activity: [1, 0, 0, 1] });
  }
});

test("a log day tells its table, tenant, rows, bytes and slices, newest day first", async (t) => {
  const { service, root, file } = await openLake(t);
  const lines = ["2026-03-01T01:00:00Z", "2026-03-02T23:59:59.999Z", "2026-03-02T00:00:00Z"].map((createdDateTime, n) =>
    JSON.stringify(signIn(`s${n}`, { createdDateTime })),
  );
  await service.importLogs({ paths: [file("x", lines.join("\n"))], tenantId: "T1" });
  const days = await service.listDays({ table: "signins" });
  assert.deepEqual(
    days.map(({ bytes, ...day }) => ({ ...day, hasBytes: bytes > 0 })),
    ["2026-03-02", "2026-03-01"].map((day, index) => ({
      table: "signins",
      day,
      tenantId: "t1",
      rows: index === 0 ? 2 : 1,
      state: "imported",
      coverage: [],
      simulated: false,
      slices: [sliceOfDay(root, "signins", day)],
      hasBytes: true,
    })),
  );
  for (const { bytes, slices } of days) assert.equal(bytes, (await stat(slices[0] ?? "")).size);
  assert.deepEqual(await service.listDays({ table: "audits" }), []);
  assert.deepEqual(await service.listDays({}), days);
});

test("an empty lake has no days, and a question gets no rows but every column", async (t) => {
  const { service } = await openLake(t);
  assert.deepEqual(await service.listDays({}), []);
  const result = await service.runQuery({ sql: "SELECT * FROM signins" });
  assert.equal(result.rowCount, 0);
  const names = new Set(result.columns.map(({ name }) => name));
  for (const { name } of tables.signins.columns) assert.ok(names.has(name.toLowerCase()), name);
  assert.ok(names.has("dt"));
  assert.deepEqual(result.coverage, [{ table: "signins", days: 0, uncounted: "neverHeld", states: {}, gaps: [] }]);
  assert.deepEqual(await ask(service, "SELECT count(*) FROM events"), [[0]]);
  assert.deepEqual(await service.verifyIntegrity({}), { checked: 0, ...clean });
});

test("connecting to another lake, and again to the first, asks the lake that is open", async (t) => {
  const first = await openLake(t);
  const { service, root, file } = first;
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))], tenantId: "t1" });
  const other = join(dirname(root), "other");
  assert.deepEqual((await service.useConnection({ kind: "folder", path: other })).tenants, []);
  assert.deepEqual(await signInIds(service), []);
  await service.importLogs({ paths: [file("b", JSON.stringify(signIn("b")))], tenantId: "t2" });
  for (let time = 0; time < 2; time += 1) {
    const info = await service.useConnection({ kind: "folder", path: root });
    assert.deepEqual([info.tenants, info.simulated], [["t1"], false]);
    assert.deepEqual(await signInIds(service), ["a"]);
  }
});

test("without a connection, with a file for a folder or with a profile that is not there, a sentence tells what to do", async (t) => {
  const { file } = await openLake(t);
  const service = localLakeService();
  await assert.rejects(service.listDays({}), { code: "no-connection", message: /Choose a folder/ });
  await assert.rejects(service.useConnection({ kind: "folder", path: file("x", "") }), {
    code: "not-a-lake",
    message: /is a file\. Choose a folder/,
  });
  await assert.rejects(service.useConnection({ kind: "folder", path: "/logs?/lake" }), { code: "bad-argument" });
  const profile = "no-such-profile-on-any-machine";
  await assert.rejects(service.useConnection({ kind: "aws", profile, region: "eu-central-1" }), {
    code: "aws-profile",
    message: new RegExp(profile),
  });
});

test("two services that merge into the same lake at once lose nothing", async (t) => {
  const { service, root, file } = await openLake(t);
  const second = localLakeService();
  t.after(() => second.dispose());
  await second.useConnection({ kind: "folder", path: root });
  const folder = join(dirname(root), "in");
  mkdirSync(folder);
  const names = Array.from({ length: 8 }, (_, n) => {
    const records = Array.from({ length: 60 }, (__, record) =>
      JSON.stringify(signIn(`s${n}-${record}`, { createdDateTime: `2026-03-0${1 + (record % 5)}T10:00:00Z` })),
    );
    const path = join(folder, `${n}.ndjson`);
    writeFileSync(path, records.join("\n"));
    return path;
  });
  const shared = file("shared", JSON.stringify(signIn("shared")));
  const [even, odd] = [0, 1].map((rest) => [...names.filter((_, n) => n % 2 === rest), shared]);
  const outcomes = await Promise.all([
    service.importLogs({ paths: even ?? [] }),
    second.importLogs({ paths: odd ?? [] }),
  ]);
  const added = outcomes.flatMap(({ files }) => files).reduce((sum, counts) => sum + counts.added, 0);
  assert.equal(added, 481);
  assert.equal((await signInIds(service)).length, 481);
  assert.deepEqual(await signInIds(second), await signInIds(service));
  // Whoever was slower leaves slices that no entry names.
  const { strays: _, ...verified } = await service.verifyIntegrity({});
  assert.deepEqual(verified, { checked: 5, ...clean });
});

test("a cancelled import and a cancelled question are no errors, and the lake can be used on", async (t) => {
  const { service, file } = await openLake(t);
  const path = file("a", JSON.stringify(signIn("a")));
  const signal = AbortSignal.abort();
  await assert.rejects(service.importLogs({ paths: [path] }, { signal }), { name: "CancelledError" });
  const controller = new AbortController();
  const onProgress = ({ stage }: { stage: string }): void => {
    if (stage === "reading") controller.abort();
  };
  await assert.rejects(service.importLogs({ paths: [path] }, { signal: controller.signal, onProgress }), {
    name: "CancelledError",
  });
  await assert.rejects(service.runQuery({ sql: "SELECT 1" }, { signal }), { name: "CancelledError" });
  await service.importLogs({ paths: [path] });
  assert.deepEqual(await signInIds(service), ["a"]);
});
