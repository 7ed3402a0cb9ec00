import { coerce } from "../casts/convert.ts";
import type { Call } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { literal, type Sql, sql } from "../text/sql-text.ts";
import { type Typed, typed } from "../types/typed.ts";
import { arrayOf, bigint, boolean, varchar } from "../types/types.ts";
import { type RegexpPattern, regexpPattern } from "./regexp-pattern.ts";
import { argument, expectArguments, type FunctionRule, type FunctionRules, literalText } from "./rule.ts";

function subject(context: Context, args: readonly Typed[], call: Call): Sql {
  return coerce(context, argument(context, args, 0, call), varchar).sql;
}

/** The number of a group that the pattern has; 0 is the whole match. */
function groupNumber(context: Context, pattern: RegexpPattern, value: Typed | undefined, call: Call): number {
  if (value === undefined) return 0;
  if (typeof value.constant !== "number")
    throw context.unsupported(value.span, "A group number that is not a literal is not supported on this machine");
  if (value.constant < 0 || value.constant > pattern.groups.length)
    throw context.mistake(call, `The pattern has ${pattern.groups.length} groups, not ${value.constant}`);
  return value.constant;
}

const extract: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const pattern = regexpPattern(context, argument(context, args, 1, call));
  const number = groupNumber(context, pattern, args[2], call);
  const group = pattern.groups[number - 1];
  // RE2 gives '' for a group that took no part, Trino NULL: they can be told apart when the group cannot be empty.
  if (group?.optional && group.least === 0)
    throw context.unsupported(
      call,
      "regexp_extract of a group that may be empty or missing is not supported on this machine",
    );
  const text = literal(pattern.text);
  const value = subject(context, args, call);
  const found = sql`regexp_extract(${value}, ${text}, ${number})`;
  return typed(
    sql`CASE WHEN regexp_matches(${value}, ${text}) THEN ${group?.optional ? sql`nullif(${found}, '')` : found} END`,
    varchar,
    call,
  );
};

const extractAll: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const pattern = regexpPattern(context, argument(context, args, 1, call));
  const number = groupNumber(context, pattern, args[2], call);
  if (pattern.groups[number - 1]?.optional)
    throw context.unsupported(
      call,
      "regexp_extract_all of a group that may be missing is not supported on this machine",
    );
  return typed(
    sql`regexp_extract_all(${subject(context, args, call)}, ${literal(pattern.text)}, ${number})`,
    arrayOf(varchar),
    call,
  );
};

/** `$1` and `\$` of Java's replacements become RE2's `\1` and `$`. */
function replacement(context: Context, pattern: RegexpPattern, value: Typed | undefined, call: Call): string {
  if (value === undefined) return "";
  const text = literalText(context, value, "A replacement");
  return text.replaceAll(/\\([\s\S])|\$\{?(\w*)\}?|\\$/g, (whole, escaped?: string, group?: string) => {
    if (escaped !== undefined) return escaped === "\\" ? "\\\\" : escaped;
    if (group === undefined || !/^\d$/.test(group) || Number(group) > pattern.groups.length)
      throw context.unsupported(call, `The replacement ${whole} is not supported on this machine`);
    return `\\${group}`;
  });
}

const replace: FunctionRule = (context, args, call) => {
  expectArguments(context, args, 2, 3, call);
  const pattern = regexpPattern(context, argument(context, args, 1, call));
  const by = replacement(context, pattern, args[2], call);
  return typed(
    sql`regexp_replace(${subject(context, args, call)}, ${literal(pattern.text)}, ${literal(by)}, 'g')`,
    varchar,
    call,
  );
};

function simple(text: (value: Sql, pattern: Sql) => Sql, type: Typed["type"]): FunctionRule {
  return (context, args, call) => {
    expectArguments(context, args, 2, 2, call);
    const pattern = regexpPattern(context, argument(context, args, 1, call));
    return typed(text(subject(context, args, call), literal(pattern.text)), type, call);
  };
}

/** Regular expressions; patterns must be literals that mean the same in Java and RE2. */
export const regexpRules: FunctionRules = {
  regexp_like: simple((value, pattern) => sql`regexp_matches(${value}, ${pattern})`, boolean),
  regexp_count: simple((value, pattern) => sql`len(regexp_extract_all(${value}, ${pattern}))`, bigint),
  regexp_split: simple((value, pattern) => sql`regexp_split_to_array(${value}, ${pattern})`, arrayOf(varchar)),
  regexp_extract: extract,
  regexp_extract_all: extractAll,
  regexp_replace: replace,
};
