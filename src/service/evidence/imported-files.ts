import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible } from "../../duckdb/database.ts";
import { withLookDatabase } from "../../lake/slices/look-database.ts";
import type { FileStorage } from "../../lake/storage/storage.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import type { EvidenceImport } from "../../query/evidence/facts/evidence-facts.ts";
import { declaredRowsSql } from "../../tables/sql/declared-rows-sql.ts";

/** So many slices are asked at once. */
const slicesAtOnce = 500;

const columns: ReadonlySet<string> = new Set(["source", "sourceref"]);

/** The files of which rows are in some slices, by the digest that `sourceRef` begins with (design: Merging). */
export async function importedFiles(
  storage: FileStorage,
  slices: readonly { readonly table: TableName; readonly path: string }[],
  signal: AbortSignal | undefined,
): Promise<readonly EvidenceImport[]> {
  if (slices.length === 0) return [];
  const { release } = await storage.lend(
    slices.map(({ path }) => path),
    { signal },
  );
  try {
    return await withLookDatabase(async (connection) => {
      const found: EvidenceImport[] = [];
      for (const table of tableNames) {
        const files = slices.flatMap((slice) => (slice.table === table ? [storage.fileOf(slice.path)] : []));
        found.push(...(await filesOfTable(connection, table, files, signal)));
      }
      return found;
    });
  } finally {
    await release();
  }
}

async function filesOfTable(
  connection: DuckDBConnection,
  table: TableName,
  files: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly EvidenceImport[]> {
  const counts = new Map<string, EvidenceImport>();
  for (let from = 0; from < files.length; from += slicesAtOnce) {
    const query = `SELECT regexp_extract(sourceref, '^([0-9a-f]{64})[?:]', 1) AS digest, source, count(*)::DOUBLE
      FROM ${declaredRowsSql(table, files.slice(from, from + slicesAtOnce), columns)}
      GROUP BY ALL HAVING digest <> '' ORDER BY ALL`;
    const read = await interruptible(connection, signal, () => connection.runAndReadAll(query));
    for (const [sha256, source, rows] of read.getRowsJson()) {
      const key = `${sha256} ${source}`;
      const before = counts.get(key)?.rows ?? 0;
      counts.set(key, { sha256: String(sha256), table, source: String(source), rows: before + Number(rows) });
    }
  }
  return [...counts.values()];
}
