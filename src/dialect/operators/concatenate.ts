import { coerce, unify } from "../casts/convert.ts";
import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";
import { sql } from "../text/sql-text.ts";
import { commonType } from "../types/common-type.ts";
import { type Typed, typed } from "../types/typed.ts";
import { varbinary, varchar } from "../types/types.ts";
import { cannotApply } from "./operator-error.ts";

/** `||` of texts, arrays, an array and an element, or binaries; NULL makes NULL. */
export function concatenate(context: Context, left: Typed, right: Typed, span: Span): Typed {
  const [a, b] = [left.type, right.type];
  if (a.kind === "array" || b.kind === "array") {
    const elements = a.kind === "array" && b.kind === "array" ? commonType(a, b) : undefined;
    if (elements !== undefined) {
      const both = unify(context, [left, right], "Concatenated arrays");
      const [one, two] = both.values;
      if (one !== undefined && two !== undefined)
        return typed(sql`trino_concat(${one.sql}, ${two.sql})`, both.type, span);
    }
    if (a.kind === "array") {
      const element = commonType(a.element, b);
      if (element === undefined) throw cannotApply(context, "||", left, right, span);
      const list = coerce(context, left, { kind: "array", element });
      return typed(sql`trino_concat(${list.sql}, [${coerce(context, right, element).sql}])`, list.type, span);
    }
    const element = b.kind === "array" ? commonType(a, b.element) : undefined;
    if (element === undefined) throw cannotApply(context, "||", left, right, span);
    const list = coerce(context, right, { kind: "array", element });
    return typed(sql`trino_concat([${coerce(context, left, element).sql}], ${list.sql})`, list.type, span);
  }
  const type = a.kind === "varbinary" || b.kind === "varbinary" ? varbinary : varchar;
  if (commonType(a, type)?.kind !== type.kind || commonType(b, type)?.kind !== type.kind)
    throw cannotApply(context, "||", left, right, span);
  return typed(sql`(${coerce(context, left, type).sql} || ${coerce(context, right, type).sql})`, type, span);
}
