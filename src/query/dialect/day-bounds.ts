import type { Expression } from "./syntax.ts";

/** A bound of the log day: a literal, or a parameter whose value the engine knows. */
export type DayBound = { readonly text: string } | { readonly parameter: string };

/** One reading of a table, and the first and last day that its filter on `dt` allows; both included. */
export interface DayBounds {
  readonly table: string;
  readonly from?: DayBound;
  readonly to?: DayBound;
}

type Bounds = { from?: DayBound; to?: DayBound };

/**
 * What the conditions of a WHERE say about `dt`, where they compare it with literals or parameters and are joined
 * by AND. A bound that is not found costs only reading; `>` and `<` are taken as `>=` and `<=`.
 */
export function dayBounds(where: Expression | undefined, isDay: (expression: Expression) => boolean): Bounds {
  const bounds: Bounds = {};
  const take = (expression: Expression): void => {
    if (expression.kind === "operator" && expression.operator === "and") {
      take(expression.left);
      take(expression.right);
    } else if (expression.kind === "operator") {
      const { left, right, operator } = expression;
      if (isDay(left)) note(operator, constant(right));
      else if (isDay(right)) note(flipped.get(operator) ?? operator, constant(left));
    } else if (expression.kind === "between" && !expression.negated && isDay(expression.value)) {
      note(">=", constant(expression.low));
      note("<=", constant(expression.high));
    } else if (expression.kind === "in" && !expression.negated && isDay(expression.value)) {
      const days = expression.items
        .map(constant)
        .flatMap((bound) => (bound !== undefined && "text" in bound ? [bound.text] : []));
      const [first] = days.toSorted();
      const last = days.toSorted().at(-1);
      if (days.length === expression.items.length && first !== undefined && last !== undefined) {
        note(">=", { text: first });
        note("<=", { text: last });
      }
    }
  };
  const note = (operator: string, bound: DayBound | undefined): void => {
    if (bound === undefined) return;
    if (operator === "=" || operator === ">=" || operator === ">")
      bounds.from = tighter(bounds.from, bound, (a, b) => a > b);
    if (operator === "=" || operator === "<=" || operator === "<")
      bounds.to = tighter(bounds.to, bound, (a, b) => a < b);
  };
  if (where !== undefined) take(where);
  return bounds;
}

const flipped: ReadonlyMap<string, string> = new Map(Object.entries({ "<": ">", "<=": ">=", ">": "<", ">=": "<=" }));

function constant(expression: Expression): DayBound | undefined {
  if (expression.kind === "string") return { text: expression.value };
  return expression.kind === "parameter" ? { parameter: expression.name } : undefined;
}

/** Of two literals the tighter; a parameter gives way to nothing, because its value is not known here. */
function tighter(known: DayBound | undefined, bound: DayBound, isTighter: (a: string, b: string) => boolean): DayBound {
  if (known === undefined) return bound;
  if ("text" in known && "text" in bound) return isTighter(bound.text, known.text) ? bound : known;
  return known;
}

/**
 * The days that a statement reads of a table: the first and last over all its readings; an open end is left out.
 * @param values The values of the parameters.
 */
export function daysOf(
  reads: readonly DayBounds[],
  table: string,
  values: Readonly<Record<string, unknown>>,
): { readonly from?: string; readonly to?: string } {
  const resolve = (bound: DayBound | undefined): string | undefined => {
    if (bound === undefined || "text" in bound) return bound?.text;
    const value = Object.hasOwn(values, bound.parameter) ? values[bound.parameter] : undefined;
    return typeof value === "string" ? value : undefined;
  };
  const ours = reads.filter((read) => read.table === table.toLowerCase());
  const froms = ours.map((read) => resolve(read.from));
  const tos = ours.map((read) => resolve(read.to));
  const from = froms.includes(undefined) ? undefined : froms.flatMap((day) => day ?? []).toSorted()[0];
  const to = tos.includes(undefined)
    ? undefined
    : tos
        .flatMap((day) => day ?? [])
        .toSorted()
        .at(-1);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
