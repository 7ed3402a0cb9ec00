import { dayProblem } from "../../protocol/log-day.ts";
import type { Context } from "./context.ts";
import type { Typed } from "./typed.ts";

/**
 * Refuses a text that is no day beside the log day `dt`: as text, `dt >= '2026-1-1'` would be true of days before it,
 * and would leave days out without a word. The value of a parameter is known when it is bound.
 *
 * @throws TenantTrailError `sql-failed` at the text.
 */
export function requireDayBeside(context: Context, value: Typed, other: Typed): void {
  if (value.type.kind !== "varchar" || value.type.logDay !== true) return;
  if (other.parameter !== undefined) context.dayParameters.set(other.parameter, other.span);
  if (typeof other.constant !== "string" || other.type.kind !== "varchar") return;
  const problem = dayProblem(other.constant);
  if (problem !== undefined) throw context.mistake(other.span, `dt is a log day. ${problem}`);
}
