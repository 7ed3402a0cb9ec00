import type { Expression, NumberLiteral } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

const wholeNumber = /^\d+(_\d+)*$/;
const otherBase = /^0([xX](_?[0-9a-fA-F])+|[bB](_?[01])+|[oO](_?[0-7])+)$/;
const decimal = /^(\d+(_\d+)*\.(\d+(_\d+)*)?|\.\d+(_\d+)*)$/;
const double = /^(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)[eE][+-]?\d+$/;

/** A number as Trino writes them: `1`, `1_000`, `0xFF`, `1.5`, `.5`, `1e3`. @throws TenantTrailError for others. */
export function parseNumber(stream: TokenStream): NumberLiteral {
  const token = stream.take();
  const next = stream.peek();
  const written = stream.text.slice(token.start, token.end);
  const kind =
    wholeNumber.test(written) || otherBase.test(written)
      ? "integer"
      : decimal.test(written)
        ? "decimal"
        : double.test(written)
          ? "double"
          : undefined;
  const joined = next.start === token.end && ["word", "number", "string", "quoted"].includes(next.kind);
  if (kind === undefined || joined)
    throw stream.error(
      { start: token.start, end: joined ? next.end : token.end },
      "This is no number, and no name: a name cannot begin with a digit",
    );
  return { kind, text: written.replaceAll("_", ""), start: token.start, end: token.end };
}

/** `'text'`, `U&'\00e9'` or `X'4142'`. */
export function parseString(stream: TokenStream): Expression {
  const token = stream.peek();
  if (token.kind !== "string") throw stream.unexpected("a text in quotes");
  stream.take();
  const written = stream.text.slice(token.start, token.end);
  const span = { start: token.start, end: token.end };
  if (written.startsWith("$")) throw stream.error(span, "Trino has no dollar quotes; write '...'");
  const body = written.slice(written.indexOf("'") + 1, -1).replaceAll("''", "'");
  if (/^x/i.test(written)) {
    const hex = body.replaceAll(/\s/g, "");
    if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw stream.error(span, "A binary literal needs pairs of hex digits");
    return { kind: "binary", hex, ...span };
  }
  if (!/^u&/i.test(written)) return { kind: "string", value: body, ...span };
  let sign = "\\";
  if (stream.accept("uescape")) {
    const given = parseString(stream);
    sign = given.kind === "string" && given.value.length === 1 ? given.value : "\\";
  }
  return { kind: "string", value: unescapeUnicode(stream, body, sign, span), ...stream.from(token.start) };
}

function unescapeUnicode(
  stream: TokenStream,
  body: string,
  sign: string,
  span: { start: number; end: number },
): string {
  let result = "";
  for (let at = 0; at < body.length; at++) {
    if (body[at] !== sign) {
      result += body[at];
      continue;
    }
    if (body[at + 1] === sign) {
      result += sign;
      at++;
      continue;
    }
    const digits = /^(?:\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))/.exec(body.slice(at + 1));
    const point = Number.parseInt(digits?.[1] ?? digits?.[2] ?? "", 16);
    if (digits === null || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw stream.error(span, "A Unicode escape needs four hex digits, or + and six");
    result += String.fromCodePoint(point);
    at += digits[0].length;
  }
  return result;
}
