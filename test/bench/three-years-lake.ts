import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { Database, identifier, literal } from "../../src/duckdb/database.ts";
import { Lake } from "../../src/lake/lake.ts";
import { type DayPart, partKey } from "../../src/lake/ledger/day-part.ts";
import { type SliceChange, sha256 } from "../../src/lake/ledger/ledger-entry.ts";
import { emptyLedger, type LedgerState } from "../../src/lake/ledger/ledger-state.ts";
import { slicePath } from "../../src/lake/ledger/slice-path.ts";
import { footerSql } from "../../src/lake/slices/slice-footer.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import type { TableName } from "../../src/protocol/tables.ts";
import { allColumns, schemaVersion, tables } from "../../src/tables/schema/all-tables.ts";
import { duckdbType } from "../../src/tables/sql/duckdb-types.ts";
import { fieldIdsSql } from "../../src/tables/sql/field-ids-sql.ts";

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
const rowEveryMs = 60_000;
const slicesPerEntry = 64;

/**
 * Makes a lake of 10,000 slices in a folder that is not there yet. Each has rows of its own part of its own day, with
 * their own keys, accounts and texts; some columns hold nothing, as many do in real ones.
 */
export async function makeThreeYears(root: string): Promise<void> {
  await mkdir(root);
  const lake = new Lake(new FolderStorage(root));
  const database = await Database.open();
  try {
    await database.use(async (connection) => {
      for (const [table, parts, count] of slicesOf) await fillTable(connection, lake, table, parts, count);
    });
  } finally {
    database.close();
  }
}

async function fillTable(
  connection: DuckDBConnection,
  lake: Lake,
  table: TableName,
  parts: 1 | 4,
  count: number,
): Promise<void> {
  const template = join(await lake.storage.scratch(), `${table}.parquet`);
  await writeTemplate(connection, table, template);
  const model = await readFile(template);
  await rm(template);
  let state: LedgerState = emptyLedger;
  for (let from = 0; from < count; from += slicesPerEntry) {
    const slices: SliceChange[] = [];
    for (let n = from; n < Math.min(from + slicesPerEntry, count); n += 1) {
      const firstMs = startOf(parts, n);
      const content = moved(model, n, firstMs);
      const after = sha256(content);
      const part = partKey(partAt(table, parts, n));
      const target = lake.storage.locate(slicePath(part, after));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
      slices.push({
        part,
        before: null,
        after,
        bytes: content.length,
        rows: rowsPerSlice,
        tenants: { [tenant]: rowsPerSlice },
        approximate: 0,
        portalCsv: 0,
        firstMs,
        lastMs: firstMs + (rowsPerSlice - 1) * rowEveryMs,
        columnBytes: [],
        added: rowsPerSlice,
        updated: 0,
        late: 0,
      });
    }
    state = await lake.append(table, state, () => ({ kind: "commit", slices }));
  }
}

/** The template with the keys and times of the nth part: writing 10,000 files by DuckDB would take minutes. */
function moved(model: Buffer, n: number, firstMs: number): Buffer {
  const content = Buffer.from(model);
  const replace = (what: Buffer, by: Buffer): void => {
    for (let at = model.indexOf(what); at !== -1; at = model.indexOf(what, at + 1)) by.copy(content, at);
  };
  for (let row = 0; row < rowsPerSlice; row += 1) {
    replace(Buffer.from(keyOf(0, row)), Buffer.from(keyOf(n, row)));
    replace(timeOf(firstDay, row), timeOf(firstMs, row));
  }
  return content;
}

/** Each is as long as the others. */
function keyOf(n: number, row: number): string {
  return `key-${String(n).padStart(8, "0")}-${String(row).padStart(8, "0")}`;
}

/** As it stands in the file. */
function timeOf(fromMs: number, row: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(fromMs + row * rowEveryMs));
  return bytes;
}

function startOf(parts: 1 | 4, n: number): number {
  return firstDay + n * (dayMs / parts);
}

function partAt(table: TableName, parts: 1 | 4, n: number): DayPart {
  const day = new Date(startOf(parts, n)).toISOString().slice(0, 10);
  const hours = 24 / parts;
  const fromHour = (n % parts) * hours;
  return { table, day, fromHour, toHour: fromHour + hours };
}

/** A slice in which every third text has values; nothing in it is compressed. */
async function writeTemplate(connection: DuckDBConnection, table: TableName, file: string): Promise<void> {
  const { eventTime, keyColumns } = tables[table];
  const columns = allColumns(table).map(({ name, type }, index) => {
    const value =
      name === "tenantId"
        ? `'${tenant}'`
        : name === eventTime
          ? `make_timestamp((${firstDay} + n * ${rowEveryMs}) * 1000)`
          : keyColumns.includes(name)
            ? "'key-00000000-' || lpad(n::VARCHAR, 8, '0')"
            : name === "outcome"
              ? "CASE WHEN n % 3 = 0 THEN 'failure' ELSE 'success' END"
              : type === "varchar" && index % 3 === 0
                ? `'${name} ' || n % 20`
                : "NULL";
    return `(${value})::${duckdbType(type)} AS ${identifier(name.toLowerCase())}`;
  });
  await connection.run(
    `COPY (SELECT ${columns.join(", ")} FROM range(${rowsPerSlice}) AS r(n)) TO ${literal(file)}
     (FORMAT parquet, COMPRESSION uncompressed, FIELD_IDS ${fieldIdsSql(table)}, KV_METADATA ${footerSql(schemaVersion, null)})`,
  );
}
