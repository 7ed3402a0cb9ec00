import assert from "node:assert/strict";
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Database, literal } from "../../../../src/duckdb/database.ts";
import { footerSql } from "../../../../src/lake/slices/slice-footer.ts";
import { schemaVersion } from "../../../../src/tables/schema/all-tables.ts";
import { slicesOf } from "../../slices-of.ts";
import { ask, importReader, openLake } from "../open-lake.ts";
import { again, count, lakesHoldingPlain, plain, record } from "./again.ts";

const openHolding = lakesHoldingPlain();
const otherTenant = "7e57ab1e-0000-4000-8000-00000000000b";

/** The same with lines of which nobody should write any. */
const strange = Array.from({ length: count }, (_, n) => {
  if (n % 101 === 100) return `{"value":[${record(n)},{"x":1},${record(10_000 + n)}]}`;
  if (n % 103 === 102) return `  ${record(n)}\t\r`;
  if (n % 107 === 106) return record(n - 1);
  if (n % 109 === 108) return record(n - 1, { userDisplayName: "twice" });
  if (n % 113 === 112) return "";
  if (n % 127 === 126) return record(n).slice(0, 40);
  if (n % 131 === 130) return `${record(n).slice(0, 40)}${record(n)}`;
  if (n % 137 === 136) return record(n, { userAgent: "\ud800" });
  if (n % 139 === 138) return JSON.stringify({ AuditData: audit(n), ResultIndex: 1 });
  if (n % 149 === 148) return audit(n);
  return record(n);
}).join("\n");

function audit(n: number): string {
  const CreationTime = new Date(Date.UTC(2026, 2, 2, 0, 0, n)).toISOString().slice(0, 19);
  return JSON.stringify({ Id: `a${n}`, CreationTime, RecordType: 15, Operation: "x", OrganizationId: otherTenant });
}

for (const reader of [importReader, undefined])
  test(`the lines of a file that the lake holds are not read again, ${reader ? "by threads" : "in this thread"}`, async (t) => {
    const lake = await openHolding(t, reader);
    const request = { paths: [lake.plain] };
    const before = slicesOf(lake.root, "signins");
    assert.ok((await again(t, lake, request)) > count / 2);
    assert.deepEqual(slicesOf(lake.root, "signins"), before);
    const [file] = (await lake.service.importLogs(request)).files;
    assert.deepEqual([file?.rows, file?.added, file?.updated, file?.unchanged], [count, 0, 0, count]);
  });

test("a packed file is held by its lines too", async (t) => {
  const lake = await openLake(t, importReader);
  const request = { paths: [lake.file("packed", gzipSync(plain))] };
  await lake.service.importLogs(request);
  assert.ok((await again(t, lake, request)) > count - 300);
});

test("lines with several records, with a damaged one, of another table or as another file gave them are read", async (t) => {
  const lake = await openLake(t, importReader);
  const request = { paths: [lake.file("strange", strange)] };
  await lake.service.importLogs(request);
  const passed = await again(t, lake, request);
  assert.ok(passed > count / 2 && passed < count * 0.95, `${passed} lines were passed over`);
});

test("another file, or the same with a line more, is read", async (t) => {
  const lake = await openHolding(t, importReader);
  assert.equal(await again(t, lake, { paths: [lake.file("more", `${plain}\n${record(7_000)}`)] }), 0);
});

test("rows that are held as better records say are read, and stay as they are", async (t) => {
  const lake = await openHolding(t, importReader);
  const request = { paths: [lake.plain] };
  const better = Array.from({ length: count / 10 }, (_, n) => record(n * 10, { userAgent: "Edge" })).join("\n");
  await lake.service.importLogs({ paths: [lake.file("better", better)] });
  const passed = await again(t, lake, request);
  assert.ok(passed > count / 2 && passed <= count * 0.9, `${passed} lines were passed over`);
});

test("a file that is given another tenant or table is read", async (t) => {
  const lake = await openLake(t, importReader);
  const paths = [lake.file("plain", plain)];
  await lake.service.importLogs({ paths, tenantId: otherTenant });
  assert.ok((await again(t, lake, { paths, tenantId: otherTenant })) > 0);
  assert.equal(await again(t, lake, { paths, table: "audits" }), 0);
  assert.equal(await again(t, lake, { paths, tenantId: "7e57ab1e-0000-4000-8000-00000000000a" }), 0);
});

test("the lines of a slice that is gone are read, so that it is there again", async (t) => {
  const lake = await openLake(t, importReader);
  const request = { paths: [lake.file("plain", plain)] };
  await lake.service.importLogs(request);
  rmSync(slicesOf(lake.root, "signins")[1] ?? "");
  const passed = await again(t, lake, request);
  assert.ok(passed > 0 && passed <= count - 1000, `${passed} lines were passed over`);
  const [held] = await ask(lake.service, "SELECT count(*) FROM signins");
  assert.deepEqual(held?.map(String), [String(count)]);
});

test("a slice that is not what its ledger says shows no lines", async (t) => {
  const lake = await openHolding(t, importReader);
  const request = { paths: [lake.plain] };
  const passedBefore = await again(t, lake, request);
  const [, second = ""] = slicesOf(lake.root, "signins");
  await rewriteSlice(second, schemaVersion, 900);
  assert.ok((await again(t, lake, request)) <= passedBefore - 900);
});

async function rewriteSlice(file: string, version: number, rows: number): Promise<void> {
  const database = await Database.open({ threads: 1 });
  const written = `${file}.new`;
  await database.use((connection) =>
    connection.run(
      `COPY (FROM read_parquet(${literal(file)}, hive_partitioning = false) LIMIT ${rows}) TO ${literal(written)}
       (FORMAT parquet, KV_METADATA ${footerSql(version, null)})`,
    ),
  );
  database.close();
  renameSync(written, file);
}

test("a lake whose ledger is damaged is read into as if nothing were held", async (t) => {
  const lake = await openLake(t, importReader);
  const request = { paths: [lake.file("plain", plain)] };
  await lake.service.importLogs(request);
  rmSync(join(lake.root, "_ledger"), { recursive: true });
  assert.equal(await again(t, lake, request), 0);
});
