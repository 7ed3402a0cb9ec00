import type { DuckDBConnection } from "@duckdb/node-api";
import { hourMs } from "../../base/time-units.ts";
import { Database, identifier, interruptible, literal } from "../../duckdb/database.ts";
import type { Lake } from "../../lake/lake.ts";
import { parsePartKey } from "../../lake/ledger/day-part.ts";
import type { LedgerState } from "../../lake/ledger/ledger-state.ts";
import type { LentFiles } from "../../lake/storage/storage.ts";
import type { TableHealth } from "../../protocol/collector.ts";
import type { TableName } from "../../protocol/tables.ts";
import { findBrokenSlice } from "../../query/broken-slice.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import { declaredRowsSql } from "../../tables/sql/declared-rows-sql.ts";

const hours = 168;

interface HealthQuestion {
  readonly table: TableName;
  readonly tenantId: string;
  /** Beginning of the oldest hour that is counted. */
  readonly firstHour: number;
  /** Rows of before are not counted as late. */
  readonly lateFrom: number;
}

type Arrival = Pick<TableHealth, "lastEvent" | "lateness" | "rowsPerHour">;

/**
 * How the rows of one tenant's table arrived in the last 7 days; null when it has none of them.
 * @throws TenantTrailError `broken-slice`, also for a slice that is not there; `unsafe-lake`; CancelledError.
 */
export async function tableHealth(
  lake: Lake,
  table: TableName,
  state: LedgerState,
  tenant: { readonly tenantId: string; readonly since: string },
  nowMs: number,
  signal: AbortSignal | undefined,
): Promise<TableHealth> {
  const { tenantId } = tenant;
  const firstHour = Math.floor(nowMs / hourMs) * hourMs - (hours - 1) * hourMs;
  const firstDay = new Date(firstHour).toISOString().slice(0, 10);
  const paths = [...state.slices].flatMap(([key, { path }]) =>
    (parsePartKey(key)?.day ?? "") >= firstDay ? [path] : [],
  );
  // An event from before the tenant was added was not late, because nobody was collecting.
  const question = { table, tenantId, firstHour, lateFrom: Math.max(firstHour, Date.parse(tenant.since)) };
  const database = await Database.open({ memoryLimit: "200MB", threads: 1 });
  const slices = paths.map((path) => ({ file: lake.storage.fileOf(path), name: lake.storage.locate(path) }));
  let lent: LentFiles | undefined;
  try {
    lent = await lake.storage.lend(paths, { signal });
    const arrival = await database.use(async (connection) => {
      try {
        return await interruptible(connection, signal, () => arrivalOf(connection, slices, question));
      } catch (error) {
        throw (await findBrokenSlice(connection, error, slices)) ?? error;
      }
    });
    return { tenantId, table, ...arrival };
  } finally {
    database.close();
    await lent?.release();
  }
}

/** One look at the rows, so that all numbers are of the same ones. */
async function arrivalOf(
  connection: DuckDBConnection,
  slices: readonly { readonly file: string }[],
  { table, tenantId, firstHour, lateFrom }: HealthQuestion,
): Promise<Arrival> {
  if (slices.length === 0) return { lastEvent: null, lateness: null, rowsPerHour: Array<number>(hours).fill(0) };
  const eventTime = tables[table].eventTime.toLowerCase();
  const time = identifier(eventTime);
  const files = slices.map(({ file }) => file);
  const rows = declaredRowsSql(table, files, new Set([eventTime, "firstseenat", "tenantid"]));
  const reader = await connection.runAndReadAll(
    `WITH rows AS (
       SELECT epoch_ms(${time}::TIMESTAMP) AS event_ms, epoch_ms(firstseenat::TIMESTAMP) AS seen_ms
       FROM ${rows} WHERE tenantid = ${literal(tenantId)}
     )
     SELECT ((event_ms - ${firstHour}) // ${hourMs})::INTEGER AS hour, count(*)::DOUBLE, max(event_ms)::DOUBLE,
       (quantile_cont(seen_ms - event_ms, [0.5, 0.95, 0.99]) FILTER (seen_ms IS NOT NULL AND event_ms >= ${lateFrom}))::DOUBLE[]
     FROM rows WHERE event_ms >= ${firstHour} GROUP BY GROUPING SETS ((hour), ())`,
  );
  const rowsPerHour = Array<number>(hours).fill(0);
  let arrival: Omit<Arrival, "rowsPerHour"> = { lastEvent: null, lateness: null };
  for (const [index, count, newest, late] of reader.getRowsJson()) {
    if (index !== null) {
      if (Number(index) < hours) rowsPerHour[Number(index)] = Number(count);
      continue;
    }
    const [p50, p95, p99] = ((late ?? []) as readonly number[]).map((ms) => Math.max(0, Math.round(Number(ms))));
    arrival = {
      lastEvent: newest === null ? null : new Date(Number(newest)).toISOString(),
      lateness: p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 },
    };
  }
  return { ...arrival, rowsPerHour };
}
