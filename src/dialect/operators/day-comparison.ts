import { dayProblem } from "../../protocol/log-day.ts";
import type { NamedDay } from "../days/day-bounds.ts";
import type { Context } from "../scope/context.ts";
import type { Typed } from "../types/typed.ts";

/**
 * Refuses a text that is no day beside the log day `dt`: as text, `dt >= '2026-1-1'` would be true of days before it,
 * and would leave days out without a word. The value of a parameter is known when it is bound. What is a day is noted:
 * the statement asks for it, wherever it compares it.
 *
 * @param operator with `value` on its left.
 * @throws TenantTrailError `sql-failed` at the text.
 */
export function requireDayBeside(context: Context, value: Typed, other: Typed, operator: string): void {
  if (value.type.kind !== "varchar" || value.type.logDay !== true) return;
  const step = steps.get(operator) ?? 0;
  const at = other.span.start;
  if (other.parameter !== undefined) {
    context.dayParameters.set(other.parameter, other.span);
    if (operator !== "<>") context.namedDays.push({ parameter: other.parameter, at, step });
  }
  if (typeof other.constant !== "string" || other.type.kind !== "varchar") return;
  const problem = dayProblem(other.constant);
  if (problem !== undefined) throw context.mistake(other.span, `dt is a log day. ${problem}`);
  if (operator !== "<>") context.namedDays.push({ text: other.constant, at, step });
}

const steps: ReadonlyMap<string, NamedDay["step"]> = new Map([
  ["<", -1],
  [">", 1],
]);
