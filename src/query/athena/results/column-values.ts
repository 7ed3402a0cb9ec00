import type { ColumnInfo } from "@aws-sdk/client-athena";
import type { Type } from "../../../dialect/types/types.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { ArrivingColumn } from "../../results/arriving-table.ts";
import { fromJson } from "./nested-json.ts";

/**
 * How the values of a column are read from their texts.
 * @param sentAsJson the type of a column that was asked for as JSON text; undefined for others.
 * @throws TenantTrailError `sql-unsupported` for a column whose text does not tell its values.
 */
export function arrivingColumn(info: ColumnInfo, sentAsJson: Type | undefined): ArrivingColumn {
  const name = info.Name ?? "";
  const kind = (info.Type ?? "").toLowerCase();
  if (sentAsJson !== undefined) {
    if (!kind.startsWith("varchar")) throw unreadable(name, kind);
    return { name, type: fromJson("", sentAsJson).type, value: (text) => fromJson(text, sentAsJson).value };
  }
  const as = (type: string): ArrivingColumn => ({ name, type, value: (text) => `CAST(${text} AS ${type})` });
  const simple = simpleTypes.get(kind);
  if (simple !== undefined) return as(simple);
  switch (kind) {
    case "decimal":
      return as(`DECIMAL(${info.Precision ?? 38},${info.Scale ?? 0})`);
    case "varbinary":
      return { name, type: "BLOB", value: (text) => `from_hex(replace(${text}, ' ', ''))` };
    case "interval day to second":
      return { name, type: "INTERVAL", value: daySecond };
    case "interval year to month":
      return { name, type: "INTERVAL", value: yearMonth };
    default:
      throw unreadable(name, kind);
  }
}

/** Athena's names of types in a result (`ColumnInfo.Type`) and DuckDB's; times have the names of their precisions. */
const simpleTypes: ReadonlyMap<string, string> = new Map([
  ["varchar", "VARCHAR"],
  ["char", "VARCHAR"],
  ["string", "VARCHAR"],
  ["boolean", "BOOLEAN"],
  ["tinyint", "TINYINT"],
  ["smallint", "SMALLINT"],
  ["integer", "INTEGER"],
  ["int", "INTEGER"],
  ["bigint", "BIGINT"],
  ["float", "FLOAT"],
  ["real", "FLOAT"],
  ["double", "DOUBLE"],
  ["date", "DATE"],
  ["time", "TIME"],
  ["timestamp", "TIMESTAMP"],
  ["timestamp with time zone", "TIMESTAMPTZ"],
  ["json", "JSON"],
  ["uuid", "UUID"],
  ["ipaddress", "VARCHAR"],
  ["unknown", "VARCHAR"],
]);

/** `1 02:03:04.005`, with a minus before all of it. */
function daySecond(text: string): string {
  const parts = `regexp_extract(${text}, '^(-?)(\\d+) (\\d+):(\\d+):(\\d+)\\.(\\d+)$', ['sign', 'd', 'h', 'm', 's', 'ms'])`;
  const sign = `(CASE WHEN (${parts}).sign = '-' THEN -1 ELSE 1 END)`;
  const number = (part: string): string => `CAST((${parts}).${part} AS BIGINT)`;
  const ms = `((${number("h")} * 60 + ${number("m")}) * 60 + ${number("s")}) * 1000 + ${number("ms")}`;
  return `CASE WHEN ${text} IS NULL THEN NULL ELSE to_days(CAST(${sign} * ${number("d")} AS INTEGER)) + to_milliseconds(${sign} * (${ms})) END`;
}

/** `1-2`, with a minus before all of it. */
function yearMonth(text: string): string {
  const parts = `regexp_extract(${text}, '^(-?)(\\d+)-(\\d+)$', ['sign', 'y', 'm'])`;
  const months = `CAST((${parts}).y AS INTEGER) * 12 + CAST((${parts}).m AS INTEGER)`;
  return `CASE WHEN ${text} IS NULL THEN NULL ELSE to_months((CASE WHEN (${parts}).sign = '-' THEN -1 ELSE 1 END) * (${months})) END`;
}

function unreadable(name: string, kind: string): TenantTrailError {
  return new TenantTrailError(
    "sql-unsupported",
    `The column ${name === "" ? "without a name" : name} is ${kind === "" ? "of a type that Athena does not name" : kind}, whose text in Athena's results does not tell its values. Select json_format(CAST(… AS JSON)) of it.`,
  );
}
