import { Database, identifier, literal } from "../duckdb/database.ts";
import type { Lake } from "../lake/lake.ts";
import type { LedgerState } from "../lake/ledger-state.ts";
import { parseSlicePath } from "../lake/slice.ts";
import type { TableHealth } from "../protocol/collector.ts";
import type { TableName } from "../protocol/tables.ts";
import { tables } from "../tables/tables.ts";

const hour = 3_600_000;
const hours = 168;

/** How the rows of one tenant's table arrived in the last 7 days; null when it has none of them. */
export async function tableHealth(
  lake: Lake,
  table: TableName,
  state: LedgerState,
  tenant: { readonly tenantId: string; readonly since: string },
  nowMs: number,
): Promise<TableHealth> {
  const { tenantId } = tenant;
  const firstHour = Math.floor(nowMs / hour) * hour - (hours - 1) * hour;
  const firstDay = new Date(firstHour).toISOString().slice(0, 10);
  const files = [...state.slices.keys()]
    .filter((path) => (parseSlicePath(path)?.day ?? "") >= firstDay)
    .map((path) => lake.storage.locate(path));
  const nothing = { tenantId, table, lastEvent: null, lateness: null, rowsPerHour: Array<number>(hours).fill(0) };
  if (files.length === 0) return nothing;
  const time = identifier(tables[table].eventTime.toLowerCase());
  // What happened before the tenant was added was not late: nobody was looking.
  const from = Math.max(firstHour, Date.parse(tenant.since));
  const rows = `(SELECT epoch_ms(${time}::TIMESTAMP) AS event_ms, epoch_ms(firstseenat::TIMESTAMP) AS seen_ms
     FROM read_parquet([${files.map(literal).join(", ")}], union_by_name = true) WHERE tenantid = ${literal(tenantId)})`;
  const database = await Database.open({ memoryLimit: "200MB", threads: 1 });
  try {
    return await database.use(async (connection) => {
      const perHour = await connection.runAndReadAll(
        `SELECT ((event_ms - ${firstHour}) // ${hour})::INTEGER AS hour, count(*)::INTEGER, max(event_ms)::DOUBLE
         FROM ${rows} WHERE event_ms >= ${firstHour} GROUP BY hour`,
      );
      const rowsPerHour = [...nothing.rowsPerHour];
      let lastMs = 0;
      for (const [index, count, newest] of perHour.getRowsJS()) {
        if (Number(index) < hours) rowsPerHour[Number(index)] = Number(count);
        lastMs = Math.max(lastMs, Number(newest));
      }
      const quantiles = await connection.runAndReadAll(
        `SELECT quantile_cont(seen_ms - event_ms, [0.5, 0.95, 0.99])::DOUBLE[] FROM ${rows} WHERE seen_ms IS NOT NULL AND event_ms >= ${from}`,
      );
      const list = quantiles.getRowsJson()[0]?.[0] as readonly number[] | null;
      const [p50, p95, p99] = (list ?? []).map((ms) => Math.max(0, Math.round(Number(ms))));
      return {
        ...{ tenantId, table, rowsPerHour },
        lastEvent: lastMs === 0 ? null : new Date(lastMs).toISOString(),
        lateness: p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 },
      };
    });
  } finally {
    database.close();
  }
}
