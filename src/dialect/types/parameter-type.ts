import { arrayOf, bigint, boolean, date, double, type Type, timestamp, varchar } from "./types.ts";

const types: ReadonlyMap<string, Type> = new Map(
  Object.entries<Type>({
    varchar,
    bigint,
    integer: bigint,
    double,
    boolean,
    date,
    timestamp: timestamp(3),
    "array(varchar)": arrayOf(varchar),
    "array(bigint)": arrayOf(bigint),
    "array(double)": arrayOf(double),
  }),
);

/** The type that a parameter's declaration names; text where it names none that is known. */
export function parseParameterType(name: string): Type {
  return types.get(name.toLowerCase().replaceAll(/\s/g, "")) ?? varchar;
}
