import type { Source, TableName } from "../../protocol/tables.ts";
import { sources } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { apiNameOf, type Column, type ColumnType } from "../schema/column.ts";
import type { Table } from "../schema/table.ts";
import { isApiShape } from "../shapes/api-shape.ts";
import { riskyUserKeySuffixLength } from "../shapes/identify.ts";
import { derivedColumnSql } from "./derived-columns.ts";
import { duckdbType, holdsTimestamp, jsonStructure } from "./duckdb-types.ts";
import { sqlName, sqlText } from "./quoted-sql.ts";

const apiShapeSources: readonly Source[] = sources.filter(isApiShape);

/**
 * A SELECT that derives every column of a table, in order, with the names and types of a slice.
 *
 * `relation` is a table name or a parenthesised subquery with the columns `tenant_id`, `key`, `event_time`
 * (TIMESTAMP_MS), `source`, `source_ref`, `collected_at`, `first_seen_at`, `time_is_approximate` and `raw`; further
 * ones are ignored. The connection must know `api_shape` (registerApiShape). A value that does not fit its column
 * becomes NULL and the row stays; a `raw` that DuckDB cannot parse leaves all of Microsoft's columns NULL but key and time.
 */
export function deriveSql(table: TableName, relation: string): string {
  const own = tables[table].columns.map(
    (column) => `${columnSql(tables[table], column)} AS ${sqlName(column.name.toLowerCase())}`,
  );
  return `SELECT tenant_id AS tenantid, source, source_ref AS sourceref, collected_at AS collectedat,
  first_seen_at AS firstseenat, time_is_approximate AS timeisapproximate, raw,
  ${own.join(",\n  ")}
FROM (
  SELECT *, TRY(json_transform(shape, ${sqlText(jsonStructure(tables[table]))})) AS j
  FROM (SELECT tenant_id, key, event_time, source, source_ref, collected_at, first_seen_at, time_is_approximate, raw,
    ${spelledSql(
      table,
      `CASE WHEN source IN (${apiShapeSources.map(sqlText).join(", ")}) THEN raw
      ELSE api_shape(${sqlText(table)}, source, raw) END`,
    )} AS shape
    FROM ${relation}))`;
}

/** Names that Microsoft's older records spell otherwise; a quote inside a text is escaped, so only names match. */
const otherSpellings: Readonly<Partial<Record<TableName, readonly [old: string, name: string]>>> = {
  audits: ['"Type":', '"type":'],
  provisioning: ['"initiatingType":', '"initiatorType":'],
};

function spelledSql(table: TableName, text: string): string {
  const spelling = otherSpellings[table];
  return spelling === undefined ? text : `replace(${text}, ${sqlText(spelling[0])}, ${sqlText(spelling[1])})`;
}

function columnSql(table: Table, column: Column): string {
  if (column.name === table.eventTime) return "event_time";
  if (column.name === table.keyColumns[0])
    return table.keyColumns.length === 1 ? "key" : `left(key, -${riskyUserKeySuffixLength})`;
  const derived = derivedColumnSql[table.name]?.[column.name];
  if (derived !== undefined) return derived;
  const value = `j.${sqlName(apiNameOf(column))}`;
  if (column.type === "json")
    return `CASE WHEN ${value} = '' THEN NULL WHEN json_valid(${value}) THEN ${value} ELSE CAST(to_json(${value}) AS VARCHAR) END`;
  return lowered(value, column.type);
}

/** The value with lower-case field names and real timestamps; an object without any value is NULL. */
function lowered(value: string, type: ColumnType): string {
  if (typeof type !== "object") return type === "timestamp" ? timestampSql(value) : value;
  if ("list" in type) {
    if (holdsTimestamp(type)) return `list_transform(${value}, lambda e: ${lowered("e", type.list)})`;
    return needsRename(type) ? `CAST(${value} AS ${duckdbType(type)})` : value;
  }
  const rebuilt = holdsTimestamp(type)
    ? `struct_pack(${type.struct
        .map((f) => `${sqlName(f.name.toLowerCase())} := ${lowered(`${value}.${sqlName(f.name)}`, f.type)}`)
        .join(", ")})`
    : `CAST(${value} AS ${duckdbType(type)})`;
  return `CASE WHEN ${leaves(value, type)
    .map((leaf) => `${leaf} IS NULL`)
    .join(" AND ")} THEN NULL ELSE ${rebuilt} END`;
}

function needsRename(type: ColumnType): boolean {
  if (typeof type !== "object") return type === "json";
  return "list" in type ? needsRename(type.list) : true;
}

function leaves(value: string, type: ColumnType): readonly string[] {
  if (typeof type !== "object" || "list" in type) return [value];
  return type.struct.flatMap((field) => leaves(`${value}.${sqlName(field.name)}`, field.type));
}

/**
 * A timestamp from text, truncated to milliseconds: a plain cast to TIMESTAMP_MS would round, one to TIMESTAMP ignores
 * an offset, and both read words such as `infinity` as times. Text without a zone is UTC whatever the session's zone.
 */
export function timestampSql(value: string): string {
  return `CASE WHEN ${value} BETWEEN '0' AND ':' THEN CAST(date_trunc('millisecond',
    CASE WHEN ${value} LIKE '%+__:__' OR ${value} LIKE '%-__:__'
      THEN make_timestamp(epoch_us(TRY_CAST(${value} AS TIMESTAMPTZ))) ELSE TRY_CAST(${value} AS TIMESTAMP) END
    ) AS TIMESTAMP_MS) END`;
}
