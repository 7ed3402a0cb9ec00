import { nearest } from "../../base/nearest.ts";
import type { TenantTrailError } from "../../protocol/errors.ts";
import { tokenize } from "../../sqlfile/tokens.ts";
import type { NamedDay, TableRead } from "../days/day-bounds.ts";
import { bounds } from "../parse/bounds.ts";
import type { Name, Query, Select, Span } from "../parse/syntax.ts";
import { errorAt } from "../parse/token-stream.ts";
import { identifier, type Sql, sql } from "../text/sql-text.ts";
import { partsOf, type Type } from "../types/types.ts";
import type { Column, RelationScope, Scope } from "./scope.ts";

/** The tables a statement may name, and their columns with DuckDB's types. */
export interface DialectSchema {
  /** The columns of a table in their order, or `undefined` when there is no such table; names ignore case. */
  columns(table: string): readonly { readonly name: string; readonly type: string }[] | undefined;
  /** The column that holds when a table's rows happened; by it readings are bounded. */
  eventTime?(table: string): string | undefined;
  /** The names of all tables, for SHOW TABLES and for suggestions. */
  tables?(): readonly string[];
}

/** A translated query and the columns it gives. */
export interface TranslatedQuery {
  readonly sql: Sql;
  readonly columns: readonly Column[];
}

/** A name that means nothing where it stands. */
export interface UnknownName {
  readonly kind: "table" | "column" | "field" | "function";
  readonly name: Name;
  /** Names that mean something there and come near. */
  readonly near: readonly string[];
  readonly error: TenantTrailError;
}

/** Who reads a statement without running it, and is told what the translation meets. */
export interface Watcher {
  /** Of a column, field or function, which is then read as NULL, so that all of them are met; of a table, which ends it. */
  unknownName?(found: UnknownName): void;
  /** Of what stands in the FROM of a SELECT; `reads` are those so far, to which the origins of columns point. */
  relations?(select: Select, relations: readonly RelationScope[], reads: readonly TableRead[]): void;
}

/** What one translation knows and collects. */
export class Context {
  readonly text: string;
  readonly schema: DialectSchema;
  readonly parameterTypes: ReadonlyMap<string, Type>;
  readonly reads: TableRead[] = [];
  /** Where each of `reads` is named. */
  readonly readPlaces: Span[] = [];
  readonly watcher: Watcher;
  /** The parameters that are compared with the log day `dt`, and where. */
  readonly dayParameters = new Map<string, Span>();
  /** The type that a parameter takes from its place, by the place's start, where it has another than the declared one. */
  readonly parameterUses = new Map<number, Type>();
  /** The days that `dt` is compared with, anywhere. */
  readonly namedDays: NamedDay[] = [];
  /** Translates a query inside an expression; set by the query translator, which also translates expressions. */
  readonly subquery: (context: Context, scope: Scope, query: Query) => TranslatedQuery;
  readonly #parameters = new Map<string, Sql>();
  readonly #typeParts = new Map<Type, number>();
  readonly #mostSteps: number;
  #counter = 0;
  #depth = 0;
  #steps = 0;

  constructor(
    text: string,
    schema: DialectSchema,
    parameterTypes: ReadonlyMap<string, Type>,
    subquery: (context: Context, scope: Scope, query: Query) => TranslatedQuery,
    watcher: Watcher = {},
  ) {
    this.watcher = watcher;
    this.text = text;
    this.schema = schema;
    this.parameterTypes = parameterTypes;
    this.subquery = subquery;
    this.#mostSteps = bounds.stepsPerToken * tokenize(text).length;
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
    const known = this.#parameters.get(name) ?? sql`$p${this.#parameters.size}`;
    this.#parameters.set(name, known);
    return known;
  }

  /** The names of the parameters, in the order of their numbers. */
  get parameters(): readonly string[] {
    return [...this.#parameters.keys()];
  }

  /**
   * Translates one piece of the tree, a level deeper than what is around it.
   * @throws TenantTrailError `sql-unsupported` when the levels or the steps pass their bound.
   */
  within<T>(span: Span, translate: () => T): T {
    this.#steps++;
    if (this.#steps > this.#mostSteps)
      throw this.unsupported(span, "The lambdas in one another take too long to translate; name the inner one in WITH");
    if (this.#depth >= bounds.depth)
      throw this.unsupported(
        span,
        `This is nested too deeply: at most ${bounds.depth} brackets, calls or operators in one another; name an inner part in WITH`,
      );
    this.#depth++;
    try {
      return translate();
    } finally {
      this.#depth--;
    }
  }

  /** @throws TenantTrailError `sql-unsupported` when a piece is too long when it is printed, or its type has too many parts. */
  checkSize(piece: Sql, type: Type, span: Span): void {
    if (piece.length > bounds.printed)
      throw this.unsupported(
        span,
        `This becomes longer than ${bounds.printed} characters for DuckDB, because functions in one another repeat their arguments; name an inner part in WITH and use its column`,
      );
    if (this.#partsOf(type) > bounds.typeParts)
      throw this.unsupported(span, `This value has more than ${bounds.typeParts} fields within fields`);
  }

  /** How many types a type is made of; parts that types share are looked at once. */
  #partsOf(type: Type): number {
    const known = this.#typeParts.get(type);
    if (known !== undefined) return known;
    const parts = partsOf(type).reduce((sum, part) => sum + this.#partsOf(part), 1);
    this.#typeParts.set(type, parts);
    return parts;
  }

  /**
   * A name that means nothing, told to who watches; its value is NULL then.
   *
   * @param known the names that would mean something; those that come near are named.
   * @throws TenantTrailError when nobody watches for it, and always for a table.
   */
  unknownName(kind: UnknownName["kind"], name: Name, at: Span, message: string, known: readonly string[]): Sql {
    const near = nearest(name.text, known);
    const hint = near.length === 0 ? "" : `. Did you mean ${near.join(", ")}?`;
    const code = kind === "function" ? "sql-unsupported" : "sql-failed";
    const error = errorAt(this.text, at, code, message + hint);
    this.watcher.unknownName?.({ kind, name, near, error });
    if (kind === "table" || this.watcher.unknownName === undefined) throw error;
    return sql`NULL`;
  }

  /** The statement has a mistake that Trino would refuse too. */
  mistake(span: Span, message: string): TenantTrailError {
    return errorAt(this.text, span, "sql-failed", message);
  }

  /** The error for something that Trino would run and this machine cannot do with the same result. */
  unsupported(span: Span, message: string): TenantTrailError {
    return errorAt(this.text, span, "sql-unsupported", message);
  }
}
