import { supportedFunctions } from "../../../src/dialect/functions/call.ts";
import { translate } from "../../../src/dialect/translate.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";

/** A table with a column of each type. */
export const columns = [
  { name: "n", type: "BIGINT" },
  { name: "s", type: "VARCHAR" },
  { name: "d", type: "TIMESTAMP" },
  { name: "b", type: "BOOLEAN" },
  { name: "x", type: "DOUBLE" },
  { name: "dec", type: "DECIMAL(10,2)" },
  { name: "list", type: "BIGINT[]" },
  { name: "texts", type: "VARCHAR[]" },
  { name: "truths", type: "BOOLEAN[]" },
  { name: "m", type: "MAP(VARCHAR, VARCHAR)" },
  { name: "r", type: "STRUCT(a BIGINT, b VARCHAR)" },
  { name: "bytes", type: "BLOB" },
];

/** How often the innermost piece is translated, which names a table; undefined when the statement is refused. */
export function looks(expression: string): number | undefined {
  let count = 0;
  const schema = {
    columns: (table: string) => {
      if (table === "innermost") count++;
      return columns;
    },
  };
  try {
    translate(`SELECT ${expression} FROM t`, { schema });
  } catch (error) {
    if (!(error instanceof TenantTrailError)) throw error;
    return undefined;
  }
  return count;
}

export const innermost = (column: string): string => `(SELECT ${column} FROM innermost)`;

/** What a function's other arguments can be, beside the one that holds the level below. */
const others = ["", "n", "s", "list", "texts", "s, s", "n, n", "x, x", "2, 2"];
const places: readonly ((name: string, inner: string, other: string) => string)[] = [
  (name, inner, other) => `${name}(${inner}${other === "" ? "" : `, ${other}`})`,
  (name, inner, other) => `${name}(${other === "" ? "" : `${other}, `}${inner})`,
  (name, inner, other) => `${name}(${other === "" ? "s" : other}, ${inner}, 2)`,
  (name, inner) => `${name}('day', ${inner})`,
  (name, inner) => `${name}('day', 1, ${inner})`,
  (name, inner) => `${name}(${inner}, '%Y')`,
  (name, inner) => `${name}(${inner}, '$.a')`,
  (name, inner) => `${name}(list, e -> ${inner})`,
  (name, inner) => `${name}(ARRAY[${inner}], e -> e)`,
  (name, inner) => `${name}(ARRAY[${inner}])`,
  (name, inner) => `${name}(list, 0, (u, e) -> u + e, u -> ${inner})`,
  (name, inner) => `${name}(ARRAY[${inner}], ${inner === "n" ? "n" : "0"}, (u, e) -> u + e, u -> u)`,
];

const leaves = ["n", "s", "d", "b", "x", "dec", "list", "texts"];

export interface Wrapper {
  readonly label: string;
  readonly wrap: (inner: string) => string;
  readonly leaf: string;
}

/** A way to put a function around a piece, at one of its places, such that it can be put around itself again. */
function wrapper(name: string, place: (typeof places)[number]): Wrapper | undefined {
  for (const other of place.length === 3 ? others : [""])
    for (const leaf of leaves) {
      const wrap = (inner: string): string => place(name, inner, other);
      if (looks(wrap(wrap(innermost(leaf)))) !== undefined) return { label: wrap(leaf), wrap, leaf };
    }
  return undefined;
}

/** Every function of the registry around a piece, at each of its places that can hold its own result. */
export function wrappers(): readonly Wrapper[] {
  return supportedFunctions().flatMap((name) => places.flatMap((place) => wrapper(name, place) ?? []));
}

/** Calls with a grammar of their own, or with a literal that means something. */
const ownForms: ReadonlyMap<string, string> = new Map([
  ["at_timezone", "at_timezone(d, 'UTC')"],
  ["current_date", "current_date"],
  ["current_timestamp", "current_timestamp"],
  ["localtimestamp", "localtimestamp"],
  ["date_diff", "date_diff('day', d, d)"],
  ["extract", "extract(DAY FROM d)"],
  ["json_parse", "json_size(json_parse(s), '$.a')"],
]);

/** A call of every function of the registry that can be called with columns and literals, each once. */
export function calls(): ReadonlyMap<string, string> {
  const found = new Map(ownForms);
  for (const name of supportedFunctions())
    for (const call of candidates(name)) if (!found.has(name) && looks(call) !== undefined) found.set(name, call);
  return found;
}

function* candidates(name: string): Generator<string> {
  yield `${name}()`;
  for (const leaf of [...leaves, "m", "r", "bytes", "CAST('1.2.3.4' AS ipaddress)", "JSON '1'", "'%s'", "'$.a'"])
    for (const place of places)
      for (const other of place.length === 3 ? [...others, "s, n", "x, x, x", "n, x", "'NFC'", "s, n, s"] : [""])
        yield place(name, leaf, other);
  for (const tail of ["OVER (ORDER BY n)", "OVER ()"])
    for (const args of ["", "n", "n, 2", "n, 1, 2"]) yield `${name}(${args}) ${tail}`;
}
