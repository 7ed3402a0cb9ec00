import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../../duckdb/database.ts";
import { sources } from "../../protocol/tables.ts";
import type { Table } from "../../tables/schema/table.ts";
import { deriveSql } from "../../tables/sql/duckdb-schema.ts";
import { filledColumnsSql } from "../../tables/sql/filled-columns.ts";
import { fidelity } from "./source-fidelity.ts";

/** Event times, milliseconds since 1970, `toMs` excluded. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The law of `merge-law.ts` as DuckDB's SQL, by which slices are merged; simulations merge by the law itself. It reads two relations with
 * the columns `id` (position among the incoming; null for existing rows), tenant_id, key, event_ms, source,
 * source_ref, observed_ms, first_seen_ms, approximate, raw: `incoming` and `existing`, and leaves `winners` (the
 * incoming rows that are kept, with `change`) behind.
 */
export async function runMerge(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(groupsSql);
  const differing = await connection.runAndReadAll("SELECT 1 FROM groups WHERE differs LIMIT 1");
  // Ranking derives every column, which takes long to plan even for no rows, and most merges have nothing to rank.
  const differs = differing.currentRowCount > 0;
  if (differs) for (const statement of rankingSql(table)) await connection.run(statement);
  await connection.run(winnersSql(differs));
}

const groupsSql = `
    CREATE OR REPLACE TEMP TABLE groups AS
       SELECT tenant_id, key,
              bool_or(id IS NULL) AS held,
              min(hash(raw)) <> max(hash(raw)) AS differs,
              min(first_seen_ms) AS first_seen_ms
       FROM (SELECT id, tenant_id, key, raw, first_seen_ms FROM existing
             UNION ALL SELECT id, tenant_id, key, raw, first_seen_ms FROM incoming)
       GROUP BY tenant_id, key
       HAVING NOT (bool_and(id IS NULL) OR (bool_or(id IS NULL) AND min(hash(raw)) = max(hash(raw))))`;

function rankingSql(table: Table): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE candidates AS
       SELECT row_number() OVER () AS row, rows.* FROM (SELECT * FROM existing UNION ALL BY NAME SELECT * FROM incoming) AS rows
       SEMI JOIN groups ON groups.differs AND rows.tenant_id = groups.tenant_id AND rows.key = groups.key`,
    `CREATE OR REPLACE TEMP TABLE ranked AS
       SELECT candidates.id, candidates.tenant_id, candidates.key, candidates.source, candidates.observed_ms,
              derived.version_ms, derived.filled, canonical_sha256(candidates.raw) AS canonical
       FROM candidates JOIN (${rankColumnsSql(table)}) AS derived ON derived.row = candidates.row`,
  ];
}

/** The incoming rows that are kept: of keys whose rows are all the same, and those that are `ranked` best of the others. */
function winnersSql(differs: boolean): string {
  const same = `
    SELECT id, 'added' AS change
    FROM incoming SEMI JOIN groups ON NOT groups.held AND NOT groups.differs
      AND incoming.tenant_id = groups.tenant_id AND incoming.key = groups.key
    QUALIFY row_number() OVER (PARTITION BY tenant_id, key ORDER BY
      ${fidelitySql("source")} DESC, observed_ms DESC NULLS LAST, id) = 1`;
  const best = `
    SELECT id, CASE WHEN held_canonical IS NULL THEN 'added' ELSE 'updated' END AS change
    FROM (
      SELECT id, canonical,
             max(canonical) FILTER (id IS NULL) OVER (PARTITION BY tenant_id, key) AS held_canonical
      FROM ranked
      QUALIFY row_number() OVER (PARTITION BY tenant_id, key ORDER BY
        version_ms DESC NULLS LAST, ${fidelitySql("source")} DESC, observed_ms DESC NULLS LAST, filled DESC,
        canonical DESC, (id IS NULL) DESC, id) = 1
    ) WHERE id IS NOT NULL AND canonical IS DISTINCT FROM held_canonical`;
  return `CREATE OR REPLACE TEMP TABLE winners AS ${differs ? `(${same}) UNION ALL (${best})` : same}`;
}

/** The rows of the relation `selected`, which has the columns of `incoming`, in the order and form of `mergedRowsSql`. */
export function newRowsSql(times?: TimeRange): string {
  return `SELECT tenant_id, key, event_ms, source, source_ref, observed_ms, first_seen_ms, approximate, raw
    FROM selected WHERE ${inTimes(times)} ORDER BY event_ms, tenant_id, key`;
}

/**
 * The rows a slice holds after the merge, in the order of event time, in the form that the merge reads. They are
 * sorted before they are derived, because sorting a few columns is cheaper than sorting all of them. `times` limits
 * the incoming rows.
 */
export function mergedRowsSql(times?: TimeRange): string {
  return `SELECT tenant_id, key, event_ms, source, source_ref, observed_ms, first_seen_ms, approximate, raw
    FROM (
      SELECT * EXCLUDE (id) FROM existing ANTI JOIN (SELECT tenant_id, key FROM incoming JOIN winners USING (id)) AS replaced
        USING (tenant_id, key)
      UNION ALL BY NAME
      SELECT incoming.* EXCLUDE (id, first_seen_ms), groups.first_seen_ms
      FROM incoming JOIN winners USING (id) JOIN groups USING (tenant_id, key)
      WHERE ${inTimes(times)}
    ) ORDER BY event_ms, tenant_id, key`;
}

function inTimes(times: TimeRange | undefined): string {
  return times === undefined ? "true" : `event_ms >= ${times.fromMs} AND event_ms < ${times.toMs}`;
}

/** Merged rows as a slice holds them: every column derived anew from `raw`. */
export function sliceRowsSql(table: Table, merged: string): string {
  return deriveSql(
    table.name,
    `(SELECT tenant_id, key, ${timestamp("event_ms")} AS event_time, source, source_ref,
             ${timestamp("observed_ms")} AS collected_at, ${timestamp("first_seen_ms")} AS first_seen_at,
             approximate AS time_is_approximate, raw
      FROM (${merged}))`,
  );
}

/** A slice's rows, those of `times` if it is given, in the form that the merge reads. */
export function existingRowsSql(table: Table, file: string, times?: TimeRange): string {
  const eventTime = identifier(table.eventTime.toLowerCase());
  // A condition on the column itself skips row groups; one on `event_ms` would not.
  const inTimes =
    times === undefined
      ? ""
      : `WHERE ${eventTime} >= ${timestamp(String(times.fromMs))} AND ${eventTime} < ${timestamp(String(times.toMs))}`;
  return `SELECT NULL::BIGINT AS id, tenantid AS tenant_id, ${keySql(table)} AS key,
                 epoch_ms(${eventTime}::TIMESTAMP) AS event_ms, source, sourceref AS source_ref,
                 epoch_ms(collectedat::TIMESTAMP) AS observed_ms, epoch_ms(firstseenat::TIMESTAMP) AS first_seen_ms,
                 timeisapproximate AS approximate, raw
          FROM read_parquet(${literal(file)}) ${inTimes}`;
}

/** The key of a row as `identify.ts` makes it, from the columns of a slice. */
export function keySql(table: Table): string {
  return table.keyColumns
    .map((column) => {
      const name = identifier(column.toLowerCase());
      return column === table.eventTime ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%gZ')` : name;
    })
    .join(" || '@' || ");
}

/**
 * Derives the candidates to see their version and how many columns have a value; `source_ref` carries the row's number.
 */
function rankColumnsSql(table: Table): string {
  const version = table.versionTime === undefined ? "NULL" : identifier(table.versionTime.toLowerCase());
  const rows = `(SELECT tenant_id, key, ${timestamp("event_ms")} AS event_time, source, row::VARCHAR AS source_ref,
      NULL::TIMESTAMP_MS AS collected_at, NULL::TIMESTAMP_MS AS first_seen_at,
      approximate AS time_is_approximate, raw FROM candidates)`;
  return `SELECT sourceref::BIGINT AS row, epoch_ms(${version}::TIMESTAMP) AS version_ms,
                 ${filledColumnsSql(table.name, "derived")} AS filled
          FROM (${deriveSql(table.name, rows)}) AS derived`;
}

function timestamp(milliseconds: string): string {
  return `make_timestamp(${milliseconds} * 1000)::TIMESTAMP_MS`;
}

function fidelitySql(source: string): string {
  const cases = sources.map((name) => `WHEN ${literal(name)} THEN ${fidelity[name]}`).join(" ");
  return `CASE ${source} ${cases} ELSE 0 END`;
}
