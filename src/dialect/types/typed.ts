import type { Span } from "../parse/syntax.ts";
import type { Sql } from "../text/sql-text.ts";
import type { Type } from "./types.ts";

/** A translated expression: its text, its Trino type, and its value where it is a literal. */
export interface Typed {
  readonly sql: Sql;
  readonly type: Type;
  readonly span: Span;
  readonly constant?: string | number;
  /** A time's text that DuckDB reads whatever its offset; `sql` then insists on UTC (see from_iso8601_timestamp). */
  readonly instant?: Sql;
  /** A `date` parameter's text `YYYY-MM-DD`, which it is where it is compared with text (see `besideText`). */
  readonly dayText?: Sql;
  /** The name of the parameter that it is. */
  readonly parameter?: string;
}

export function typed(sql: Sql, type: Type, span: Span): Typed {
  return { sql, type, span };
}
