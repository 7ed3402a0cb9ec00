import { bounds } from "./bounds.ts";
import type { TypeName } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

/** A type such as `decimal(10,2)`, `array(varchar)`, `row(a bigint, b varchar)` or `timestamp(3) with time zone`. */
export function parseType(stream: TokenStream): TypeName {
  return stream.deeper(() => {
    const { start } = stream.peek();
    const name = stream.name("a type").text.toLowerCase();
    if (name === "double") stream.accept("precision");
    const numbers: number[] = [];
    const items: TypeName[] = [];
    const fields: { name: string | undefined; type: TypeName }[] = [];
    const bracket = stream.sees("<") ? [">", "<"] : [")", "("];
    if (stream.accept(bracket[1] ?? "")) {
      stream.list(() => {
        if (name === "row") fields.push(parseField(stream));
        else if (stream.kind() === "number") {
          numbers.push(parseLength(stream));
        } else items.push(parseType(stream));
      });
      stream.expect(bracket[0] ?? "");
    }
    let type: TypeName = { name, numbers, items, fields, withTimeZone: parseZone(stream, name), ...stream.from(start) };
    for (let levels = 1; stream.accept("array"); levels++) {
      if (levels > bounds.depth)
        throw stream.error(stream.peek(), `This type has more than ${bounds.depth} levels`, "sql-unsupported");
      type = { name: "array", numbers: [], items: [type], fields: [], withTimeZone: false, ...stream.from(start) };
    }
    return type;
  });
}

/** A length or precision: a whole number that a type may have. */
function parseLength(stream: TokenStream): number {
  const token = stream.take();
  const written = stream.text.slice(token.start, token.end);
  if (!/^\d{1,10}$/.test(written) || Number(written) > 2 ** 31 - 1)
    throw stream.error(token, "A type's length or precision must be a whole number");
  return Number(written);
}

function parseZone(stream: TokenStream, name: string): boolean {
  if (name !== "timestamp" && name !== "time") return false;
  if (stream.accept("with", "time", "zone")) return true;
  stream.accept("without", "time", "zone");
  return false;
}

function parseField(stream: TokenStream): { name: string | undefined; type: TypeName } {
  // `row(a bigint)` names its field, `row(bigint)` does not: a second word or quote decides.
  const named = stream.seesName() && stream.seesName(1);
  return { name: named ? stream.name().text : undefined, type: parseType(stream) };
}
