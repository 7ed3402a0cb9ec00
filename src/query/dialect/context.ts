import type { TenantTrailError } from "../../protocol/errors.ts";
import type { TableRead } from "./day-bounds.ts";
import type { Column, Scope } from "./scope.ts";
import { identifier, type Sql, sql } from "./sql-text.ts";
import type { Query, Span } from "./syntax.ts";
import { errorAt } from "./token-stream.ts";
import type { Type } from "./types.ts";

/** The tables a statement may name, and their columns with DuckDB's types. */
export interface DialectSchema {
  /** The columns of a table in their order, or `undefined` when there is no such table; names ignore case. */
  columns(table: string): readonly { readonly name: string; readonly type: string }[] | undefined;
  /** The names of all tables, for SHOW TABLES and for suggestions. */
  tables?(): readonly string[];
}

/** A translated query and the columns it gives. */
export interface TranslatedQuery {
  readonly sql: Sql;
  readonly columns: readonly Column[];
}

/** What one translation knows and collects. */
export class Context {
  readonly text: string;
  readonly schema: DialectSchema;
  readonly parameterTypes: ReadonlyMap<string, Type>;
  readonly parameters = new Set<string>();
  readonly reads: TableRead[] = [];
  /** Translates a query inside an expression; set by the query translator, which also translates expressions. */
  readonly subquery: (context: Context, scope: Scope, query: Query) => TranslatedQuery;
  #counter = 0;

  constructor(
    text: string,
    schema: DialectSchema,
    parameterTypes: ReadonlyMap<string, Type>,
    subquery: (context: Context, scope: Scope, query: Query) => TranslatedQuery,
  ) {
    this.text = text;
    this.schema = schema;
    this.parameterTypes = parameterTypes;
    this.subquery = subquery;
  }

  /**
   * A name for what the translation adds: the only allocator of them. None equals another, and none equals a name of the
   * user's, because of those one that begins with ~ is printed with one more (`userName`).
   */
  unique(): Sql {
    this.#counter++;
    return identifier(`~${this.#counter}`);
  }

  /** The parameter of a name, bound under its number: DuckDB's names of parameters ignore case, Trino's do not. */
  parameter(name: string): Sql {
    this.parameters.add(name);
    return sql`$p${[...this.parameters].indexOf(name)}`;
  }

  /** The statement has a mistake that Trino would refuse too. */
  mistake(span: Span, message: string): TenantTrailError {
    return errorAt(this.text, span, "sql-failed", message);
  }

  /** Trino would run this; this machine cannot do it with the same result. */
  unsupported(span: Span, message: string): TenantTrailError {
    return errorAt(this.text, span, "sql-unsupported", message);
  }
}
