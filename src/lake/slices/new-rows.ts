import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import type { SliceContents } from "../ledger/ledger-entry.ts";
import type { MergeSize } from "../merge/sorted-runs.ts";
import type { InputChange } from "./slice-work.ts";

/** The rows of the view `selected`, measured as the contents of a new slice. */
export interface NewRows {
  /** Whether every row is added as it is: none has the key of another or takes its tenant from one. */
  readonly allAdded: boolean;
  readonly size: MergeSize;
  readonly contents: Omit<SliceContents, "columnBytes">;
  /** What each input adds if all rows are added. */
  readonly inputs: readonly InputChange[];
}

interface CountedRows {
  readonly input: number;
  readonly tenantId: string;
  readonly unnamed: boolean;
  readonly rows: number;
  readonly late: number;
  readonly approximate: number;
  readonly portalCsv: number;
  readonly bytes: number;
  /** Of the largest record. */
  readonly largest: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Counts the rows of the view `selected`. */
export async function readNewRows(connection: DuckDBConnection): Promise<NewRows> {
  const rows = await readNewRowsByPart(connection, "(SELECT 0 AS part, * FROM selected)");
  return rows.get(0) ?? newRows([], 0);
}

/** Counts the rows of a relation, which has the columns of `selected`, for each number in its column `part`. */
export async function readNewRowsByPart(
  connection: DuckDBConnection,
  relation: string,
): Promise<ReadonlyMap<number, NewRows>> {
  const reader = await connection.runAndReadAll(
    `SELECT part, input, tenant_id, unnamed, count(*)::INTEGER, (count(*) FILTER (late))::INTEGER,
            (count(*) FILTER (approximate))::INTEGER, (count(*) FILTER (source = 'portal-csv'))::INTEGER, sum(bytes)::DOUBLE, max(bytes)::DOUBLE,
            min(event_ms)::DOUBLE, max(event_ms)::DOUBLE, any_value(keys)::INTEGER
     FROM (SELECT * EXCLUDE (raw), strlen(raw) AS bytes FROM ${relation}) JOIN (
       SELECT part, count(*) AS keys FROM (SELECT DISTINCT part, tenant_id, key FROM ${relation}) GROUP BY part
     ) USING (part) GROUP BY ALL ORDER BY ALL`,
  );
  const byPart = Map.groupBy(reader.getRowsJS(), ([part]) => Number(part));
  return new Map(
    [...byPart].map(([part, counted]) => [part, newRows(counted.map(countedRows), Number(counted[0]?.at(-1)))]),
  );
}

function countedRows([
  ,
  input,
  tenantId,
  unnamed,
  rows,
  late,
  approximate,
  portalCsv,
  bytes,
  largest,
  firstMs,
  lastMs,
]: readonly unknown[]): CountedRows {
  return {
    input: Number(input),
    tenantId: String(tenantId),
    unnamed: unnamed === true,
    rows: Number(rows),
    late: Number(late),
    approximate: Number(approximate),
    portalCsv: Number(portalCsv),
    bytes: Number(bytes),
    largest: Number(largest),
    firstMs: Number(firstMs),
    lastMs: Number(lastMs),
  };
}

function newRows(counted: readonly CountedRows[], keys: number): NewRows {
  const rows = total(counted, "rows");
  const byTenant = Map.groupBy(counted, ({ tenantId }) => tenantId);
  const byInput = Map.groupBy(counted, ({ input }) => input);
  return {
    allAdded: keys === rows && new Set(counted.map(({ unnamed }) => unnamed)).size <= 1,
    size: { rows, bytes: total(counted, "bytes"), largest: Math.max(0, ...counted.map(({ largest }) => largest)) },
    contents: {
      rows,
      tenants: Object.fromEntries([...byTenant].map(([tenantId, own]) => [tenantId, total(own, "rows")])),
      approximate: total(counted, "approximate"),
      portalCsv: total(counted, "portalCsv"),
      firstMs: rows === 0 ? null : Math.min(...counted.map(({ firstMs }) => firstMs)),
      lastMs: rows === 0 ? null : Math.max(...counted.map(({ lastMs }) => lastMs)),
    },
    inputs: [...byInput].map(([input, own]) => ({
      input,
      change: "added",
      rows: total(own, "rows"),
      late: total(own, "late"),
    })),
  };
}

function total(counted: readonly CountedRows[], what: "rows" | "late" | "approximate" | "portalCsv" | "bytes"): number {
  return sum(counted, (own) => own[what]);
}
