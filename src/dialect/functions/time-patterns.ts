import type { Span } from "../parse/syntax.ts";
import type { Context } from "../scope/context.ts";

/** MySQL's specifiers, as date_format and date_parse take them, in strftime's spelling. */
const mysql: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "%a",
    b: "%b",
    c: "%-m",
    d: "%d",
    e: "%-d",
    f: "%f",
    H: "%H",
    h: "%I",
    I: "%I",
    i: "%M",
    j: "%j",
    k: "%-H",
    l: "%-I",
    M: "%B",
    m: "%m",
    p: "%p",
    r: "%I:%M:%S %p",
    S: "%S",
    s: "%S",
    T: "%H:%M:%S",
    v: "%V",
    W: "%A",
    x: "%G",
    Y: "%Y",
    y: "%y",
    "%": "%%",
  }),
);

/** @throws TenantTrailError for a specifier that Trino or this machine does not have. */
export function fromMysqlPattern(context: Context, pattern: string, span: Span): string {
  return pattern.replaceAll(/%([\s\S]?)/g, (whole, letter: string) => {
    const found = mysql.get(letter);
    if (found === undefined) throw context.unsupported(span, `The specifier ${whole} is not supported on this machine`);
    return found;
  });
}

/** Joda's letters, as format_datetime and parse_datetime take them. */
const joda: ReadonlyMap<string, string> = new Map(
  Object.entries({
    yyyy: "%Y",
    y: "%Y",
    YYYY: "%Y",
    yy: "%y",
    MMMM: "%B",
    MMM: "%b",
    MM: "%m",
    M: "%-m",
    dd: "%d",
    d: "%-d",
    HH: "%H",
    H: "%-H",
    hh: "%I",
    h: "%-I",
    mm: "%M",
    ss: "%S",
    SSS: "%g",
    a: "%p",
    EEEE: "%A",
    EEE: "%a",
    E: "%a",
    e: "%u",
    DDD: "%j",
    ww: "%V",
    xxxx: "%G",
  }),
);

/** @throws TenantTrailError for letters that this machine does not have. */
export function fromJodaPattern(context: Context, pattern: string, span: Span): string {
  return pattern.replaceAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|%/g, (whole, quoted?: string, letter?: string) => {
    if (quoted !== undefined) return (quoted === "" ? "'" : quoted.replaceAll("''", "'")).replaceAll("%", "%%");
    if (letter === undefined) return "%%";
    const found = joda.get(whole);
    if (found === undefined)
      throw context.unsupported(span, `The pattern letters ${whole} are not supported on this machine`);
    return found;
  });
}
