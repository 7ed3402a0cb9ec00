import type { DuckDBType } from "@duckdb/node-api";
import { identifier } from "../../duckdb/database.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { ResultColumn } from "../../protocol/query.ts";
import { kindOf, trinoType } from "./trino-types.ts";

/** A column of a held result; in SQL the held table is always called `held`. */
export interface HeldColumn {
  readonly shown: ResultColumn;
  /** Unlike the shown name never empty and, ignoring case, given once; what a file calls the column. */
  readonly uniqueName: string;
  readonly type: DuckDBType;
  /** The column as an SQL expression. */
  readonly sql: string;
}

/** Joins the names a person sees with the names and types that the table has. */
export function heldColumns(
  shownNames: readonly string[],
  storedNames: readonly string[],
  types: readonly DuckDBType[],
): readonly HeldColumn[] {
  const unique = uniqueNames(shownNames);
  return storedNames.map((stored, index) => {
    const type = types[index];
    if (type === undefined) throw new TenantTrailError("internal", `Column ${index + 1} of the result has no type.`);
    const name = shownNames[index] ?? stored;
    return {
      shown: { name, type: trinoType(type), kind: kindOf(type) },
      uniqueName: unique[index] ?? stored,
      type,
      sql: `held.${identifier(stored)}`,
    };
  });
}

/** @throws TenantTrailError `bad-argument` when the result has no such column. */
export function columnAt(columns: readonly HeldColumn[], index: number): HeldColumn {
  const column = columns[index];
  if (column === undefined)
    throw new TenantTrailError(
      "bad-argument",
      `The result has ${columns.length} columns; there is no column ${index + 1}.`,
    );
  return column;
}

/** Adds `_2`, `_3`, … to names that were given before (ignoring case) and `_colN`, as Trino does, to empty ones. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name, index) => {
    const base = name === "" ? `_col${index}` : name;
    let candidate = base;
    for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${base}_${n}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}
