import { hourMs } from "../../base/time-units.ts";
import { isDay } from "../../protocol/log-day.ts";
import type { TableName } from "../../protocol/tables.ts";

/** Into how many equal parts a day may be divided. */
export const partCounts = [1, 2, 4, 8, 24] as const;

export type PartCount = (typeof partCounts)[number];

/** One part of one UTC day of one table. */
export interface DayPart {
  readonly table: TableName;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly fromHour: number;
  readonly toHour: number;
}

/** `<table>/dt=YYYY-MM-DD/HH-HH`: the ledger's key of a part of a day, with which the name of its slice begins. */
export function partKey(part: DayPart): string {
  return `${part.table}/dt=${part.day}/${twoDigits(part.fromHour)}-${twoDigits(part.toHour)}`;
}

/** The part of a key that `partKey` made, or undefined when the text is none. */
export function parsePartKey(key: string): DayPart | undefined {
  const match = /^([a-z]+)\/dt=(\d{4}-\d{2}-\d{2})\/(\d{2})-(\d{2})$/.exec(key);
  if (match === null) return undefined;
  const [, table, day = "", from, to] = match;
  const [fromHour, toHour] = [Number(from), Number(to)];
  const hours = toHour - fromHour;
  if (!isDay(day) || hours <= 0 || toHour > 24 || fromHour % hours !== 0 || !isPartCount(24 / hours)) return undefined;
  return { table: table as TableName, day, fromHour, toHour };
}

/** The part that an event time (milliseconds since 1970, UTC) falls in, when its day has `parts` parts. */
export function partOf(table: TableName, eventTimeMs: number, parts: PartCount): DayPart {
  const time = new Date(eventTimeMs);
  const hours = 24 / parts;
  const fromHour = Math.floor(time.getUTCHours() / hours) * hours;
  return { table, day: time.toISOString().slice(0, 10), fromHour, toHour: fromHour + hours };
}

/** The event times of a part, milliseconds since 1970, `toMs` excluded. */
export function partTimes(part: DayPart): { readonly fromMs: number; readonly toMs: number } {
  const start = Date.parse(`${part.day}T00:00:00Z`);
  return { fromMs: start + part.fromHour * hourMs, toMs: start + part.toHour * hourMs };
}

/** The part count of the day that a part belongs to. */
export function partsOf(part: DayPart): PartCount {
  const parts = 24 / (part.toHour - part.fromHour);
  if (!isPartCount(parts)) throw new RangeError(`Not a part of a day: ${partKey(part)}`);
  return parts;
}

export function isPartCount(value: number): value is PartCount {
  return (partCounts as readonly number[]).includes(value);
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, "0");
}
