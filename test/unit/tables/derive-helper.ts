import { type DuckDBConnection, DuckDBTimestampMillisecondsValue } from "@duckdb/node-api";
import { registerApiShape } from "../../../src/duckdb/api-shape-function.ts";
import { Database } from "../../../src/duckdb/database.ts";
import type { Source, TableName } from "../../../src/protocol/tables.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { deriveSql } from "../../../src/tables/sql/duckdb-schema.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface Observation {
  readonly source: Source;
  readonly record: unknown;
}

/** Runs `work` with a connection of an own instance that knows `api_shape`. */
export async function withEngine(work: (connection: DuckDBConnection) => Promise<void>): Promise<void> {
  const database = await Database.open({ threads: 2 });
  try {
    await database.use(async (connection) => {
      registerApiShape(connection);
      await work(connection);
    });
  } finally {
    database.close();
  }
}

/** Makes the DuckDB table `name` of derived rows, with `dt`, from records that are identified first. */
export async function createDerived(
  connection: DuckDBConnection,
  name: string,
  table: TableName,
  observations: readonly Observation[],
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TABLE observed (tenant_id VARCHAR, key VARCHAR, event_time TIMESTAMP_MS,
    source VARCHAR, source_ref VARCHAR, collected_at TIMESTAMP_MS, first_seen_at TIMESTAMP_MS,
    time_is_approximate BOOLEAN, raw VARCHAR)`);
  // Not by statements, of which each would be planned anew.
  const appender = await connection.createAppender("observed");
  for (const [index, { source, record }] of observations.entries()) {
    const identity = identifyRecord(table, source, record as Row);
    if ("rejected" in identity) throw new Error(`record ${index} ${identity.rejected}`);
    appender.appendVarchar(identity.tenantId ?? "unassigned");
    appender.appendVarchar(identity.key);
    appender.appendTimestampMilliseconds(new DuckDBTimestampMillisecondsValue(BigInt(identity.eventTimeMs)));
    appender.appendVarchar(source);
    appender.appendVarchar("file:1");
    appender.appendNull();
    appender.appendNull();
    appender.appendBoolean(identity.timeIsApproximate);
    appender.appendVarchar(JSON.stringify(record));
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(
    `CREATE OR REPLACE TABLE ${name} AS SELECT *, strftime(${timeColumn(table)}, '%Y-%m-%d') AS dt FROM (${deriveSql(table, "observed")})`,
  );
}

function timeColumn(table: TableName): string {
  if (table === "signins") return "createddatetime";
  if (table === "activity") return "creationtime";
  return table === "riskyusers" ? "risklastupdateddatetime" : "activitydatetime";
}

/** The rows of a question, with values as JSON has them. */
export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<readonly Row[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

/** Derived rows of records of one table. */
export async function derivedRows(
  connection: DuckDBConnection,
  table: TableName,
  observations: readonly Observation[],
): Promise<readonly Row[]> {
  await createDerived(connection, "derived", table, observations);
  return rowsOf(connection, "SELECT * FROM derived");
}
