import { copyFile, mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Database, identifier } from "../../src/duckdb/database.ts";
import { Lake } from "../../src/lake/lake.ts";
import { type DayPart, partKey, slicePath } from "../../src/lake/ledger/day-part.ts";
import type { SliceChange } from "../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, type LedgerState } from "../../src/lake/ledger/ledger-state.ts";
import { copySlice } from "../../src/lake/slices/slice-file.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import { sha256OfFile } from "../../src/lake/storage/sha256-of-file.ts";
import type { TableName } from "../../src/protocol/tables.ts";
import { allColumns, tables } from "../../src/tables/schema/tables.ts";
import { duckdbType } from "../../src/tables/sql/duckdb-types.ts";

/** So many slices of each table: 1,096 days, of which some have four parts. Together 10,000. */
const slicesOf: readonly (readonly [TableName, parts: 1 | 4, slices: number])[] = [
  ["signins", 4, 4_384],
  ["activity", 4, 4_384],
  ["audits", 1, 1_096],
  ["provisioning", 1, 136],
];

const firstDay = Date.parse("2023-01-01T00:00:00Z");
const dayMs = 86_400_000;
const tenant = "7e57ab1e-0000-4000-8000-000000000001";
const rowsPerSlice = 50;
const slicesPerEntry = 64;

/**
 * Makes a lake of 10,000 slices in a folder that is not there yet. All slices of a table hold the same rows, so it is made in seconds;
 * what a question over all of them costs does not depend on that.
 */
export async function makeThreeYears(root: string): Promise<void> {
  await mkdir(root);
  const lake = new Lake(new FolderStorage(root));
  for (const [table, parts, count] of slicesOf) await fillTable(lake, table, parts, count);
}

async function fillTable(lake: Lake, table: TableName, parts: 1 | 4, count: number): Promise<void> {
  const template = join(await lake.storage.scratch(), `${table}.parquet`);
  await mkdir(dirname(template), { recursive: true });
  await writeTemplate(table, template);
  const digest = await sha256OfFile(template);
  const { size: bytes } = await stat(template);
  let state: LedgerState = emptyLedger;
  for (let from = 0; from < count; from += slicesPerEntry) {
    const slices: SliceChange[] = [];
    for (let n = from; n < Math.min(from + slicesPerEntry, count); n += 1) {
      const part = partKey(partAt(table, parts, n));
      const file = lake.storage.locate(slicePath(part, digest));
      await mkdir(dirname(file), { recursive: true });
      await copyFile(template, file);
      slices.push({
        part,
        before: null,
        after: digest,
        bytes,
        rows: rowsPerSlice,
        tenants: { [tenant]: rowsPerSlice },
        approximate: 0,
        portalCsv: 0,
        firstMs: firstDay,
        lastMs: firstDay + (rowsPerSlice - 1) * 1000,
        columnBytes: [],
        added: rowsPerSlice,
        updated: 0,
        late: 0,
      });
    }
    state = await lake.append(table, state, () => ({ kind: "commit", slices }));
  }
  await rm(template);
}

function partAt(table: TableName, parts: 1 | 4, n: number): DayPart {
  const day = new Date(firstDay + Math.floor(n / parts) * dayMs).toISOString().slice(0, 10);
  const hours = 24 / parts;
  const fromHour = (n % parts) * hours;
  return { table, day, fromHour, toHour: fromHour + hours };
}

/** A slice in which every third text has values; other columns hold nothing, as many do in real ones. */
async function writeTemplate(table: TableName, file: string): Promise<void> {
  const { eventTime } = tables[table];
  const columns = allColumns(table).map(({ name, type }, index) => {
    const value =
      name === "tenantId"
        ? `'${tenant}'`
        : name === eventTime
          ? "TIMESTAMP_MS '2023-01-01 00:00:00' + to_seconds(n)"
          : name === "outcome"
            ? "CASE WHEN n % 3 = 0 THEN 'failure' ELSE 'success' END"
            : type === "varchar" && index % 3 === 0
              ? `'${name} ' || n % 20`
              : "NULL";
    return `(${value})::${duckdbType(type)} AS ${identifier(name.toLowerCase())}`;
  });
  const database = await Database.open({ threads: 1 });
  try {
    await database.use((connection) =>
      copySlice(
        connection,
        table,
        `SELECT ${columns.join(", ")} FROM range(${rowsPerSlice}) AS t(n)`,
        { rows: rowsPerSlice, bytes: rowsPerSlice * 1_000 },
        null,
        file,
      ),
    );
  } finally {
    database.close();
  }
}
