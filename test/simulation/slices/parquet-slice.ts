import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../../../src/duckdb/database.ts";
import { parseSlicePath } from "../../../src/lake/ledger/slice-path.ts";
import { keySql } from "../../../src/lake/merge/merge-sql.ts";
import { readFooter } from "../../../src/lake/slices/slice-footer.ts";
import { tables } from "../../../src/tables/schema/all-tables.ts";
import type { SeenSlice } from "../oracle/invariants.ts";

/** What a Parquet slice holds, for the invariants. @param path of the slice in its lake. @param file where it lies. */
export async function seenParquet(connection: DuckDBConnection, path: string, file: string): Promise<SeenSlice> {
  const table = tables[parseSlicePath(path)?.table ?? "signins"];
  const { parent } = await readFooter(connection, file, path);
  const reader = await connection.runAndReadAll(
    `SELECT tenantid, ${keySql(table)}, epoch_ms(${table.eventTime}::TIMESTAMP)::DOUBLE, timeisapproximate,
       source, raw
     FROM read_parquet(${literal(file)}, hive_partitioning = false)`,
  );
  const rows = reader.getRowsJS().map(([tenantId, key, eventMs, approximate, source, raw]) => ({
    tenantId: String(tenantId),
    key: String(key),
    eventMs: Number(eventMs),
    approximate: approximate === true,
    source: String(source),
    raw: String(raw),
  }));
  const sha256 = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  return { sha256, parent: parent ?? null, rows };
}
