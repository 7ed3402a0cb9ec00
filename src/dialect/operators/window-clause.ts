import { coerce, settle } from "../casts/convert.ts";
import type { Expression, FrameBound, Name, SortItem, Window } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import type { Scope } from "../scope/scope.ts";
import { join, type Sql, sql } from "../text/sql-text.ts";
import type { Typed } from "../types/typed.ts";
import { bigint, isInteger } from "../types/types.ts";
import { containsRawJson } from "./operators.ts";

type Translate = (context: Context, scope: Scope, expression: Expression) => Typed;

/** ORDER BY items with the place of NULLs said, because Trino puts them last in both directions. */
export function sortItems(context: Context, scope: Scope, items: readonly SortItem[], translate: Translate): Sql {
  return join(
    items.map((item) => sortItem(settle(translate(context, scope, item.value)).sql, item)),
    ", ",
  );
}

export function sortItem(value: Sql, item: SortItem): Sql {
  return sql`${value}${item.descending ? " DESC" : ""} NULLS ${item.nullsFirst ? "FIRST" : "LAST"}`;
}

/** The window after OVER, or a definition of the WINDOW clause. */
export function windowSql(context: Context, scope: Scope, window: Window | Name, translate: Translate): Sql {
  return "kind" in window
    ? sql`(${windowParts(context, scope, window, translate)})`
    : sql`(${namedWindow(context, scope, window)})`;
}

/** The window without its brackets, as the definitions of the WINDOW clause are kept. */
export function windowParts(context: Context, scope: Scope, window: Window, translate: Translate): Sql {
  const parts: Sql[] = [];
  if (window.base !== undefined) parts.push(namedWindow(context, scope, window.base));
  if (window.partitionBy.length > 0) {
    const keys = window.partitionBy.map((key) => {
      const value = translate(context, scope, key);
      if (containsRawJson(value.type))
        throw context.unsupported(key, "PARTITION BY json_parse is not supported on this machine");
      return settle(value).sql;
    });
    parts.push(sql`PARTITION BY ${join(keys, ", ")}`);
  }
  if (window.orderBy.length > 0) parts.push(sql`ORDER BY ${sortItems(context, scope, window.orderBy, translate)}`);
  if (window.frame !== undefined) {
    const { unit, from, to } = window.frame;
    const bound = (edge: FrameBound): Sql => {
      if (edge.value === undefined) return sql`${edge.kind}`;
      const value = translate(context, scope, edge.value);
      return sql`${isInteger(value.type) ? coerce(context, value, bigint).sql : value.sql} ${edge.kind}`;
    };
    parts.push(to === undefined ? sql`${unit} ${bound(from)}` : sql`${unit} BETWEEN ${bound(from)} AND ${bound(to)}`);
  }
  return join(parts, " ");
}

function namedWindow(context: Context, scope: Scope, name: Name): Sql {
  const found = scope.windows?.get(name.text.toLowerCase());
  if (found === undefined) throw context.mistake(name, `There is no window ${name.text}`);
  return found;
}
