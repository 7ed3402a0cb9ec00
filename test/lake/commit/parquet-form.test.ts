import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { test } from "node:test";
import { literal } from "../../../src/duckdb/database.ts";
import { sha256OfFile } from "../../../src/lake/storage/sha256-of-file.ts";
import { schemaVersion } from "../../../src/tables/schema/all-tables.ts";
import { fieldIds } from "../../../src/tables/schema/field-ids.ts";
import { askLake, commitRows, signIn, sliceFile, temporaryLake } from "./temporary-lake.ts";

const day = "2026-11-22";

test("a slice has field ids, statistics, milliseconds, and names its schema and the slice that it replaced", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [signIn("a", `${day}T10:00:00.123Z`, { status: { errorCode: 50126 } })]);
  const first = await sha256OfFile(await sliceFile(lake, "signins", day));
  await commitRows(lake, [signIn("b", `${day}T11:00:00Z`)]);
  const file = literal(await sliceFile(lake, "signins", day));
  const ids = await askLake(
    lake,
    `SELECT name, field_id FROM parquet_schema(${file}) WHERE name IN ('tenantid', 'createddatetime', 'errorcode')`,
  );
  const expected = { tenantid: "tenantid", createddatetime: "createddatetime", errorcode: "status.errorcode" };
  for (const [name, id] of ids)
    assert.equal(Number(id), fieldIds.signins[expected[name as keyof typeof expected]], String(name));
  assert.equal(ids.length, 3);
  const unnumbered = await askLake(
    lake,
    `SELECT name FROM parquet_schema(${file}) WHERE field_id IS NULL AND name NOT IN ('duckdb_schema', 'list')`,
  );
  assert.deepEqual(unnumbered, []);
  const footer = await askLake(lake, `SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file}) ORDER BY 1`);
  assert.deepEqual(footer, [
    ["tenanttrail.parent", first],
    ["tenanttrail.schema", String(schemaVersion)],
  ]);
  const [statistics] = await askLake(
    lake,
    `SELECT stats_min_value, stats_max_value, compression FROM parquet_metadata(${file}) WHERE path_in_schema = 'createddatetime'`,
  );
  assert.deepEqual(statistics, [`${day} 10:00:00.123`, `${day} 11:00:00`, "SNAPPY"]);
  const [type] = await askLake(lake, `SELECT logical_type FROM parquet_schema(${file}) WHERE name = 'createddatetime'`);
  assert.match(String(type?.[0]), /MILLIS/);
});

test("a slice is compressed by zstd, unless it is so small that beginning with it costs more than it saves", async (context) => {
  const lake = await temporaryLake(context);
  const big = signIn("b", `${day}T11:00:00Z`, { userAgent: "x".repeat(200_000) });
  for (const [row, compression] of [
    [signIn("a", `${day}T10:00:00Z`), "SNAPPY"],
    [big, "ZSTD"],
  ] as const) {
    await commitRows(lake, [row]);
    const file = literal(await sliceFile(lake, "signins", day));
    assert.deepEqual(await askLake(lake, `SELECT DISTINCT compression FROM parquet_metadata(${file})`), [
      [compression],
    ]);
  }
});

test("the ledger knows of a slice what its file says", async (context) => {
  const lake = await temporaryLake(context);
  await commitRows(lake, [signIn("a", `${day}T10:00:00.123Z`), signIn("b", `${day}T09:00:00Z`)]);
  await commitRows(lake, [{ ...signIn("c", `${day}T11:00:00Z`), tenantId: "t2", timeIsApproximate: true }]);
  const file = await sliceFile(lake, "signins", day);
  const { state } = await lake.ledger("signins").read();
  const slice = state.slices.get(`signins/dt=${day}/00-24`);
  assert.equal(slice?.sha256, await sha256OfFile(file));
  assert.equal(slice?.bytes, (await stat(file)).size);
  assert.deepEqual([slice?.rows, slice?.tenants, slice?.approximate], [3, { t1: 2, t2: 1 }, 1]);
  assert.deepEqual([slice?.firstMs, slice?.lastMs], [Date.parse(`${day}T09:00:00Z`), Date.parse(`${day}T11:00:00Z`)]);
  const sizes = await askLake(
    lake,
    `SELECT lower(split_part(path_in_schema, ', ', 1)) AS name, sum(total_compressed_size)::DOUBLE
     FROM parquet_metadata(${literal(file)}) GROUP BY name`,
  );
  assert.ok(sizes.length > 80);
  for (const [name, bytes] of sizes)
    assert.equal(slice?.columnBytes[(fieldIds.signins[String(name)] ?? 0) - 1], bytes, String(name));
});
