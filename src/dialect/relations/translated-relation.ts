import type { RelationScope } from "../scope/scope.ts";
import type { Sql } from "../text/sql-text.ts";

/** A translated FROM: its text, and what names mean after it. */
export interface TranslatedRelation {
  readonly sql: Sql;
  readonly relations: readonly RelationScope[];
}
