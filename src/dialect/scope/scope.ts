import type { Sql } from "../text/sql-text.ts";
import type { Type } from "../types/types.ts";

/** Where a column of a base table comes from. */
export interface Origin {
  /** The place of the reading among those of the statement. */
  readonly read: number;
  /** The table's own name of the column, in lower case. */
  readonly column: string;
}

/** A column that names can mean. */
export interface Column {
  /** As written by the schema or the user; names ignore case. */
  readonly name: string;
  readonly type: Type;
  readonly sql: Sql;
  /** Without a name of its own (`_col0`): not found by name. */
  readonly anonymous?: boolean;
  /** Set for a base table's columns, whatever they are called here: what a filter on `dt` prunes. */
  readonly origin?: Origin;
}

/** A table, subquery or UNNEST in FROM, under the name it has there. */
export interface RelationScope {
  readonly name: string | undefined;
  readonly columns: readonly Column[];
}

/** What names mean at a place of the statement. */
export interface Scope {
  readonly relations: readonly RelationScope[];
  /** Around a subquery, for correlated names. */
  readonly parent?: Scope | undefined;
  /** Named queries of WITH, by lower-case name. */
  readonly ctes: ReadonlyMap<string, { readonly sqlName: Sql; readonly columns: readonly Column[] }>;
  /** A lambda's parameters, by lower-case name. */
  readonly lambda?: ReadonlyMap<string, Column>;
  /** Names of the select list, which ORDER BY sees first. */
  readonly outputs?: readonly Column[];
  /** Windows of the WINDOW clause, by lower-case name. */
  readonly windows?: ReadonlyMap<string, Sql>;
}

export const emptyScope: Scope = { relations: [], ctes: new Map() };
