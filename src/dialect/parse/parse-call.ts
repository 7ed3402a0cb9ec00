import type { Call, Expression, Frame, FrameBound, Name, SortItem, Window } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

const plainCall = {
  kind: "call",
  star: false,
  distinct: false,
  orderBy: [],
  withinGroup: [],
  filter: undefined,
  ignoreNulls: false,
  over: undefined,
} as const;

/** The brackets after a function's name, and FILTER, WITHIN GROUP, IGNORE NULLS and OVER. */
export function parseCall(stream: TokenStream, name: Name): Call {
  stream.expect("(");
  let args: readonly Expression[] = [];
  let orderBy: readonly SortItem[] = [];
  const star = stream.accept("*");
  const distinct = !star && stream.accept("distinct");
  if (!distinct) stream.accept("all");
  if (!star && !stream.sees(")")) {
    args = stream.list(() => stream.grammar.expression(stream));
    if (stream.accept("order", "by")) orderBy = stream.list(() => parseSortItem(stream));
    if (stream.sees("on", "overflow") || stream.sees("returning") || stream.sees("passing") || stream.word(1) === "on")
      throw stream.error(
        stream.peek(),
        `This clause of ${name.text} is not supported on this machine`,
        "sql-unsupported",
      );
  }
  stream.expect(")");
  let withinGroup: readonly SortItem[] = [];
  if (stream.accept("within", "group", "(", "order", "by")) {
    withinGroup = stream.list(() => parseSortItem(stream));
    stream.expect(")");
  }
  let filter: Expression | undefined;
  if (stream.accept("filter", "(", "where")) {
    filter = stream.grammar.expression(stream);
    stream.expect(")");
  }
  const ignoreNulls = stream.accept("ignore", "nulls");
  if (!ignoreNulls) stream.accept("respect", "nulls");
  const over = stream.accept("over") ? (stream.sees("(") ? parseWindow(stream) : stream.name("a window")) : undefined;
  return {
    kind: "call",
    name,
    args,
    star,
    distinct,
    orderBy,
    withinGroup,
    filter,
    ignoreNulls,
    over,
    ...stream.from(name.start),
  };
}

/** Functions with a grammar of their own: EXTRACT, TRIM, POSITION, SUBSTRING, NORMALIZE, CURRENT_TIMESTAMP and others. */
export function parseSpecialCall(stream: TokenStream): Expression | undefined {
  const { start } = stream.peek();
  const word = stream.word();
  const opens = stream.word(1) === "(";
  const callOf = (name: string, args: readonly Expression[]): Call => {
    const span = stream.from(start);
    return { ...plainCall, name: { text: name, quoted: false, ...span }, args, ...span };
  };
  const text = (value: string): Expression => ({ kind: "string", value, ...stream.from(start) });
  switch (word) {
    case "current_date":
    case "current_time":
    case "localtime":
    case "current_user":
    case "current_catalog":
    case "current_schema":
      stream.take();
      return callOf(word, []);
    case "current_timestamp":
    case "localtimestamp": {
      stream.take();
      const args = stream.accept("(") ? [stream.grammar.expression(stream)] : [];
      if (args.length > 0) stream.expect(")");
      return callOf(word, args);
    }
    case "extract": {
      if (!opens) return undefined;
      stream.accept("extract", "(");
      const field = stream.name("a field such as HOUR").text.toLowerCase();
      stream.expect("from");
      const value = stream.grammar.expression(stream);
      stream.expect(")");
      return callOf("extract", [text(field), value]);
    }
    case "position": {
      if (!opens) return undefined;
      stream.accept("position", "(");
      const needle = stream.grammar.operand(stream);
      stream.expect("in");
      const value = stream.grammar.expression(stream);
      stream.expect(")");
      return callOf("strpos", [value, needle]);
    }
    case "trim":
      return opens ? parseTrim(stream, callOf) : undefined;
    case "substring": {
      if (!opens) return undefined;
      stream.accept("substring", "(");
      const args = [stream.grammar.expression(stream)];
      if (stream.accept("from")) {
        args.push(stream.grammar.expression(stream));
        if (stream.accept("for")) args.push(stream.grammar.expression(stream));
      } else while (stream.accept(",")) args.push(stream.grammar.expression(stream));
      stream.expect(")");
      return callOf("substring", args);
    }
    case "normalize": {
      if (!opens) return undefined;
      stream.accept("normalize", "(");
      const value = stream.grammar.expression(stream);
      const form = stream.accept(",") ? stream.name("NFC, NFD, NFKC or NFKD").text.toUpperCase() : "NFC";
      stream.expect(")");
      return callOf("normalize", [value, text(form)]);
    }
    case "grouping":
    case "listagg":
    case "json_exists":
    case "json_value":
    case "json_query":
    case "json_object":
    case "json_array":
    case "json_table": {
      if (!opens) return undefined;
      const token = stream.take();
      return parseCall(stream, { text: word, quoted: false, start: token.start, end: token.end });
    }
    default:
      return undefined;
  }
}

function parseTrim(stream: TokenStream, callOf: (name: string, args: readonly Expression[]) => Call): Expression {
  stream.accept("trim", "(");
  const side = ["both", "leading", "trailing"].find((known) => stream.accept(known));
  const name = side === "leading" ? "ltrim" : side === "trailing" ? "rtrim" : "trim";
  if (stream.accept("from")) {
    const value = stream.grammar.expression(stream);
    stream.expect(")");
    return callOf(name, [value]);
  }
  const first = stream.grammar.expression(stream);
  const args = stream.accept("from") ? [stream.grammar.expression(stream), first] : [first];
  if (stream.accept(",")) args.push(stream.grammar.expression(stream));
  stream.expect(")");
  return callOf(name, args);
}

/** `value [ASC | DESC] [NULLS FIRST | LAST]`; Trino puts NULLs last in both directions when nothing is said. */
export function parseSortItem(stream: TokenStream): SortItem {
  const { start } = stream.peek();
  const value = stream.grammar.expression(stream);
  const descending = stream.accept("desc");
  if (!descending) stream.accept("asc");
  const nullsFirst = stream.accept("nulls", "first");
  if (!nullsFirst) stream.accept("nulls", "last");
  return { value, descending, nullsFirst, ...stream.from(start) };
}

/** `([base] [PARTITION BY ...] [ORDER BY ...] [frame])`. */
export function parseWindow(stream: TokenStream): Window {
  const { start } = stream.peek();
  stream.expect("(");
  const starts = ["partition", "order", "rows", "range", "groups"];
  const base = stream.seesName() && !starts.includes(stream.word()) ? stream.name() : undefined;
  const partitionBy = stream.accept("partition", "by") ? stream.list(() => stream.grammar.expression(stream)) : [];
  const orderBy = stream.accept("order", "by") ? stream.list(() => parseSortItem(stream)) : [];
  const frame = parseFrame(stream);
  stream.expect(")");
  return { kind: "window", base, partitionBy, orderBy, frame, ...stream.from(start) };
}

function parseFrame(stream: TokenStream): Frame | undefined {
  const { start } = stream.peek();
  const unit = (["ROWS", "RANGE", "GROUPS"] as const).find((known) => stream.accept(known.toLowerCase()));
  if (unit === undefined) return undefined;
  if (!stream.accept("between")) return { unit, from: parseBound(stream), to: undefined, ...stream.from(start) };
  const from = parseBound(stream);
  stream.expect("and");
  return { unit, from, to: parseBound(stream), ...stream.from(start) };
}

function parseBound(stream: TokenStream): FrameBound {
  if (stream.accept("current", "row")) return { kind: "CURRENT ROW", value: undefined };
  if (stream.accept("unbounded", "preceding")) return { kind: "UNBOUNDED PRECEDING", value: undefined };
  if (stream.accept("unbounded", "following")) return { kind: "UNBOUNDED FOLLOWING", value: undefined };
  const value = stream.grammar.expression(stream);
  if (stream.accept("preceding")) return { kind: "PRECEDING", value };
  stream.expect("following");
  return { kind: "FOLLOWING", value };
}
