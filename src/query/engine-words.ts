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
  [
    /^column (\S+) must appear in the GROUP BY clause/,
    ([column]) => `${userName(column ?? "")} must be in GROUP BY or inside an aggregate function`,
  ],
  [
    /^(\w+) clause cannot contain (aggregates|window functions)/,
    ([clause, what]) => `${clause} cannot contain ${what === "aggregates" ? "aggregate" : "window"} functions`,
  ],
  [/^aggregate function calls cannot be nested/, () => "An aggregate function cannot stand inside another"],
  [
    /^aggregate function calls cannot contain window function calls/,
    () => "A window function cannot stand inside an aggregate function",
  ],
  [/^GROUPING statement cannot be used without groups/, () => "grouping needs a GROUP BY"],
  [/^LIMIT\/OFFSET cannot be negative/, () => "LIMIT and OFFSET cannot be negative"],
  [
    /^(invalid escape sequence|invalid character class range|invalid character class|missing \]|missing \)|unexpected \)|trailing \\|no argument for repetition operator|invalid repetition size|bad repetition operator|invalid perl operator|invalid UTF-8|invalid named capture group|pattern too large[^:]*)(?:: ([\s\S]*))?$/,
    ([why, part]) => `This regular expression is not valid: ${why}${part === undefined ? "" : `: ${part}`}`,
  ],
  [
    /^Could not cast value (\S+) to (DECIMAL\(\d+,\d+\))/,
    ([value, type]) => `${value} does not fit into ${type?.toLowerCase()}`,
  ],
  [/^Overflow on (\w+)\((\S+)\)/, ([name, value]) => `${name} overflow: ${value} has none in its type`],
  [/^Interval value (.+) out of range/, ([interval]) => `${interval} are too long an interval`],
  [/^Invalid UTF8 Codepoint (\S+)/, ([number]) => `${number} is no code point`],
  [/^Invalid input for hex digit: ([\s\S]*)/, ([digit]) => `'${digit}' is no hexadecimal digit`],
  [/^Could not decode string ("[\s\S]*") as base64/, ([text]) => `${text} is no Base64`],
  [/^Failure in decode: could not convert blob to UTF8/, () => "These bytes are no text in UTF-8"],
  [/^Argument for ntile must be greater than zero/, () => "ntile takes a number greater than zero"],
  [/^QUANTILE can only take parameters in the range/, () => "A percentile must be between 0 and 1"],
  [/^Invalid input for arg_min\/arg_max/, () => "min_by and max_by take a number of rows that is greater than zero"],
  [/^The map key list does not align/, () => "A map takes as many values as keys"],
  [/^Invalid escape string/, () => "ESCAPE takes one character"],
  [
    /^No function matches the given name and argument types/,
    () => "A function or an operator here does not take values of these types",
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
 * What DuckDB says of a translated statement, in a sentence for its user. Undefined where its words are not known here:
 * then they are for the log, because they name what the translation made and advise what nobody can do.
 *
 * @param parameters the user's names of `p0`, `p1`, …
 */
export function inTheirWords(words: string, parameters: readonly string[]): string | undefined {
  for (const [pattern, sentence] of sentences) {
    const found = pattern.exec(words);
    if (found !== null) return sentence(found.slice(1), parameters);
  }
  return undefined;
}

function userName(column: string): string {
  return column.replaceAll(/"?~\d+"?\./g, "").replaceAll('"', "");
}
