import { chain } from "../parse/chain.ts";
import type { Expression } from "../parse/syntax.ts";

/**
 * A value that a column is compared with: a literal, or a parameter whose value the engine knows; `at` is its place in
 * the user's text.
 */
export type Bound = ({ readonly text: string } | { readonly parameter: string }) & { readonly at: number };

/** A bound of the log day; `strict` leaves the day itself out, as `>` and `<` do. */
export type DayBound = Bound & { readonly strict?: true };

/** A day that `dt` is compared with; by `<` and `>` the day is the one before or after it. */
export type NamedDay = Bound & { readonly step: -1 | 0 | 1 };

/** One reading of a table, and what its filter says about `dt`, the event time and `tenantId`; every list must hold. */
export interface TableRead {
  readonly table: string;
  readonly from: readonly DayBound[];
  readonly to: readonly DayBound[];
  /** The lists of `dt IN (…)`. */
  readonly days: readonly (readonly Bound[])[];
  /** The lists of `tenantId IN (…)`; an equation is a list of one. */
  readonly tenants: readonly (readonly Bound[])[];
  /** Bounds of the event time, themselves included: texts `YYYY-MM-DD` with or without a time behind a space, UTC. */
  readonly since: readonly Bound[];
  readonly until: readonly Bound[];
}

type Bounds = Omit<TableRead, "table">;
export const noBounds: Bounds = { from: [], to: [], days: [], tenants: [], since: [], until: [] };

type Named = (expression: Expression, column: string) => boolean;

/**
 * What the conditions of a WHERE say about `dt`, the event time and `tenantId`, where they compare them with literals
 * or parameters and are joined by AND. A bound that is not found costs only reading.
 *
 * @param isColumn Whether an expression is this column (in lower case) of the table.
 * @param eventTime The table's column of event times, in lower case.
 */
export function readBounds(where: Expression, isColumn: Named, eventTime: string | undefined): Bounds {
  const from: DayBound[] = [];
  const to: DayBound[] = [];
  const days: (readonly Bound[])[] = [];
  const tenants: (readonly Bound[])[] = [];
  const since: Bound[] = [];
  const until: Bound[] = [];
  const compareTime = (operator: string, left: Expression, right: Expression): void => {
    if (eventTime === undefined || !isColumn(left, eventTime)) return;
    const bound = moment(right);
    if (bound === undefined) return;
    if (operator === "=" || operator === ">=" || operator === ">") since.push(bound);
    if (operator === "=" || operator === "<=" || operator === "<") until.push(bound);
  };
  const compare = (operator: string, left: Expression, right: Expression): void => {
    compareTime(operator, left, right);
    const bound = constant(right);
    if (bound === undefined) return;
    if (operator === "=" && isColumn(left, "tenantid")) tenants.push([bound]);
    if (!isColumn(left, "dt")) return;
    if (operator === "=") days.push([bound]);
    else if (operator === ">=") from.push(bound);
    else if (operator === "<=") to.push(bound);
    else if (operator === ">") from.push({ ...bound, strict: true });
    else if (operator === "<") to.push({ ...bound, strict: true });
  };
  const take = (expression: Expression): void => {
    if (expression.kind === "operator" && expression.operator === "and") {
      for (const operand of chain(expression)) take(operand);
    } else if (expression.kind === "operator") {
      const { left, right, operator } = expression;
      compare(operator, left, right);
      compare(flipped.get(operator) ?? operator, right, left);
    } else if (expression.kind === "between" && !expression.negated) {
      compare(">=", expression.value, expression.low);
      compare("<=", expression.value, expression.high);
    } else if (expression.kind === "in" && !expression.negated) {
      const items = expression.items.flatMap((item) => constant(item) ?? []);
      if (items.length !== expression.items.length) return;
      if (isColumn(expression.value, "dt")) days.push(items);
      if (isColumn(expression.value, "tenantid")) tenants.push(items);
    }
  };
  take(where);
  return { from, to, days, tenants, since, until };
}

/** The days that are compared with `dt` elsewhere than in the filter of a reading: in OR, in ON, around a subquery. */
export function looseDays(named: readonly NamedDay[], reads: readonly TableRead[]): readonly NamedDay[] {
  const taken = new Set(reads.flatMap(({ from, to, days }) => [...from, ...to, ...days.flat()].map(({ at }) => at)));
  return named.filter(({ at }) => !taken.has(at));
}

/** The comparison that says the same with its sides exchanged. */
export const flipped: ReadonlyMap<string, string> = new Map([
  ["<", ">"],
  ["<=", ">="],
  [">", "<"],
  [">=", "<="],
]);

/** A time that a column is compared with: a literal, or a parameter whose value may turn out to be one. */
function moment(expression: Expression): Bound | undefined {
  if (expression.kind === "typed" && (expression.type.name === "timestamp" || expression.type.name === "date"))
    return { text: expression.value, at: expression.start };
  return expression.kind === "parameter" ? { parameter: expression.name, at: expression.start } : undefined;
}

function constant(expression: Expression): Bound | undefined {
  if (expression.kind === "string") return { text: expression.value, at: expression.start };
  return expression.kind === "parameter" ? { parameter: expression.name, at: expression.start } : undefined;
}
