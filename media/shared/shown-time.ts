/** A time as ISO 8601 UTC becomes `2026-11-22 03:14:07`, with its fraction only when it is not zero. */
export function shownTime(iso: string): string {
  const parts = isoTime.exec(iso);
  if (!parts) return iso;
  const [, date, time, fraction] = parts;
  const digits = fraction?.replace(/0+$/, "") ?? "";
  return digits === "" ? `${date} ${time}` : `${date} ${time}.${digits.padEnd(3, "0")}`;
}

const isoTime = /^(\d{4,}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:Z| UTC)?$/;

/** The same moment on the reader's clock with its zone, or undefined when the text is not a moment. */
export function localTime(iso: string, zone?: string): string | undefined {
  const parts = isoTime.exec(iso);
  if (!parts) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2]}Z`);
  if (Number.isNaN(moment.getTime())) return undefined;
  return moment.toLocaleString(undefined, {
    dateStyle: "full",
    timeStyle: "long",
    ...(zone !== undefined && { timeZone: zone }),
  });
}

/**
 * A moment that a person typed (`2026-11-22`, `2026-11-22 03:14`, `2026-11-22T03:14:07.5Z`), UTC, as ISO 8601;
 * undefined when it is none.
 */
export function typedTime(text: string): string | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}(?:\.\d{1,3})?))?)?Z?$/.exec(text.trim());
  if (!parts) return undefined;
  const moment = new Date(`${parts[1]}T${parts[2] ?? "00:00"}:${parts[3] ?? "00"}Z`);
  // JavaScript turns 31 November into 1 December instead of refusing it.
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(parts[1] ?? "")) return undefined;
  return moment.toISOString();
}
