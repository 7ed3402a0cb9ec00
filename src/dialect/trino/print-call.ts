import type { Call, Expression, Frame, FrameBound, SortItem, Window } from "../parse/syntax.ts";
import { identifier, join, located, nothing, plainWord, type Sql, sql } from "../text/sql-text.ts";

/** Prints any expression where one may stand alone. */
export type PrintExpression = (expression: Expression) => Sql;

const plain = /^[A-Za-z_][A-Za-z0-9_]*$/;
const words = new Set([
  "current_date",
  "current_time",
  "localtime",
  "current_user",
  "current_catalog",
  "current_schema",
]);
const wordsWithPrecision = new Set(["current_timestamp", "localtimestamp"]);

/** A function call, in the form that Trino's grammar has for it. */
export function printCall(call: Call, print: PrintExpression): Sql {
  const special = call.name.quoted ? undefined : printSpecial(call, print);
  if (special !== undefined) return special;
  const inside = [
    ...(call.star ? [sql`*`] : []),
    ...(call.distinct ? [sql`DISTINCT`] : []),
    ...(call.args.length > 0 ? [join(call.args.map(print), ", ")] : []),
    ...orderBy(call.orderBy, print),
  ];
  const parts = [
    sql`${functionName(call)}(${join(inside, " ")})`,
    ...(call.withinGroup.length > 0 ? [sql`WITHIN GROUP (${join(orderBy(call.withinGroup, print), " ")})`] : []),
    ...(call.filter === undefined ? [] : [sql`FILTER (WHERE ${print(call.filter)})`]),
    ...(call.ignoreNulls ? [sql`IGNORE NULLS`] : []),
    ...(call.over === undefined
      ? []
      : ["kind" in call.over ? sql`OVER (${printWindow(call.over, print)})` : sql`OVER ${identifier(call.over.text)}`]),
  ];
  return join(parts, " ");
}

function functionName({ name }: Call): Sql {
  const printed = !name.quoted && plain.test(name.text) ? plainWord(name.text) : identifier(name.text);
  return located(printed, name);
}

/** Functions with a grammar of their own; the parser made calls of them. */
function printSpecial({ name, args, star }: Call, print: PrintExpression): Sql | undefined {
  const [first, second] = args;
  if (star) return undefined;
  if (words.has(name.text) && first === undefined) return plainWord(name.text);
  if (wordsWithPrecision.has(name.text) && second === undefined)
    return first === undefined ? plainWord(name.text) : sql`${plainWord(name.text)}(${print(first)})`;
  if (first === undefined) return undefined;
  if (name.text === "extract" && first.kind === "string" && plain.test(first.value) && second !== undefined)
    return sql`extract(${plainWord(first.value.toUpperCase())} FROM ${print(second)})`;
  if (name.text === "normalize" && second?.kind === "string" && plain.test(second.value))
    return sql`normalize(${print(first)}, ${plainWord(second.value)})`;
  const side = sides.get(name.text);
  if (side !== undefined && second !== undefined && args.length === 2)
    return sql`trim(${plainWord(side)} ${print(second)} FROM ${print(first)})`;
  return undefined;
}

const sides: ReadonlyMap<string, string> = new Map([
  ["trim", "BOTH"],
  ["ltrim", "LEADING"],
  ["rtrim", "TRAILING"],
]);

/** `ORDER BY …`, or nothing. */
export function orderBy(items: readonly SortItem[], print: PrintExpression): readonly Sql[] {
  if (items.length === 0) return [];
  const printed = items.map((item) => {
    const direction = item.descending ? sql` DESC` : nothing;
    return sql`${print(item.value)}${direction}${item.nullsFirst ? sql` NULLS FIRST` : nothing}`;
  });
  return [sql`ORDER BY ${join(printed, ", ")}`];
}

/** What stands between the brackets of a window. */
export function printWindow(window: Window, print: PrintExpression): Sql {
  const parts = [
    ...(window.base === undefined ? [] : [identifier(window.base.text)]),
    ...(window.partitionBy.length === 0 ? [] : [sql`PARTITION BY ${join(window.partitionBy.map(print), ", ")}`]),
    ...orderBy(window.orderBy, print),
    ...(window.frame === undefined ? [] : [printFrame(window.frame, print)]),
  ];
  return join(parts, " ");
}

function printFrame({ unit, from, to }: Frame, print: PrintExpression): Sql {
  const bound = ({ kind, value }: FrameBound): Sql => {
    const words = join(kind.split(" ").map(plainWord), " ");
    return value === undefined ? words : sql`${print(value)} ${words}`;
  };
  const printed = plainWord(unit);
  if (to === undefined) return sql`${printed} ${bound(from)}`;
  return sql`${printed} BETWEEN ${bound(from)} AND ${bound(to)}`;
}
