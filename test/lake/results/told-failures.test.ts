import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { toldFailure, wordsBehind } from "../../../src/duckdb/told-failure.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { lakeDoing } from "../../../src/protocol/service/lake-service.ts";
import { findBrokenSlice } from "../../../src/query/broken-slice.ts";

let folder: string;
let database: Database;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenanttrail-told-"));
  database = await Database.open({ memoryLimit: "100MB", temporaryFolder: "", threads: 1 });
});
after(async () => {
  database.close();
  await rm(folder, { recursive: true, force: true });
});

const path = (name: string): string => literal(join(folder, name));

async function failureOn(connection: DuckDBConnection, sql: string): Promise<Error> {
  const error: unknown = await connection.run(sql).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof Error, `${sql} fails`);
  return error;
}

const failing: readonly string[] = [
  "SELECT nope FROM range(3)",
  "SELECT range FROM range(3), range(4)",
  "SELECT sum(sum(range)) FROM range(3)",
  "SELEC 1",
  "SELECT 'x'::INTEGER",
  "SELECT 2147483647::INTEGER + i::INTEGER FROM range(1, 3) t(i)",
  "SELECT (SELECT i FROM range(3) t(i))",
  "SELECT regexp_matches(i::VARCHAR, '(') FROM range(3) t(i)",
  "SELECT '{'::JSON",
  "SELECT acos(2)",
  "CREATE TABLE t AS SELECT hash(i)::VARCHAR || repeat('x', 100) AS v FROM range(3000000) r(i) ORDER BY v",
  "SELECT * FROM read_parquet('/nowhere/a.parquet')",
  "COPY (SELECT 1) TO '/nowhere/at/all/a.parquet'",
];

test("what DuckDB fails of is told in a sentence, with its own words as the cause alone, whatever was being done", async () => {
  await writeFile(join(folder, "no.parquet"), "This is no Parquet at all.");
  await database.use(async (connection) => {
    for (const sql of [
      ...failing,
      `SELECT * FROM read_parquet(${path("no.parquet")})`,
      `COPY (SELECT 1) TO ${literal(folder)}`,
    ]) {
      const error = await failureOn(connection, sql);
      for (const doing of Object.values(lakeDoing)) {
        const told = toldFailure(error, doing);
        assert.ok(told instanceof TenantTrailError, sql);
        assert.match(told.message, /^[A-Z][^:]+\. [A-Z].*\.$/, sql);
        for (const line of error.message.split("\n").filter((each) => each.length > 8))
          assert.ok(!told.message.includes(line), `${sql}: ${told.message}`);
        assert.doesNotMatch(told.message, / Error|SELECT|\/nowhere|memory_limit/);
        assert.equal(wordsBehind(told), error);
        assert.equal(wordsBehind(new TenantTrailError("read-failed", "x", { cause: told })), error);
      }
    }
  });
});

test("what is no error of DuckDB's is told as it is", () => {
  for (const error of [new TenantTrailError("read-failed", "x"), new TypeError("ours"), "text", undefined])
    assert.equal(toldFailure(error, "importing"), error);
});

test("a statement's own fault is none of a slice, and a slice's none of the statement", async () => {
  const [whole, damaged] = ["whole.parquet", "damaged.parquet"];
  await database.use(async (connection) => {
    for (const name of [whole, damaged])
      await connection.run(
        `COPY (SELECT i, hash(i)::VARCHAR AS v FROM range(50000) r(i)) TO ${path(name)} (FORMAT parquet, COMPRESSION zstd)`,
      );
    const bytes = await readFile(join(folder, damaged));
    await writeFile(join(folder, damaged), bytes.fill(0xab, 1_000, bytes.length / 2));
    const sound = [{ file: join(folder, whole), name: whole }];
    const both = [...sound, { file: join(folder, damaged), name: damaged }];

    const from = `read_parquet(${path(whole)})`;
    for (const sql of [
      `SELECT (v || 'a corrupt parquet page')::INTEGER FROM ${from}`,
      `SELECT strptime('a damaged dictionary page', '%d') FROM ${from}`,
      `SELECT nope FROM ${from}`,
      `SELECT acos(i) FROM ${from}`,
      `SELECT error('could not read: corrupt page') FROM ${from}`,
    ])
      for (const slices of [sound, both]) {
        const found = await findBrokenSlice(connection, await failureOn(connection, sql), slices);
        if (slices === sound || !sql.includes("error(")) assert.equal(found, undefined, sql);
      }

    const ofSlice = await failureOn(connection, `SELECT max(hash(s)) FROM read_parquet(${path(damaged)}) AS s`);
    const found = await findBrokenSlice(connection, ofSlice, both);
    assert.equal(found?.code, "broken-slice");
    assert.match(found?.message ?? "", /damaged\.parquet/);
  });
});

test("a slice that cannot be looked at for want of memory is not said to be damaged", async () => {
  await database.use((connection) =>
    connection.run(
      `COPY (SELECT repeat(hash(i)::VARCHAR, 40000) AS v FROM range(30) r(i)) TO ${path("large.parquet")} (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );
  const small = await Database.open({ memoryLimit: "8MB", temporaryFolder: "", threads: 1 });
  await small.use(async (connection) => {
    const probe = `SELECT max(hash(slice)) FROM read_parquet(${path("large.parquet")}) AS slice`;
    assert.match((await failureOn(connection, probe)).message, /Out of Memory/);
    const asked = new Error("Invalid Input Error: a corrupt page");
    const slices = [{ file: join(folder, "large.parquet"), name: "large" }];
    assert.equal(await findBrokenSlice(connection, asked, slices), undefined);
  });
  small.close();
});
