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
  readonly bytes: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Counts the rows of the view `selected`. */
export async function readNewRows(connection: DuckDBConnection): Promise<NewRows> {
  const reader = await connection.runAndReadAll(
    `SELECT input, tenant_id, unnamed, count(*)::INTEGER, (count(*) FILTER (late))::INTEGER,
            (count(*) FILTER (approximate))::INTEGER, sum(strlen(raw))::DOUBLE,
            min(event_ms)::DOUBLE, max(event_ms)::DOUBLE,
            (SELECT count(*) FROM (SELECT DISTINCT tenant_id, key FROM selected))::INTEGER
     FROM selected GROUP BY ALL ORDER BY ALL`,
  );
  const table = reader.getRowsJS();
  const counted = table.map(
    ([input, tenantId, unnamed, rows, late, approximate, bytes, firstMs, lastMs]): CountedRows => ({
      input: Number(input),
      tenantId: String(tenantId),
      unnamed: unnamed === true,
      rows: Number(rows),
      late: Number(late),
      approximate: Number(approximate),
      bytes: Number(bytes),
      firstMs: Number(firstMs),
      lastMs: Number(lastMs),
    }),
  );
  const rows = total(counted, "rows");
  const keys = Number(table[0]?.[9] ?? 0);
  const byTenant = Map.groupBy(counted, ({ tenantId }) => tenantId);
  const byInput = Map.groupBy(counted, ({ input }) => input);
  return {
    allAdded: keys === rows && new Set(counted.map(({ unnamed }) => unnamed)).size <= 1,
    size: { rows, bytes: total(counted, "bytes") },
    contents: {
      rows,
      tenants: Object.fromEntries([...byTenant].map(([tenantId, own]) => [tenantId, total(own, "rows")])),
      approximate: total(counted, "approximate"),
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

function total(counted: readonly CountedRows[], what: "rows" | "late" | "approximate" | "bytes"): number {
  return sum(counted, (own) => own[what]);
}
