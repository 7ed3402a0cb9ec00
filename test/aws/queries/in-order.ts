import { parseStatement } from "../../../src/dialect/parse/parse-statement.ts";
import type { Expression } from "../../../src/dialect/parse/syntax.ts";
import type { Answer } from "./both-engines.ts";

/**
 * What two engines must agree on: the rows, in any order, and in their order what the statement orders by, as far as
 * that is a column of the result. Rows that are equal in it may come in any order.
 */
export function upToTies(sql: string, { columns, rows, asked }: Answer) {
  const names = columns.map((column) => (JSON.parse(column) as { readonly name: string }).name.toLowerCase());
  const keys = orderedBy(sql, names);
  return {
    asked,
    columns,
    rows: rows.toSorted(),
    inOrder: rows.map((row) => {
      const values = JSON.parse(row) as readonly unknown[];
      return keys.map((key) => values[key]);
    }),
  };
}

function orderedBy(sql: string, names: readonly string[]): readonly number[] {
  const statement = parseStatement(sql);
  const items = statement.kind === "query" ? statement.query.orderBy : [];
  const places = items.map(({ value }) => placeOf(value, names));
  const unknown = places.indexOf(-1);
  // What is ordered by behind something that is no column says nothing.
  return unknown === -1 ? places : places.slice(0, unknown);
}

function placeOf(value: Expression, names: readonly string[]): number {
  if (value.kind === "name") return names.indexOf(value.name.text.toLowerCase());
  return value.kind === "integer" ? Number(value.text) - 1 : -1;
}
