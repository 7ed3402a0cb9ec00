import { isDay } from "../../protocol/log-day.ts";
import type { TableName } from "../../protocol/tables.ts";

/** Into how many equal parts a day may be divided. */
export const partCounts = [1, 2, 4, 8, 24] as const;

const extension = ".parquet";

export type PartCount = (typeof partCounts)[number];

/** One part of one UTC day of one table. */
export interface SliceName {
  readonly table: TableName;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly fromHour: number;
  readonly toHour: number;
}

/** `<table>/dt=YYYY-MM-DD/HH-HH.parquet` (design: Slices). */
export function slicePath(slice: SliceName): string {
  return `${partKey(slice)}${extension}`;
}

/** `<table>/dt=YYYY-MM-DD/HH-HH`: what the ledger knows a part of a day by, whatever its slice is called. */
export function partKey(slice: SliceName): string {
  return `${slice.table}/dt=${slice.day}/${twoDigits(slice.fromHour)}-${twoDigits(slice.toHour)}`;
}

/** The part that a slice's path lies in; undefined when the path is not a slice's. */
export function parseSlicePath(path: string): SliceName | undefined {
  return path.endsWith(extension) ? parsePartKey(path.slice(0, -extension.length)) : undefined;
}

/** The part of a key that `partKey` made, or undefined when the text is none. */
export function parsePartKey(key: string): SliceName | undefined {
  const match = /^([a-z]+)\/dt=(\d{4}-\d{2}-\d{2})\/(\d{2})-(\d{2})$/.exec(key);
  if (match === null) return undefined;
  const [, table, day = "", from, to] = match;
  const [fromHour, toHour] = [Number(from), Number(to)];
  const hours = toHour - fromHour;
  if (!isDay(day) || hours <= 0 || toHour > 24 || fromHour % hours !== 0 || !isPartCount(24 / hours)) return undefined;
  return { table: table as TableName, day, fromHour, toHour };
}

/** The slice that an event time (milliseconds since 1970, UTC) falls in, when its day has `parts` parts. */
export function sliceOf(table: TableName, eventTimeMs: number, parts: PartCount): SliceName {
  const time = new Date(eventTimeMs);
  const hours = 24 / parts;
  const fromHour = Math.floor(time.getUTCHours() / hours) * hours;
  return { table, day: time.toISOString().slice(0, 10), fromHour, toHour: fromHour + hours };
}

/** The event times that a slice holds, milliseconds since 1970, `toMs` excluded. */
export function sliceTimes(slice: SliceName): { readonly fromMs: number; readonly toMs: number } {
  const start = Date.parse(`${slice.day}T00:00:00Z`);
  return { fromMs: start + slice.fromHour * 3_600_000, toMs: start + slice.toHour * 3_600_000 };
}

/** The part count of the day that a slice belongs to. */
export function partsOf(slice: SliceName): PartCount {
  const parts = 24 / (slice.toHour - slice.fromHour);
  if (!isPartCount(parts)) throw new RangeError(`Not a slice: ${slicePath(slice)}`);
  return parts;
}

export function isPartCount(value: number): value is PartCount {
  return (partCounts as readonly number[]).includes(value);
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, "0");
}
