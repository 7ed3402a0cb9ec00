/** The types a value can have; `json` is text that holds JSON, for what Microsoft leaves open or types in several ways. */
export type ScalarType = "varchar" | "integer" | "bigint" | "double" | "boolean" | "timestamp" | "json";

/** A timestamp is UTC and truncated to milliseconds. */
export type ColumnType = ScalarType | { readonly list: ColumnType } | { readonly struct: readonly Field[] };

/** A member of a nested value, in Microsoft's own case; Parquet, Glue and DuckDB lower it. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
}

/** A column in Microsoft's own case; Parquet, Glue and DuckDB lower it. */
export interface Column extends Field {
  /** One line for hovers and the reference. */
  readonly description: string;
  /** Microsoft's name, where one of our common columns already has it. */
  readonly apiName?: string;
  /** Computed by us, wholly or from Microsoft's value of the same name. */
  readonly derived?: true;
  /** Derived from Microsoft's value of the same name, which comes in several forms or places. */
  readonly normalised?: true;
}

/** A column of Microsoft's. */
export function column(name: string, type: ColumnType, description: string): Column {
  return { name, type, description };
}

/** A column that we compute. */
export function derivedColumn(name: string, type: ColumnType, description: string): Column {
  return { name, type, description, derived: true };
}

/** A column of Microsoft's that we bring into one form. */
export function normalisedColumn(name: string, type: ColumnType, description: string): Column {
  return { name, type, description, derived: true, normalised: true };
}

/** True when Microsoft's record can hold the column, in whatever form. */
export function isMicrosofts(column: Column): boolean {
  return column.derived === undefined || column.normalised === true;
}

/** A list of values of one type. */
export function list(of: ColumnType): ColumnType {
  return { list: of };
}

/** A nested value: names and types in order. */
export function struct(fields: Readonly<Record<string, ColumnType>>): ColumnType {
  return { struct: Object.entries(fields).map(([name, type]) => ({ name, type })) };
}

/** The key under which Microsoft's record holds a column. */
export function apiNameOf(column: Column): string {
  return column.apiName ?? column.name;
}
