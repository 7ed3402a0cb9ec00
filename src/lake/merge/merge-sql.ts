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
 * incoming rows that are kept, with `change`, and for states what is kept with them in place of their own) behind.
 */
export async function runMerge(connection: DuckDBConnection, table: Table): Promise<void> {
  await connection.run(groupsSql(table));
  const differing = await connection.runAndReadAll("SELECT 1 FROM groups WHERE differs LIMIT 1");
  // Ranking derives every column, which takes long to plan even for no rows, and most merges have nothing to rank.
  const differs = differing.currentRowCount > 0;
  if (differs) for (const statement of rankingSql(table)) await connection.run(statement);
  await connection.run(winnersSql(table, differs));
}

function groupsSql(table: Table): string {
  // The same record says something else as a poll's: that it is so now.
  const said = table.currentSource === undefined ? "hash(raw)" : `hash(raw, ${currentSql(table)} IS NOT NULL)`;
  return `
    CREATE OR REPLACE TEMP TABLE groups AS
       SELECT tenant_id, key,
              bool_or(id IS NULL) AS held,
              min(said) <> max(said) AS differs,
              min(first_seen_ms) AS first_seen_ms
       FROM (SELECT id, tenant_id, key, ${said} AS said, first_seen_ms FROM existing
             UNION ALL SELECT id, tenant_id, key, ${said} AS said, first_seen_ms FROM incoming)
       GROUP BY tenant_id, key
       HAVING NOT (bool_and(id IS NULL) OR (bool_or(id IS NULL) AND min(said) = max(said)))`;
}

function rankingSql(table: Table): readonly string[] {
  return [
    `CREATE OR REPLACE TEMP TABLE candidates AS
       SELECT row_number() OVER () AS row, rows.* FROM (SELECT * FROM existing UNION ALL BY NAME SELECT * FROM incoming) AS rows
       SEMI JOIN groups ON groups.differs AND rows.tenant_id = groups.tenant_id AND rows.key = groups.key`,
    `CREATE OR REPLACE TEMP TABLE ranked AS
       SELECT row, id, tenant_id, key, current_ms, canonical,
              row_number() OVER (PARTITION BY tenant_id, key ORDER BY
                version_ms DESC NULLS LAST, current_ms DESC NULLS LAST, ${fidelitySql("source")} DESC,
                observed_ms DESC NULLS LAST, filled DESC, canonical DESC, (id IS NULL) DESC, id) AS rank
       FROM (
         SELECT candidates.*, derived.version_ms, derived.filled, canonical_sha256(candidates.raw) AS canonical,
                ${currentSql(table)} AS current_ms
         FROM candidates JOIN (${rankColumnsSql(table)}) AS derived ON derived.row = candidates.row
       )`,
  ];
}

/** The incoming rows that are kept: of keys whose rows are all the same, and those that are `ranked` best of the others. */
function winnersSql(table: Table, differs: boolean): string {
  const isState = table.currentSource !== undefined;
  const same = `
    SELECT id, 'added' AS change
           ${isState ? ", NULL::VARCHAR AS kept_source, NULL::VARCHAR AS kept_ref, NULL::BIGINT AS kept_observed_ms, NULL::VARCHAR AS kept_raw" : ""}
    FROM incoming SEMI JOIN groups ON NOT groups.held AND NOT groups.differs
      AND incoming.tenant_id = groups.tenant_id AND incoming.key = groups.key
    QUALIFY row_number() OVER (PARTITION BY tenant_id, key ORDER BY
      ${fidelitySql("source")} DESC, observed_ms DESC NULLS LAST, id) = 1`;
  const best = isState ? bestStates : bestRows;
  return `CREATE OR REPLACE TEMP TABLE winners AS ${differs ? `(${same}) UNION ALL (${best})` : same}`;
}

const bestRows = `
    SELECT id, CASE WHEN held_canonical IS NULL THEN 'added' ELSE 'updated' END AS change
    FROM (
      SELECT id, rank, canonical,
             max(canonical) FILTER (id IS NULL) OVER (PARTITION BY tenant_id, key) AS held_canonical
      FROM ranked
    ) WHERE rank = 1 AND id IS NOT NULL AND canonical IS DISTINCT FROM held_canonical`;

/** The best of each state with the record that completes it; in place of a row that is held, the completing row is named. */
const bestStates = `
    WITH
      others AS (SELECT ranked.*, candidates.raw FROM ranked JOIN candidates USING (row)),
      best AS (SELECT ranked.*, source, source_ref, observed_ms, raw FROM ranked JOIN candidates USING (row) WHERE rank = 1),
      completing AS (
        SELECT best.row, others.id, others.canonical, others.raw
        FROM best JOIN others ON best.tenant_id = others.tenant_id AND best.key = others.key
        WHERE completes_state(best.raw, others.raw)
        QUALIFY row_number() OVER (PARTITION BY best.row ORDER BY others.rank) = 1
      ),
      held AS (SELECT tenant_id, key, canonical, current_ms FROM ranked WHERE id IS NULL)
    SELECT coalesce(best.id, completing.id) AS id,
           CASE WHEN held.canonical IS NULL THEN 'added' ELSE 'updated' END AS change,
           best.source AS kept_source, best.source_ref AS kept_ref, best.observed_ms AS kept_observed_ms,
           coalesce(completing.raw, best.raw) AS kept_raw
    FROM best LEFT JOIN completing USING (row)
      LEFT JOIN held ON best.tenant_id = held.tenant_id AND best.key = held.key
    WHERE coalesce(best.id, completing.id) IS NOT NULL
      AND (coalesce(completing.canonical, best.canonical) IS DISTINCT FROM held.canonical
           OR (held.current_ms IS NULL AND best.current_ms IS NOT NULL))`;

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
export function mergedRowsSql(table: Table, times?: TimeRange): string {
  const completed =
    table.currentSource === undefined
      ? ""
      : `REPLACE (coalesce(kept_source, source) AS source, coalesce(kept_ref, source_ref) AS source_ref,
                  CASE WHEN kept_source IS NULL THEN observed_ms ELSE kept_observed_ms END AS observed_ms,
                  coalesce(kept_raw, raw) AS raw)`;
  return `SELECT tenant_id, key, event_ms, source, source_ref, observed_ms, first_seen_ms, approximate, raw
    FROM (
      SELECT * EXCLUDE (id) FROM existing ANTI JOIN (SELECT tenant_id, key FROM incoming JOIN winners USING (id)) AS replaced
        USING (tenant_id, key)
      UNION ALL BY NAME
      SELECT incoming.* EXCLUDE (id, first_seen_ms) ${completed}, groups.first_seen_ms
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

/** When a row's state was seen to be so; NULL for what was so. */
function currentSql({ currentSource }: Table): string {
  return currentSource === undefined
    ? "NULL::BIGINT"
    : `CASE WHEN source = ${literal(currentSource)} THEN observed_ms END`;
}

function fidelitySql(source: string): string {
  const cases = sources.map((name) => `WHEN ${literal(name)} THEN ${fidelity[name]}`).join(" ");
  return `CASE ${source} ${cases} ELSE 0 END`;
}
