import { type Typed, typed } from "../types/typed.ts";
import { varchar } from "../types/types.ts";

/**
 * A `date` parameter as it is compared with another value: its text `YYYY-MM-DD` with text, as the log day `dt` is, and
 * a date with anything else. So `dt >= :from` needs no CAST; on Athena the parameter is printed as the text literal
 * there, and as `DATE '…'` elsewhere.
 */
export function besideText(value: Typed, other: Typed): Typed {
  if (value.dayText === undefined || other.type.kind !== "varchar") return value;
  return typed(value.dayText, varchar, value.span);
}
