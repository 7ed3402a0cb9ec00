import { type Sql, text } from "./sql-text.ts";
import type { Span } from "./syntax.ts";
import type { Type } from "./types.ts";

/** A translated expression: its text, its Trino type, and its value where it is a literal. */
export interface Typed {
  readonly sql: Sql;
  readonly type: Type;
  readonly span: Span;
  readonly constant?: string | number;
  /** A time's text that DuckDB reads whatever its offset; `sql` then insists on UTC (see from_iso8601_timestamp). */
  readonly instant?: Sql;
}

export function typed(sql: Sql | string, type: Type, span: Span): Typed {
  return { sql: typeof sql === "string" ? text(sql) : sql, type, span };
}

/** Text as an SQL literal. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as a quoted identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
