import { TenantTrailError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { Query } from "../parse/syntax.ts";
import { type Mapping, render } from "../text/sql-text.ts";
import { parseParameterType } from "../types/parameter-type.ts";
import { type Type, unknown } from "../types/types.ts";
import type { Printing } from "./print-expression.ts";
import { printQuery } from "./print-query.ts";

/** What a statement's parameters stand for. */
export interface ParameterValues {
  readonly values: Readonly<Record<string, ParameterValue>>;
  /** Trino's names of the types, where they are declared or follow from the value. */
  readonly types: Readonly<Record<string, string>>;
  /** The types that parameters take from their places (`Translation.parameterUses`); without it the value tells. */
  readonly uses?: ReadonlyMap<number, Type>;
}

/** A statement for Trino; `mappings` tell which stretch of it came from which of the user's text. */
export interface PrintedStatement {
  readonly text: string;
  readonly mappings: readonly Mapping[];
}

/**
 * A query in Trino's SQL, made of its syntax tree alone: nothing of the user's text stands in it but what literals and
 * names hold, and the values of its parameters as literals of their types.
 * @throws TenantTrailError `missing-parameter`; `bad-argument` for a value that does not fit its type.
 */
export function printForTrino(query: Query, parameters: ParameterValues): PrintedStatement {
  const { text, mappings } = render(printQuery(printingOf(parameters), query), new Set());
  return { text, mappings };
}

/** What printing needs of the parameters. */
export function printingOf({ values, types, uses }: ParameterValues): Printing {
  const printing: Printing = {
    valueOf: (name) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined) throw new TenantTrailError("missing-parameter", `The parameter :${name} has no value`);
      return value;
    },
    typeAt: (name, start) => {
      const declared = Object.hasOwn(types, name) ? types[name] : undefined;
      return uses?.get(start) ?? (declared === undefined ? unknown : parseParameterType(declared));
    },
    query: (query) => printQuery(printing, query),
  };
  return printing;
}
