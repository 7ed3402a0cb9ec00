/** Trino's names of the types that DuckDB names in its messages. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ["BOOL", "boolean"],
  ["INT8", "tinyint"],
  ["INT16", "smallint"],
  ["INT32", "integer"],
  ["INT64", "bigint"],
  ["INT128", "decimal"],
  ["FLOAT", "real"],
  ["DOUBLE", "double"],
  ["VARCHAR", "varchar"],
  ["DATE", "date"],
  ["TIMESTAMP_MS", "timestamp"],
  ["TIMESTAMP", "timestamp"],
  ["UUID", "uuid"],
]);

/** What a value is not, in words. */
const kindsOfValue: ReadonlyMap<string, string> = new Map([
  ["BOOL", "truth value"],
  ["INT32", "integer"],
  ["INT64", "bigint"],
  ["DOUBLE", "number"],
  ["DATE", "date"],
  ["TIMESTAMP", "timestamp"],
  ["UUID", "UUID"],
]);

type Sentence = (found: readonly string[], parameters: readonly string[]) => string;

/** What DuckDB says, whole or from its start, and what a person is told instead. */
const sentences: readonly (readonly [RegExp, Sentence])[] = [
  [
    /^Could not convert string '([\s\S]*)' to (\w+)/,
    ([text, type]) => `'${text}' is no ${kindsOfValue.get(type ?? "") ?? "such value"}`,
  ],
  [
    /^Type \w+ with value (\S+) can't be cast because the value is out of range for the destination type (\w+)/,
    ([value, type]) => `${value} does not fit into ${typeNames.get(type ?? "") ?? "that type"}`,
  ],
  [
    /^Could not parse string ("[\s\S]*") according to format specifier/,
    ([text]) => `${text} does not have the format that is given`,
  ],
  [
    /^Malformed JSON at byte \d+ of input: [\s\S]*?\.\s+Input: ("[\s\S]*")/,
    ([text]) => `This text is no JSON: ${text}`,
  ],
  [
    /^Overflow in (\w+) of (\w+) \(([\s\S]*)\)!?$/,
    ([operation, type, values]) => `${typeNames.get(type ?? "") ?? "number"} ${operation} overflow: ${values}`,
  ],
  [/^(?:Map keys must be unique|Duplicate map key)/i, () => "A map cannot hold the same key twice"],
  [/^Map keys can ?not be NULL/i, () => "A key of a map cannot be NULL"],
  [/^(?:date|timestamp) field value out of range: ("[^"]*")/, ([text]) => `The calendar has no ${text}`],
  [/^(\w+) is undefined outside (\[.*\])/, ([name, range]) => `${name?.toLowerCase()} takes numbers in ${range} only`],
  [/^Unknown TimeZone '(.*)'/, ([zone]) => `'${zone}' is no time zone that is known here`],
  [/^Separator argument to StringAgg must be a constant/, () => "The separator must be a literal on this machine"],
  [/^frame (?:starting|start|end)/, () => "This window frame ends before it starts"],
  [
    /column "([^"]*)" must appear in the GROUP BY clause/,
    ([column]) => `${userName(column ?? "")} must be in GROUP BY or inside an aggregate function`,
  ],
  [/^More than one row returned by a subquery/, () => "A subquery used as a value gave more than one row"],
  [
    /^Values were not provided for the following prepared statement parameters: (.*)/,
    ([names], parameters) => {
      const written = (names ?? "").split(", ").map((bound) => parameters[Number(bound.slice(1))] ?? bound);
      return `No value was given for :${written.join(", :")}`;
    },
  ],
];

/**
 * DuckDB's words about a translated statement in those of its user: a sentence of ours where what they say is known,
 * else their first line without names that the translation made and with Trino's names of types.
 *
 * @param parameters the user's names of `p0`, `p1`, …
 */
export function inTheirWords(words: string, parameters: readonly string[]): string {
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(words);
    if (found !== null) return sentence(found.slice(1), parameters);
  }
  const [line = ""] = words.split("\n", 1);
  return line
    .replaceAll(/"?~\d+"?\.?/g, "")
    .replaceAll("~~", "~")
    .replaceAll(/\btrino_(\w+)/g, "$1")
    .split(quoted)
    .map((part, index) => (index % 2 === 0 ? withTypeNames(part) : part))
    .join("");
}

/** What stands in quotes may be a text of the log's, and stays as it is. */
const quoted = /('[^']*'|"[^"]*")/;

function withTypeNames(text: string): string {
  return text.replaceAll(/\b[A-Z][A-Z0-9_]+\b/g, (name) => typeNames.get(name) ?? name);
}

function userName(column: string): string {
  return column.replaceAll(/"?~\d+"?\./g, "").replaceAll('"', "");
}
