import fc from "fast-check";
import type { Expression, Name, Query, Relation, SortItem } from "../../../../src/dialect/parse/syntax.ts";

const at = { start: 0, end: 0 };
const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const text = fc.oneof(
  one(
    "",
    "it's",
    'a "b"',
    "line\nbreak",
    "\0",
    "\\",
    "\u{1F600}",
    "-- no comment",
    "/*",
    "é\u2028",
    "%s",
    ":name",
    "?",
  ),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const name: fc.Arbitrary<Name> = one("a", "b", "userPrincipalName", "select", 'with "quotes"', "with space", "Ä").map(
  (word) => ({ text: word, quoted: true, ...at }),
);
const functionName: fc.Arbitrary<Name> = one("lower", "count", "max_by", "concat", "if", "any_match").map((word) => ({
  text: word,
  quoted: false,
  ...at,
}));

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant<Expression>({ kind: "null", ...at }),
  fc.boolean().map((value): Expression => ({ kind: "boolean", value, ...at })),
  one("0", "-1", "9223372036854775807", "0xFF").map((digits): Expression => ({ kind: "integer", text: digits, ...at })),
  one("1.5", "-0.25", ".5").map((digits): Expression => ({ kind: "decimal", text: digits, ...at })),
  one("1e3", "-2.5E-7").map((digits): Expression => ({ kind: "double", text: digits, ...at })),
  text.map((value): Expression => ({ kind: "string", value, ...at })),
  one("", "00ff", "CAFE").map((hex): Expression => ({ kind: "binary", hex, ...at })),
  text.map(
    (value): Expression => ({
      kind: "typed",
      type: { name: "ipaddress", numbers: [], items: [], fields: [], withTimeZone: false, ...at },
      value,
      ...at,
    }),
  ),
  fc
    .tuple(one("1", "-36", "1.5"), one("year", "day", "hour", "second"))
    .map(([value, unit]): Expression => ({ kind: "interval", value, unit: unit as "day", ...at })),
  name.map((word): Expression => ({ kind: "name", name: word, ...at })),
);

const rows = one("0", "12").map((digits): Expression => ({ kind: "integer", text: digits, ...at }));

const plainQuery = {
  ctes: one([]),
  orderBy: one([]),
  offset: one(undefined),
  limit: one(undefined),
  withTies: one(false),
};
const depth = { maxDepth: 4, depthIdentifier: fc.createDepthIdentifier() };

/** Trees of every kind that the grammar has. */
export const { query, expression } = fc.letrec<{ expression: Expression; query: Query; relation: Relation }>((tie) => {
  const inner = tie("expression");
  const some = fc.array(inner, { minLength: 1, maxLength: 3 });
  const names = fc.array(name, { maxLength: 2 });
  const alias = fc.option(fc.record({ name, columns: names }), { nil: undefined });
  const node = <K extends Expression["kind"]>(
    kind: K,
    fields: { [F in Exclude<keyof Extract<Expression, { kind: K }>, "kind" | "start" | "end">]: fc.Arbitrary<unknown> },
  ): fc.Arbitrary<Expression> =>
    fc.record(fields as Record<string, fc.Arbitrary<unknown>>).map((made) => ({ kind, ...made, ...at }) as Expression);
  const sortItem: fc.Arbitrary<SortItem> = fc.record({
    value: inner,
    descending: fc.boolean(),
    nullsFirst: fc.boolean(),
    start: one(0),
    end: one(0),
  });
  const bound = fc.oneof(
    one("CURRENT ROW", "UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING").map((kind) => ({ kind, value: undefined })),
    fc.record({ kind: one("PRECEDING", "FOLLOWING"), value: inner }),
  );
  const window = fc.record({
    kind: one("window"),
    base: fc.option(name, { nil: undefined }),
    partitionBy: fc.array(inner, { maxLength: 2 }),
    orderBy: fc.array(sortItem, { maxLength: 2 }),
    frame: fc.option(
      fc.record({ unit: one("ROWS", "RANGE", "GROUPS"), from: bound, to: fc.option(bound, { nil: undefined }) }),
      { nil: undefined },
    ),
  });
  const type = one(
    { name: "varchar", numbers: [10], items: [], fields: [], withTimeZone: false },
    { name: "decimal", numbers: [10, 2], items: [], fields: [], withTimeZone: false },
    { name: "timestamp", numbers: [3], items: [], fields: [], withTimeZone: true },
    {
      name: "row",
      numbers: [],
      items: [],
      fields: [
        { name: "a b", type: { name: "bigint", numbers: [], items: [], fields: [], withTimeZone: false } },
        { name: undefined, type: { name: "double", numbers: [], items: [], fields: [], withTimeZone: false } },
      ],
      withTimeZone: false,
    },
  );
  const deep = fc.oneof(
    node("field", { base: inner, name }),
    node("subscript", { base: inner, index: inner }),
    node("cast", { value: inner, type, safe: fc.boolean() }),
    node("case", {
      operand: fc.option(inner, { nil: undefined }),
      branches: fc.array(fc.record({ when: inner, result: inner }), { minLength: 1, maxLength: 2 }),
      otherwise: fc.option(inner, { nil: undefined }),
    }),
    node("negate", { value: inner }),
    node("plus", { value: inner }),
    node("not", { value: inner }),
    node("operator", {
      operator: one("and", "or", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||"),
      left: inner,
      right: inner,
    }),
    node("isNull", { value: inner, negated: fc.boolean() }),
    node("isDistinct", { left: inner, right: inner, negated: fc.boolean() }),
    node("between", { value: inner, low: inner, high: inner, negated: fc.boolean() }),
    node("in", { value: inner, items: fc.tuple(inner, inner), bare: one(false), negated: fc.boolean() }),
    node("inQuery", { value: inner, query: tie("query"), negated: fc.boolean() }),
    node("like", {
      value: inner,
      pattern: inner,
      escapedBy: fc.option(inner, { nil: undefined }),
      negated: fc.boolean(),
    }),
    node("quantified", { operator: one("=", "<"), left: inner, quantifier: one("any", "all"), query: tie("query") }),
    node("exists", { query: tie("query") }),
    node("subquery", { query: tie("query") }),
    node("array", { items: fc.array(inner, { maxLength: 2 }) }),
    node("row", { items: some }),
    node("atTimeZone", { value: inner, zone: text.map((value) => ({ kind: "string", value, ...at })) }),
    node("call", {
      name: functionName,
      args: fc.oneof(
        some,
        fc
          .record({ parameters: fc.array(name, { maxLength: 2 }), body: inner })
          .map((lambda) => [{ kind: "lambda", ...lambda, ...at }]),
      ),
      star: one(false),
      distinct: fc.boolean(),
      orderBy: fc.array(sortItem, { maxLength: 1 }),
      withinGroup: fc.array(sortItem, { maxLength: 1 }),
      filter: fc.option(inner, { nil: undefined }),
      ignoreNulls: fc.boolean(),
      over: fc.option(fc.oneof(window, name), { nil: undefined }),
    }),
  );
  const relation = fc.oneof(
    depth,
    fc.record({ kind: one("table"), parts: fc.array(name, { minLength: 1, maxLength: 3 }), alias }),
    fc.record({ kind: one("derived"), query: tie("query"), lateral: fc.boolean(), alias }),
    fc.record({ kind: one("unnest"), args: some, ordinality: fc.boolean(), alias }),
    // Brackets around a subquery alone are its own.
    fc
      .record({ kind: one("group"), relation: tie("relation"), alias })
      .map((group) => (group.relation.kind === "derived" || group.relation.kind === "group" ? group.relation : group)),
    fc
      .record({
        kind: one("join"),
        join: one("INNER", "LEFT", "RIGHT", "FULL", "CROSS"),
        left: tie("relation"),
        right: fc.record({ kind: one("table"), parts: fc.array(name, { minLength: 1, maxLength: 1 }), alias }),
        on: inner,
        alias: one(undefined),
      })
      .map((join) => (join.join === "CROSS" ? { ...join, on: undefined, using: [] } : { ...join, using: [] })),
  ) as fc.Arbitrary<Relation>;
  const item = fc.oneof(
    fc.record({ kind: one("item"), value: inner, alias: fc.option(name, { nil: undefined }) }),
    fc.record({ kind: one("star"), qualifier: fc.option(name, { nil: undefined }) }),
  );
  const select = fc
    .record({
      kind: one("select"),
      distinct: fc.boolean(),
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
      from: fc.array(tie("relation"), { maxLength: 2 }),
      where: fc.option(inner, { nil: undefined }),
      groupBy: fc.array(
        fc.oneof(
          fc.record({ kind: one("by"), value: inner }),
          fc.record({
            kind: one("rollup", "cube"),
            sets: fc.array(
              leaf.map((each) => [each]),
              { minLength: 1, maxLength: 2 },
            ),
          }),
          fc.record({
            kind: one("sets"),
            sets: fc.array(fc.array(leaf, { maxLength: 2 }), { minLength: 1, maxLength: 2 }),
          }),
        ),
        { maxLength: 2 },
      ),
      groupDistinct: fc.boolean(),
      having: fc.option(inner, { nil: undefined }),
      windows: fc.array(fc.record({ name, window }), { maxLength: 1 }),
    })
    .map((made) => (made.groupBy.length === 0 ? { ...made, groupDistinct: false } : made));
  const simple = fc.oneof(select, fc.record({ kind: one("values"), rows: some }));
  const body = fc.oneof(
    depth,
    simple,
    fc.record({ kind: one("nested"), query: tie("query") }),
    fc.record({
      kind: one("setOperation"),
      operator: one("UNION", "INTERSECT", "EXCEPT"),
      all: fc.boolean(),
      left: simple,
      right: simple,
    }),
  );
  return {
    expression: fc.oneof(depth, leaf, deep) as fc.Arbitrary<Expression>,
    relation,
    query: fc.oneof(
      depth,
      fc.record({
        ...plainQuery,
        body: fc.record({ kind: one("values"), rows: fc.array(leaf, { minLength: 1, maxLength: 2 }) }),
      }),
      fc.record({
        ...plainQuery,
        ctes: fc.array(fc.record({ name, columns: names, query: tie("query") }), { maxLength: 1 }),
        body,
        orderBy: fc.array(sortItem, { maxLength: 2 }),
        offset: fc.option(rows, { nil: undefined }),
        limit: fc.option(rows, { nil: undefined }),
      }),
    ) as unknown as fc.Arbitrary<Query>,
  };
});
