import type { Alias, Name } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** `[AS] name [(column, ...)]`, or nothing. */
export function parseAlias(stream: TokenStream): Alias | undefined {
  for (const clause of [["match_recognize", "("], ["tablesample"]])
    if (stream.sees(...clause)) throw unsupported(stream);
  // LIMIT, OFFSET, FETCH and WINDOW are not reserved, but here they begin a clause.
  const clause = stream.sees("offset") || stream.sees("fetch") || stream.sees("limit") || stream.sees("window");
  if (!stream.accept("as") && (!stream.seesName() || clause)) return undefined;
  const name = stream.name("an alias");
  const columns: Name[] = [];
  if (stream.accept("(")) {
    columns.push(...stream.list(() => stream.name("a column")));
    stream.expect(")");
  }
  for (const later of [["match_recognize", "("], ["tablesample"]]) if (stream.sees(...later)) throw unsupported(stream);
  return { name, columns };
}

function unsupported(stream: TokenStream) {
  return stream.error(
    stream.peek(),
    `${stream.word().toUpperCase()} is not supported on this machine`,
    "sql-unsupported",
  );
}
