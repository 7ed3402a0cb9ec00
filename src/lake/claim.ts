import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../duckdb/database.ts";
import type { TableName } from "../protocol/tables.ts";
import type { LedgerNote } from "./ledger-entry.ts";
import type { LedgerState } from "./ledger-state.ts";
import { choosePartCount } from "./part-count.ts";
import { type PartCount, parseSlicePath } from "./slice.ts";

/** Staged rows of a table by UTC day, `YYYY-MM-DD`. */
export async function rowsByDay(connection: DuckDBConnection, table: TableName): Promise<Map<string, number>> {
  const reader = await connection.runAndReadAll(
    `SELECT strftime(make_timestamp(event_ms * 1000), '%Y-%m-%d') AS day, count(*)::INTEGER
     FROM staged WHERE tbl = ${literal(table)} GROUP BY day ORDER BY day`,
  );
  return new Map(reader.getRowsJS().map(([day, rows]) => [String(day), Number(rows)]));
}

/** The claim for the days that have no part count yet; undefined when all have. */
export function claimParts(state: LedgerState, days: ReadonlyMap<string, number>): LedgerNote | undefined {
  const known = knownDays(state);
  const parts: Record<string, PartCount> = {};
  for (const [day, rows] of [...days].sort(([, a], [, b]) => b - a)) {
    const claimed = state.parts.get(day);
    if (claimed !== undefined) continue;
    const count = choosePartCount(day, rows, known);
    parts[day] = count;
    known.set(day, { rows, parts: count });
  }
  return Object.keys(parts).length === 0 ? undefined : { kind: "claim", parts };
}

function knownDays(state: LedgerState): Map<string, { rows: number; parts: PartCount }> {
  const rows = new Map<string, number>();
  for (const [path, slice] of state.slices) {
    const day = parseSlicePath(path)?.day;
    if (day !== undefined) rows.set(day, (rows.get(day) ?? 0) + slice.rows);
  }
  return new Map([...state.parts].map(([day, parts]) => [day, { rows: rows.get(day) ?? 0, parts }]));
}
