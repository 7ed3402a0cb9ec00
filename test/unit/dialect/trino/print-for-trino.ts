import type { Query } from "../../../../src/dialect/parse/syntax.ts";
import { type Mapping, render } from "../../../../src/dialect/text/sql-text.ts";
import { type ParameterValues, printingOf } from "../../../../src/dialect/trino/print-parameters.ts";
import { printQuery } from "../../../../src/dialect/trino/print-query.ts";

/** A query in Trino's SQL as it is sent; `mappings` tell which stretch of it came from which of the user's text. */
export function printForTrino(
  query: Query,
  parameters: ParameterValues,
): { readonly text: string; readonly mappings: readonly Mapping[] } {
  return render(printQuery(printingOf(parameters), query), new Set());
}
