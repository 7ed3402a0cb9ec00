import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatParameter, listNote, parseParameter } from "../../../../src/editor/queries/parameter-text.ts";
import type { ParameterType } from "../../../../src/protocol/query-parameters.ts";

const good: readonly [ParameterType, string, unknown][] = [
  ["varchar", " O'Brien; DROP TABLE x ", " O'Brien; DROP TABLE x "],
  ["varchar", "", ""],
  ["bigint", " 42 ", 42],
  ["bigint", "9007199254740993", "9007199254740993"],
  ["double", "-1.5e3", -1500],
  ["boolean", "TRUE", true],
  ["date", "2024-02-29", "2024-02-29"],
  ["timestamp", "2026-11-22 14:00", "2026-11-22 14:00"],
  ["timestamp", "2026-11-22T14:00:00.123Z", "2026-11-22T14:00:00.123Z"],
  ["array(varchar)", "a, b\nc ,,", ["a", "b", "c"]],
  ["array(varchar)", "  ", []],
  ["array(bigint)", "50126, 50053", [50126, 50053]],
  ["array(bigint)", "50126 50053\n50126", [50126, 50053]],
  ["array(varchar)", "ann@contoso.com bob@contoso.com\r\nann@contoso.com", ["ann@contoso.com", "bob@contoso.com"]],
  [
    "array(varchar)",
    "203.0.113.7 2001:db8::7 ::ffff:203.0.113.9",
    ["203.0.113.7", "2001:db8::7", "::ffff:203.0.113.9"],
  ],
  [
    "array(varchar)",
    "Backup for Microsoft 365\nRoom 101, 203.0.113.7",
    ["Backup for Microsoft 365", "Room 101", "203.0.113.7"],
  ],
];

for (const [type, text, value] of good) {
  test(`${JSON.stringify(text)} is a ${type}`, () =>
    assert.deepEqual(parseParameter(text, { name: "p", type }), { value }));
}

const bad: readonly [ParameterType, string][] = [
  ["bigint", "1.5"],
  ["bigint", ""],
  ["double", "many"],
  ["double", ""],
  ["boolean", "yes"],
  ["date", "2026-02-30"],
  ["date", "22.11.2026"],
  ["date", ""],
  ["date", "2026-11-01 "],
  ["date", "last 30 days"],
  ["bigint", "9223372036854775808"],
  ["timestamp", "2026-11-22 25:00"],
  ["timestamp", "yesterday"],
  ["array(bigint)", "1, two"],
];

for (const [type, text] of bad) {
  test(`${JSON.stringify(text)} is no ${type}, and says what one looks like`, () => {
    const parsed = parseParameter(text, { name: "p", type });
    assert.ok("problem" in parsed && parsed.problem.length > 0);
  });
}

test("an end of the range of days is a day or words, and a day is not trimmed", () => {
  for (const text of ["2026-11-22", "last 30 days", "last 24 hours", "all days held"])
    assert.deepEqual(parseParameter(text, { name: "from", type: "date" }), { value: text });
  for (const text of [" 2026-11-22", "last 30 days ", "last month"])
    assert.ok("problem" in parseParameter(text, { name: "from", type: "date" }));
});

test("a list says how many values it has, and how many are left out because they are there twice", () => {
  const list = { name: "p", type: "array(varchar)" } as const;
  assert.equal(listNote("a@x.com\nb@x.com\n\nA@x.com", list), "3 values");
  assert.equal(listNote("a@x.com b@x.com a@x.com", list), "2 values; 1 duplicate left out");
  assert.equal(listNote(" ", list), undefined);
  assert.equal(listNote("a, a", { name: "p", type: "varchar" }), undefined);
});

test("a list of too many values is refused with how many it has", () => {
  const text = Array.from({ length: 5001 }, (_, index) => `u${index}@x.com`).join("\n");
  const parsed = parseParameter(text, { name: "p", type: "array(varchar)" });
  assert.match("problem" in parsed ? parsed.problem : "", /at most 5,000 values; this one has 5,001/);
});

test("a value written into the box reads back as itself", () => {
  const numbers = fc.uniqueArray(fc.maxSafeInteger());
  fc.assert(
    fc.property(numbers, (value) =>
      assert.deepEqual(parseParameter(formatParameter(value), { name: "p", type: "array(bigint)" }), { value }),
    ),
  );
  fc.assert(
    fc.property(fc.string(), (value) =>
      assert.deepEqual(parseParameter(formatParameter(value), { name: "p", type: "varchar" }), { value }),
    ),
  );
});

test("a value of a list that holds a comma, a quote or a line stands in double quotes, and is typed so again", () => {
  const list = { name: "p", type: "array(varchar)" } as const;
  const read = (text: string): unknown => parseParameter(text, list);
  assert.deepEqual(read('"Contoso, Ltd", plain, "say ""hi"""'), { value: ["Contoso, Ltd", "plain", 'say "hi"'] });
  assert.deepEqual(read('5" floppy, a "quoted" word'), { value: ['5" floppy', 'a "quoted" word'] });
  assert.deepEqual(read('"never closed, b'), { value: ['"never closed', "b"] });
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, unit: fc.constantFrom(...'a1 ",\n@.') })), (values) => {
      const kept = values.filter((value) => value !== "");
      assert.deepEqual(read(formatParameter(kept)), { value: kept });
    }),
  );
});
