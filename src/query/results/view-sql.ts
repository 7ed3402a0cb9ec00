import { type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import type { Parameters } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ColumnFilter, JsonValue, ResultView } from "../../protocol/query.ts";
import { columnAt, type HeldColumn } from "./held-column.ts";
import { displayText } from "./json-values.ts";
import { nestedCondition } from "./nested-condition.ts";
import { containsSought } from "./sought-text.ts";
import { isFraction, isInteger, isMoment } from "./trino-types.ts";

/** The clauses of a view; every value is a named parameter. */
export interface ViewSql {
  /** `WHERE …`, or empty. */
  readonly where: string;
  /** `ORDER BY …` with the row number as the last key, or empty when the rows keep their order. */
  readonly orderBy: string;
  readonly values: Parameters;
}

/**
 * A search, filters and sort keys as SQL over the held table.
 * @throws TenantTrailError `bad-argument` when a column does not exist or a value does not fit its type.
 */
export function viewSql(columns: readonly HeldColumn[], view: ResultView): ViewSql {
  const values: Record<string, string> = {};
  const conditions: string[] = [];
  if (view.search !== undefined && view.search !== "") {
    values["search"] = view.search;
    const anyCell = columns.map((column) => containsSought(column.sql, column.type, "$search"));
    conditions.push(`(${anyCell.join(" OR ")})`);
  }
  for (const [index, filter] of (view.filters ?? []).entries()) {
    const name = `filter${index}`;
    const column = columnAt(columns, filter.column);
    if (filter.op === "oneOf") {
      conditions.push(oneOf(column, filter, name, values));
      continue;
    }
    const value = filterText(filter.value);
    const condition =
      filter.path === undefined || filter.path.length === 0
        ? filterSql(column, filter.op, value, `$${name}`)
        : nestedCondition(displayText(column.sql, column.type), filter.path, filter, `$${name}`);
    if (condition.includes(`$${name}`) && value !== null) values[name] = value;
    conditions.push(`(${condition})`);
  }
  const keys = (view.sort ?? []).map(
    (sort) => `${columnAt(columns, sort.column).sql} ${sort.descending ? "DESC" : "ASC"} NULLS LAST`,
  );
  return {
    where: conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`,
    orderBy: keys.length === 0 ? "" : `ORDER BY ${[...keys, "held.rowid"].join(", ")}`,
    values,
  };
}

/** True when a view shows every row in the result's own order. */
export function isPlainView(view: ResultView): boolean {
  return (view.search ?? "") === "" && (view.filters ?? []).length === 0 && (view.sort ?? []).length === 0;
}

/** One condition for each of the values; without any, no row passes. */
function oneOf(column: HeldColumn, { value }: ColumnFilter, name: string, values: Record<string, string>): string {
  const wanted = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  const conditions = wanted.map((each, index) => {
    const text = filterText(each);
    if (text !== null) values[`${name}_${index}`] = text;
    return filterSql(column, "equals", text, `$${name}_${index}`);
  });
  return conditions.length === 0 ? "(false)" : `(${conditions.map((each) => `(${each})`).join(" OR ")})`;
}

function filterSql(
  column: HeldColumn,
  op: Exclude<ColumnFilter["op"], "oneOf">,
  value: string | null,
  parameter: string,
): string {
  const cell = column.sql;
  if (op === "isNull" || (op === "equals" && value === null)) return `${cell} IS NULL`;
  if (op === "isNotNull" || (op === "excludes" && value === null)) return `${cell} IS NOT NULL`;
  if (value === null) throw new TenantTrailError("bad-argument", `The filter on ${column.shown.name} needs a value.`);
  if (op === "contains") return containsSought(cell, column.type, parameter);
  const compare = comparison(column, value, parameter);
  switch (op) {
    case "equals":
      return compare.equals;
    case "excludes":
      // A row without a value is not the excluded one, so it stays.
      return `(${compare.equals}) IS NOT TRUE`;
    case "atLeast":
      return `${compare.cell} >= ${compare.value}`;
    case "atMost":
      return `${compare.cell} <= ${compare.value}`;
    case "below":
      return `${compare.cell} < ${compare.value}`;
  }
}

interface Comparison {
  readonly cell: string;
  readonly value: string;
  readonly equals: string;
}

function comparison(column: HeldColumn, value: string, parameter: string): Comparison {
  const { sql: cell, type } = column;
  if (isInteger(type) || isFraction(type)) {
    requireFit(column, "number", /^\s*(NaN|[+-]?(Infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?))\s*$/i.test(value));
    return numberComparison(cell, type, value, parameter);
  }
  if (isMoment(type)) {
    requireFit(column, "date or time (YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ)", momentPattern.test(value));
    const utc = type.typeId === DuckDBTypeId.TIMESTAMP_TZ ? `timezone('UTC', ${cell})` : cell;
    const exactType = type.typeId === DuckDBTypeId.TIMESTAMP_NS ? "TIMESTAMP_NS" : "TIMESTAMP";
    return plain(`${utc}::${exactType}`, `TRY_CAST(${parameter} AS ${exactType})`);
  }
  if (type.typeId === DuckDBTypeId.BOOLEAN) {
    requireFit(column, "true or false", /^(true|false)$/i.test(value));
    return plain(cell, `TRY_CAST(${parameter} AS BOOLEAN)`);
  }
  return plain(displayText(cell, type), parameter);
}

/** Large integers compare exactly; DuckDB rounds a text with a fraction on the cast, so equality also compares as doubles. */
function numberComparison(cell: string, type: DuckDBType, value: string, parameter: string): Comparison {
  const double = `TRY_CAST(${parameter} AS DOUBLE)`;
  const own = `TRY_CAST(${parameter} AS ${type})`;
  if (type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT) return plain(cell, own);
  const equals = `${cell} = ${own} AND ${cell}::DOUBLE = ${double}`;
  const wholeNumber = isInteger(type) && type.typeId !== DuckDBTypeId.UHUGEINT && /^\s*[+-]?\d{1,38}\s*$/.test(value);
  return wholeNumber
    ? { cell: `${cell}::HUGEINT`, value: `TRY_CAST(${parameter} AS HUGEINT)`, equals }
    : { cell: `${cell}::DOUBLE`, value: double, equals };
}

function plain(cell: string, value: string): Comparison {
  return { cell, value, equals: `${cell} = ${value}` };
}

function requireFit(column: HeldColumn, wanted: string, fits: boolean): void {
  if (!fits) throw new TenantTrailError("bad-argument", `The filter on ${column.shown.name} needs a ${wanted}.`);
}

const momentPattern =
  /^([+-]?infinity|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?)$/i;

/** The value as the text that a grid shows for it. */
function filterText(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
