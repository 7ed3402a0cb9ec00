import type { TrinoColumn } from "../../trino/statement.ts";

/** A column as GetQueryResults describes it. */
export interface ColumnInfo {
  readonly CatalogName: string;
  readonly SchemaName: string;
  readonly TableName: string;
  readonly Name: string;
  readonly Label: string;
  readonly Type: string;
  readonly Precision: number;
  readonly Scale: number;
  readonly Nullable: "UNKNOWN";
  readonly CaseSensitive: boolean;
}

const precisions: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  integer: 10,
  bigint: 19,
  real: 17,
  double: 17,
  timestamp: 3,
  "timestamp with time zone": 3,
};
const unbounded = 2_147_483_647;

/** Describes a column of Trino's as Athena does. */
export function columnInfo({ name, typeSignature: { rawType, arguments: given } }: TrinoColumn): ColumnInfo {
  const sizes = given.flatMap(({ kind, value }) => (kind === "LONG" ? [Number(value)] : []));
  const text = rawType === "varchar" || rawType === "char";
  const decimal = rawType === "decimal";
  return {
    CatalogName: "hive",
    SchemaName: "",
    TableName: "",
    Name: name,
    Label: name,
    Type: rawType === "real" ? "float" : rawType,
    Precision: text ? (sizes[0] ?? unbounded) : decimal ? (sizes[0] ?? 38) : (precisions[rawType] ?? 0),
    Scale: decimal ? (sizes[1] ?? 0) : 0,
    Nullable: "UNKNOWN",
    CaseSensitive: text,
  };
}
