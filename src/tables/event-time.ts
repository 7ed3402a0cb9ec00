/** An instant, and whether it was written with a fraction of a second. */
export interface EventTime {
  readonly ms: number;
  readonly hasFraction: boolean;
}

const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;

/**
 * Reads a time as Microsoft's sources write it: ISO 8601 with up to 9 digits of fraction, `Z`, an offset, or nothing
 * (then UTC). Milliseconds since 1970, truncated, never rounded; undefined when it is anything else.
 */
export function parseEventTime(text: string): EventTime | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const wholeSecond = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse accepts 24:00:00 and rolls 30 February over; a calendar does not.
  if (Number.isNaN(wholeSecond) || new Date(wholeSecond).toISOString().slice(8, 13) !== `${day}T${hour}`)
    return undefined;
  const ms = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  return { ms: wholeSecond + ms - offsetMs(zone), hasFraction: fraction !== undefined };
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
}
