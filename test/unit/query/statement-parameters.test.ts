import assert from "node:assert/strict";
import { test } from "node:test";
import type { ParameterDeclaration, ParameterValue } from "../../../src/protocol/query-parameters.ts";
import type { HeldDays } from "../../../src/protocol/relative-days.ts";
import { concreteValues, statementParameters } from "../../../src/query/statement-parameters.ts";

const held: HeldDays = { first: "2026-03-01", newest: "2026-11-21", last: "2026-11-21", today: "2026-11-29" };
const days: readonly ParameterDeclaration[] = [
  { name: "from", type: "date", default: "last 30 days" },
  { name: "to", type: "date", default: "last 30 days" },
];
const declared: readonly ParameterDeclaration[] = [
  ...days,
  { name: "least", type: "bigint", default: 3 },
  { name: "account", type: "varchar" },
];
const sql = "SELECT 1 FROM signins WHERE dt BETWEEN :from AND :to AND userPrincipalName = :account AND 1 > :least";

function values(params: Readonly<Record<string, unknown>>, parameters = declared, statement = sql) {
  // Nobody checked what crosses the process, and a program may have given anything.
  const given = params as Readonly<Record<string, ParameterValue>>;
  return concreteValues(statementParameters({ sql: statement, params: given, parameters }), () => held);
}

const refused = (message: RegExp | string) => ({ code: "bad-argument", message });

test("defaults in words are days when the statement runs", () => {
  assert.deepEqual(values({ account: "ann" }), { from: "2026-10-23", to: "2026-11-21", least: 3, account: "ann" });
});

test("words for one end hold for the other", () => {
  const { from, to } = values({ account: "ann", to: "last 7 days" });
  assert.deepEqual([from, to], ["2026-11-15", "2026-11-21"]);
});

test("a given day keeps the other end's default", () => {
  assert.equal(values({ from: "2026-11-01", account: "ann" })["to"], "2026-11-21");
  assert.equal(values({ to: "2026-09-30", account: "ann" })["from"], "2026-09-01");
});

test("the header in the statement's own text declares, too", () => {
  const text =
    "/*---\nparams:\n  from: { type: date, default: last 7 days }\n---*/ SELECT 1 FROM signins WHERE dt >= :from";
  const parameters = statementParameters({ sql: text });
  assert.deepEqual(parameters.types, { from: "date" });
  assert.deepEqual(
    concreteValues(parameters, () => held),
    { from: "2026-11-15" },
  );
});

for (const wrong of [
  "2026-02-30",
  "2026-1-1",
  "",
  "2026-11-01 ",
  "2026-11-01T00:00:00Z",
  null,
  20261101,
  ["2026-11-01"],
])
  test(`${JSON.stringify(wrong)} for :from is refused by name`, () => {
    assert.throws(() => values({ account: "ann", from: wrong }), refused(/^The parameter :from needs a day/));
  });

test("values of other types than declared are refused by name", () => {
  assert.throws(() => values({ account: "ann", least: "abc" }), refused(/^The parameter :least needs a whole number/));
  assert.throws(() => values({ account: ["ann"] }), refused(/^The parameter :account needs text/));
  assert.throws(() => values({ account: null }), refused("The parameter :account needs text, not NULL."));
});

test("an undeclared parameter takes any value but NULL", () => {
  const sqlOf = "SELECT 1 WHERE :a = :b";
  assert.deepEqual(values({ a: 1, b: ["x"] }, [], sqlOf), { a: 1, b: ["x"] });
  assert.throws(() => values({ a: 1, b: null }, [], sqlOf), refused(/^The parameter :b needs a value, not NULL/));
});

test("a name that the statement and its file do not have is refused, and those that there are, named", () => {
  const unknown = "There is no parameter :form here; there are :from, :to, :least and :account.";
  assert.throws(() => values({ account: "ann", form: "2026-11-01" }), refused(unknown));
  assert.throws(() => values({ x: 1 }, [], "SELECT 1"), refused("There is no parameter :x here; there are none."));
  // Another statement of the same file uses it.
  assert.equal(values({ account: "ann", least: 5 }, declared, "SELECT :account")["least"], 5);
});

test("names of every object are names like others", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    const parameters: ParameterDeclaration[] = [{ name, type: "bigint" }];
    assert.equal(Object.hasOwn(values({}, parameters, `SELECT :${name}`), name), false);
    const given = Object.fromEntries([[name, 5]]);
    assert.deepEqual(Object.entries(values(given, parameters, `SELECT :${name}`)), [[name, 5]]);
  }
});

test("what is held is asked for only when words need it", () => {
  const never = (): HeldDays => assert.fail("asked");
  const given = { from: "2026-11-01", to: "2026-11-02", account: "ann" };
  const concrete = concreteValues(statementParameters({ sql, params: given, parameters: declared }), never);
  assert.deepEqual([concrete["from"], concrete["to"]], ["2026-11-01", "2026-11-02"]);
});
