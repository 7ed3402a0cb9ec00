import { trinoAddresses } from "./addresses.ts";
import { trinoArrays } from "./arrays.ts";
import { trinoJson } from "./json.ts";
import { trinoNumbers } from "./numbers.ts";
import { trinoText } from "./text.ts";
import { trinoTime } from "./time.ts";
import { trinoTimeFromText } from "./time-from-text.ts";

const macros: readonly (readonly [head: string, body: string])[] = [
  // Raises an error without being volatile, which TRY insists on: a text that is no truth value cannot be cast. Its
  // result has no type, so it fits every branch of a CASE; it is itself no CASE, because DuckDB's optimizer
  // evaluates the constant condition of one even where no row gets there.
  [
    "trino_fail(message)",
    "list_extract([NULL], CAST(CAST('trino ' || place || ': ' || message AS BOOLEAN) AS BIGINT))",
  ],
  // The same list, for a lambda in which something can fail. DuckDB believes that a lambda cannot, and computes it for
  // every value in the dictionary of a Parquet column, those that no row selects among them; slicing keeps it from that.
  ["trino_each(a)", "a[1:]"],
  // When a row fails, DuckDB computes each alone with room for one value, but a CASE or COALESCE writes its value at the
  // place of the row, beyond that room, and the process crashes. The function in between has room for all rows.
  ["trino_try(x)", "TRY(least(x))"],
  // The same text and the same time, for a function that can fail where DuckDB believes that it cannot.
  ["trino_same_text(x)", "decode(encode(x))"],
  ["trino_same_time(t)", "t + to_days(0)"],
  ...[trinoNumbers, trinoText, trinoTime, trinoTimeFromText, trinoArrays, trinoJson, trinoAddresses].flatMap(
    Object.entries,
  ),
];

const call = /\b(trino_\w+)\(/g;

/**
 * The functions that can raise an error, by themselves or through others. Their first argument is the number of the
 * place they stand at, which is part of the error: DuckDB's own position of an error in a macro is one in the macro.
 */
export function trinoFunctionsThatFail(): ReadonlySet<string> {
  const failing = new Set(["trino_fail"]);
  for (let size = 0; size !== failing.size; ) {
    size = failing.size;
    for (const [head, body] of macros)
      if ([...body.matchAll(call)].some(([, name = ""]) => failing.has(name)))
        failing.add(head.slice(0, head.indexOf("(")));
  }
  return failing;
}

/**
 * Statements that make a DuckDB instance answer translated Trino SQL: the functions it calls, which are macros and
 * cost nothing until they are used, and no optimizer that would compute a part of TRY(x) outside of it, where its
 * error is not caught. Run them once, before the instance is locked.
 */
export function trinoFunctionsSql(): readonly string[] {
  const failing = trinoFunctionsThatFail();
  const withPlace = (text: string): string =>
    text.replaceAll(call, (whole, name: string) => (failing.has(name) ? `${whole}place, ` : whole));
  return [
    "SET GLOBAL disabled_optimizers = 'common_subexpressions'",
    ...macros.map(([head, body]) => `CREATE OR REPLACE MACRO ${withPlace(head)} AS ${withPlace(body)}`),
  ];
}
