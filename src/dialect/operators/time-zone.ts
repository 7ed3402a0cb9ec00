import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { trinoName } from "../types/types.ts";

/** `value AT TIME ZONE zone`; the zone must be a literal, because it decides how the value prints. */
export function atTimeZone(context: Context, value: Typed, zone: Typed, span: Span): Typed {
  if (typeof zone.constant !== "string")
    throw context.unsupported(
      zone.span,
      "AT TIME ZONE with a zone that is not a literal is not supported on this machine",
    );
  const name = zoneName(context, zone.constant, zone.span);
  const { type } = value;
  if (type.kind === "timestamptz") return typed(value.instant ?? value.sql, { ...type, zone: name }, span);
  if (type.kind === "timestamp")
    return typed(
      sql`timezone('UTC', ${value.sql})`,
      { kind: "timestamptz", precision: type.precision, zone: name },
      span,
    );
  throw context.mistake(span, `AT TIME ZONE needs a timestamp, not ${trinoName(type)}`);
}

/** Checks the name of a zone against those that the platform knows. Offsets such as `+02:00` are refused. */
export function zoneName(context: Context, zone: string, span: Span): string {
  if (/^(UTC|Z|GMT)$/i.test(zone)) return "UTC";
  if (/^[+-]/.test(zone))
    throw context.unsupported(span, "Time zones given as an offset are not supported on this machine; name a region");
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw context.mistake(span, `'${zone}' is not a time zone`);
  }
}
