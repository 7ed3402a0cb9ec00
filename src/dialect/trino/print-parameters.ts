import { TenantTrailError } from "../../protocol/errors.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
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
