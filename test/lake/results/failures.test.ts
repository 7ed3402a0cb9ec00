import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { type FailureKind, failureOf } from "../../../src/duckdb/failures.ts";
import { CancelledError, TenantTrailError } from "../../../src/protocol/errors.ts";

// What DuckDB says when something fails, provoked with the pinned version: a new one that says it otherwise is noticed.

let folder: string;
let database: Database;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-failures-"));
  database = await Database.open({ memoryLimit: "200MB", temporaryFolder: "", threads: 1 });
});
after(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

const path = (name: string): string => literal(join(folder, name));

/** A statement that needs some 100 MB. */
const large =
  "CREATE OR REPLACE TABLE t AS SELECT hash(i)::VARCHAR || repeat('x', 100) AS v FROM range(1000000) r(i) ORDER BY v";

async function failure(sql: string, on = database): Promise<ReturnType<typeof failureOf>> {
  return on.use(async (connection) => {
    const error: unknown = await connection.run(sql).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error, `${sql} fails`);
    return failureOf(error);
  });
}

async function parquet(connection: DuckDBConnection, name: string): Promise<Buffer> {
  await connection.run(
    `COPY (SELECT i, hash(i)::VARCHAR AS v FROM range(50000) r(i)) TO ${path(name)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return readFile(join(folder, name));
}

test("a statement or a value at fault", async () => {
  const cases: readonly (readonly [FailureKind, string])[] = [
    ["statement", "SELECT nope FROM range(3)"],
    ["statement", "SELECT * FROM nope"],
    ["statement", "SELEC 1"],
    ["statement", "SELECT no_such_function(1)"],
    ["value", "SELECT 'x'::INTEGER"],
    ["value", "SELECT 'No space left on device'::INTEGER"],
    ["value", "SELECT 2147483647::INTEGER + i::INTEGER FROM range(1, 3) t(i)"],
    ["value", "SELECT (SELECT i FROM range(3) t(i))"],
    ["value", "SELECT strptime('a damaged parquet page', '%d')"],
    ["value", "SELECT acos(2)"],
    ["value", "SELECT '{'::JSON"],
  ];
  for (const [kind, sql] of cases) assert.equal((await failure(sql))?.kind, kind, sql);
  const { type, words } = (await failure("SELECT 'x'::INTEGER")) ?? {};
  assert.deepEqual([type, words], ["Conversion", "Could not convert string 'x' to INT32"]);
});

test("a statement that is interrupted", async () => {
  await database.use(async (connection) => {
    const running = connection.run("SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(100000) b(i)");
    const timer = setInterval(() => connection.interrupt(), 20);
    const error: unknown = await running.catch((thrown: unknown) => thrown);
    clearInterval(timer);
    assert.equal(failureOf(error)?.kind, "interrupted");
  });
});

test("no room in memory, nor in the folder for spilling", async () => {
  const small = await Database.open({ memoryLimit: "30MB", temporaryFolder: "", threads: 1 });
  assert.equal((await failure(large, small))?.kind, "out-of-memory");
  small.close();
  const spilling = await Database.open({ memoryLimit: "30MB", temporaryFolder: join(folder, "spill"), threads: 1 });
  await spilling.use((connection) => connection.run("SET GLOBAL max_temp_directory_size = '5MB'"));
  assert.equal((await failure(large, spilling))?.kind, "out-of-memory");
  spilling.close();
});

test("files that cannot be opened or written", async () => {
  assert.equal((await failure(`SELECT * FROM read_parquet([${path("gone.parquet")}])`))?.kind, "missing-file");
  assert.equal((await failure(`COPY (SELECT 1) TO ${path("no-folder/a.parquet")}`))?.kind, "missing-file");
  assert.equal((await failure(`COPY (SELECT 1) TO ${literal(folder)}`))?.kind, "no-access");
  // A device that is always full, which only Linux has.
  if (existsSync("/dev/full"))
    assert.equal((await failure("COPY (SELECT * FROM range(100000)) TO '/dev/full' (FORMAT csv)"))?.kind, "disk-full");
});

test("files that are no Parquet, or damaged", async () => {
  const whole = await database.use((connection) => parquet(connection, "whole.parquet"));
  const damaged: Readonly<Record<string, Uint8Array>> = {
    empty: new Uint8Array(),
    text: Buffer.from("This is no Parquet at all."),
    cut: whole.subarray(0, whole.length / 2),
    pages: Buffer.from(whole).fill(0xab, 1_000, whole.length / 2),
    header: Buffer.from(whole).fill(0xff, 4, 40),
    footer: Buffer.from(whole).fill(0x77, whole.length - 400, whole.length - 100),
    length: Buffer.concat([whole.subarray(0, -8), Buffer.from([0xff, 0xff, 0xff, 0x7f]), whole.subarray(-4)]),
  };
  for (const [name, bytes] of Object.entries(damaged)) {
    await writeFile(join(folder, `${name}.parquet`), bytes);
    const found = await failure(`SELECT max(hash(slice)) FROM read_parquet([${path(`${name}.parquet`)}]) AS slice`);
    assert.equal(found?.kind, "broken-parquet", `${name}: ${found?.type} Error: ${found?.words}`);
  }
});

test("what a locked instance refuses", async () => {
  const locked = await Database.open({ threads: 1 });
  await locked.use((connection) => connection.run("SET GLOBAL enable_external_access = false"));
  assert.equal((await failure("SELECT * FROM read_text('/etc/hosts')", locked))?.kind, "forbidden");
  locked.close();
});

test("an error that is not DuckDB's is none of its failures", () => {
  const system = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  for (const error of [new CancelledError(), new TenantTrailError("internal", "IO Error: x"), system, "IO Error: x", 1])
    assert.equal(failureOf(error), undefined);
  assert.equal(failureOf(new Error("Failed to query"))?.kind, "other");
  const appending =
    'Failed to append: Failed to commit: Could not write file "/lake/work.wal": No space left on device';
  assert.equal(failureOf(new Error(appending))?.kind, "disk-full");
});
