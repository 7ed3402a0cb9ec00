import { DuckDBDecimalType, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { Measure } from "../../../protocol/chart/chart-spec.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import { columnAt, type HeldColumn } from "../held-column.ts";
import { displayText, jsonValue } from "../json-values.ts";
import { isInteger, isMoment, kindOf } from "../trino-types.ts";

/** Characters of a value that a chart shows; a longer one is cut. */
const keyCharacters = 200;

/** A column as rows are grouped by it: nested values by their JSON text. */
export function groupedValue(column: HeldColumn): string {
  return kindOf(column.type) === "nested" ? displayText(column.sql, column.type) : column.sql;
}

/** `json_array(value, whether it is cut)` of what `groupedValue` made. */
export function keyJson(value: string, { type }: HeldColumn): string {
  const kind = kindOf(type);
  if (kind !== "nested" && kind !== "text") return `json_array(${jsonValue(value, type)}, false)`;
  const text = kind === "nested" ? value : displayText(value, type);
  return `json_array(left(${text}, ${keyCharacters}), coalesce(length(${text}) > ${keyCharacters}, false))`;
}

/** A column as a moment of UTC, of type TIMESTAMP; NULL where it is none. Texts are read as ISO 8601. */
export function momentSql({ sql, type }: HeldColumn): string {
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ) return within(`timezone('UTC', ${sql})`);
  if (isMoment(type)) return within(`TRY_CAST(${sql} AS TIMESTAMP)`);
  return within(`CASE WHEN ${isMomentText(sql)} THEN TRY_CAST(${sql} AS TIMESTAMP) END`);
}

/** A condition: the text is a day or a moment of UTC. */
export function isMomentText(sql: string): string {
  return `regexp_full_match(${sql}, '\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?)?')`;
}

/** Moments that a calendar of four digits has. */
function within(moment: string): string {
  return `CASE WHEN ${moment} BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999' THEN ${moment} END`;
}

/** A column of numbers as a finite DOUBLE; NULL where it is none. */
export function numberSql({ sql, type }: HeldColumn): string {
  return isFloat(type) ? `CASE WHEN isfinite(${sql}) THEN ${sql}::DOUBLE END` : `${sql}::DOUBLE`;
}

/** An aggregate of a measure's values, called `name` in the grouped rows; a VARCHAR, or NULL where there is none. */
export function aggregateSql({ aggregate, column }: Measure, type: DuckDBType | undefined, name: string): string {
  if (column === undefined || type === undefined) return "count(*)::VARCHAR";
  if (aggregate === "count") return `count(${name})::VARCHAR`;
  if (aggregate === "distinct") return `count(DISTINCT ${name})::VARCHAR`;
  const finite = isFloat(type) ? ` FILTER (isfinite(${name}))` : "";
  if (aggregate === "avg") return finiteText(`avg(${name}::DOUBLE)${finite}`);
  if (aggregate !== "sum") return `(${aggregate}(${name})${finite})::VARCHAR`;
  if (isInteger(type)) return `sum(${name}::HUGEINT)::VARCHAR`;
  return type instanceof DuckDBDecimalType ? `sum(${name})::VARCHAR` : finiteText(`sum(${name}::DOUBLE)${finite}`);
}

/** The same aggregate as a number that can be ordered. */
export function rankSql(measure: Measure, type: DuckDBType | undefined, name: string): string {
  return `TRY_CAST(${aggregateSql(measure, type, name)} AS DOUBLE)`;
}

/** Sums of finite doubles can pass what a double holds. */
function finiteText(value: string): string {
  return `CASE WHEN isfinite(${value}) THEN (${value})::VARCHAR END`;
}

/** `json_array(rows without a value, rows whose value is NaN or infinite)`; none where the rows are counted. */
export function leftOfMeasure({ aggregate }: Measure, type: DuckDBType | undefined, name: string): string {
  if (type === undefined || aggregate === "count" || aggregate === "distinct") return "json_array(0, 0)";
  const notFinite = isFloat(type) ? `count(*) FILTER (NOT isfinite(${name}))` : "0";
  return `json_array(count(*) - count(${name}), ${notFinite})`;
}

/** @throws TenantTrailError `bad-argument` when a column does not exist, or an aggregate needs numbers. */
export function measuredColumn(columns: readonly HeldColumn[], { column, aggregate }: Measure): HeldColumn | undefined {
  if (column === undefined) {
    if (aggregate === "count") return undefined;
    throw new TenantTrailError(
      "bad-argument",
      `A chart can take the ${aggregate} of a column only. Choose a column for it.`,
    );
  }
  const held = columnAt(columns, column);
  if (aggregate === "count" || aggregate === "distinct" || kindOf(held.type) === "number") return held;
  throw new TenantTrailError(
    "bad-argument",
    `${held.shown.name} holds no numbers, so that there is no ${aggregate} of it. Choose a column of numbers, or count.`,
  );
}

function isFloat(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT;
}
