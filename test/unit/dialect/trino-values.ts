import {
  type DuckDBConnection,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Translation } from "../../../src/dialect/translate.ts";
import type { Type } from "../../../src/dialect/types/types.ts";
import type { BoundParameters } from "../../../src/query/bind-parameters.ts";

/** The rows of a translated statement as Trino's HTTP interface prints them. */
export async function trinoRows(
  connection: DuckDBConnection,
  translation: Translation,
  bound: BoundParameters = { values: {}, types: {} },
): Promise<unknown[][]> {
  const reader = await connection.runAndReadAll(translation.sql, bound.values, bound.types);
  return reader
    .getRows()
    .map((row) =>
      row.map((value, index) => trinoValue(value, translation.columns[index]?.type ?? { kind: "unknown" })),
    );
}

function trinoValue(value: DuckDBValue | undefined, type: Type): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number") return Number.isFinite(value) ? floatOf(value, type) : String(value);
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBIntervalValue) return intervalText(value);
  if (value instanceof DuckDBListValue) {
    const element: Type = type.kind === "array" ? type.element : { kind: "unknown" };
    return value.items.map((item) => trinoValue(item, element));
  }
  if (value instanceof DuckDBMapValue) {
    const item: Type = type.kind === "map" ? type.value : { kind: "unknown" };
    return Object.fromEntries(value.entries.map((entry) => [String(entry.key), trinoValue(entry.value, item)]));
  }
  if (value instanceof DuckDBStructValue) {
    const fields = type.kind === "row" ? type.fields : [];
    return Object.values(value.entries).map((field, index) =>
      trinoValue(field, fields[index]?.type ?? { kind: "unknown" }),
    );
  }
  if (value instanceof DuckDBTimestampValue) return timeText(value.micros, "UTC");
  if (value instanceof DuckDBTimestampMillisecondsValue) return timeText(value.millis * 1000n, "UTC");
  if (value instanceof DuckDBTimestampTZValue) {
    const zone = type.kind === "timestamptz" ? type.zone : "UTC";
    return `${timeText(value.micros, zone)} ${zone}`;
  }
  if (type.kind === "varbinary") return Buffer.from((value as { bytes: Uint8Array }).bytes).toString("base64");
  return typeof value === "boolean" ? value : String(value);
}

/** REAL prints with the digits that tell it from its neighbours. */
function floatOf(value: number, type: Type): number {
  if (type.kind !== "real") return value;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function intervalText(value: DuckDBIntervalValue): string {
  const total = BigInt(value.days) * 86_400_000n + value.micros / 1000n;
  const time = new Date(Number(total % 86_400_000n)).toISOString().slice(11, 23);
  return `${total / 86_400_000n} ${time}`;
}

function timeText(micros: bigint, zone: string): string {
  const utc = Number(micros / 1000n);
  return new Date(utc + offsetOf(utc, zone)).toISOString().replace("T", " ").slice(0, 23);
}

function offsetOf(utc: number, zone: string): number {
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (fixed !== null) return (fixed[1] === "-" ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(utc);
  const name = parts.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "") || "+00:00";
  return offsetOf(utc, name);
}
