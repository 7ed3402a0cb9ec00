import type { ColumnInfo } from "@aws-sdk/client-athena";
import type { Type } from "../../../dialect/types/types.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { AnswerNote } from "../../../protocol/query.ts";
import type { ArrivingColumn } from "../../results/arriving-table.ts";
import { fromJson } from "./nested-json.ts";

/** A column of Athena's result, and what is to be said of how it is shown. */
export interface ReadColumn extends ArrivingColumn {
  readonly note?: AnswerNote;
}

/**
 * How the values of a column are read from their texts. A column of a type that is not known here, or whose text does not
 * tell its values, is shown as Athena writes it, with a note.
 * @param sentAsJson the type of a column that was asked for as JSON text; undefined for others.
 * @throws TenantTrailError `read-failed` for a column that was asked for as JSON text and came as something else.
 */
export function arrivingColumn(info: ColumnInfo, sentAsJson: Type | undefined): ReadColumn {
  const name = info.Name ?? "";
  const kind = (info.Type ?? "").toLowerCase();
  if (sentAsJson !== undefined) {
    if (!kind.startsWith("varchar"))
      throw new TenantTrailError(
        "read-failed",
        `Athena answered ${kind} for ${calledWords(name)}, which was asked for as text. Run the query again; if this comes again, report it.`,
      );
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
      return { name, type: "VARCHAR", value: (text) => text, note: { tone: "info", text: shownAsWritten(name, kind) } };
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

/** Lists, rows and maps are written without quotes (athena.md §3); other types are text that is only not compared as itself. */
const writtenWithoutQuotes = ["array", "row", "map"];

function shownAsWritten(name: string, kind: string): string {
  const called = calledWords(name);
  const type = kind === "" ? "of a type that Athena does not name" : `of Athena's type ${kind}`;
  if (!writtenWithoutQuotes.some((each) => kind.startsWith(each)))
    return `${called} is ${type}, which TenantTrail does not know: it is shown, sorted and filtered as the text that Athena writes.`;
  return `${called} is ${type} and shown as the text that Athena writes, from which NULL, commas and brackets in its values cannot be told. For its exact values select json_format(CAST(… AS JSON)) of it.`;
}

function calledWords(name: string): string {
  return name === "" ? "A column without a name" : `The column ${name}`;
}
