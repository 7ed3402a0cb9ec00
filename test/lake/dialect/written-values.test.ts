import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { parseStatement } from "../../../src/dialect/parse/parse-statement.ts";
import { writeValues } from "../../../src/dialect/trino/write-values.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import type { ParameterValue } from "../../../src/protocol/query-parameters.ts";
import { parameterNames } from "../../../src/sqlfile/parameters.ts";
import { DialectLake } from "../../unit/dialect/dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

const types = {
  who: "varchar",
  many: "array(varchar)",
  codes: "array(bigint)",
  n: "bigint",
  share: "double",
  flag: "boolean",
  day: "date",
  at: "timestamp",
  most: "bigint",
} as const;

const hostile = fc.oneof(
  fc.constantFrom(
    "Ann@x.org",
    "bob@x.org",
    "10.2.3.4",
    "",
    "'",
    "''",
    "\\",
    "' OR 1=1 --",
    "*/",
    ":n",
    "a\0b",
    "\ufeffx",
    "U&'x'",
    "\n-- ",
    "ü‮",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const day = fc.constantFrom("2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22");
const values = fc.record({
  who: hostile,
  many: fc.oneof(
    fc.array(hostile, { maxLength: 4 }),
    fc.constant(Array.from({ length: 300 }, (_, at) => `${at}@x.org`)),
  ),
  codes: fc.array(fc.constantFrom<string | number>(50126, 0, -1, "9007199254740993"), { maxLength: 3 }),
  n: fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constantFrom("9223372036854775807", "-9223372036854775808")),
  share: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -10, max: 10 }),
    fc.constantFrom(1e300, 5e-324, 0.1),
  ),
  flag: fc.boolean(),
  day,
  at: fc
    .tuple(day, fc.constantFrom("", " 10:00", " 10:01:00", "T10:00:00Z", " 10:00:00.123", "T10:00:00.123456Z"))
    .map((parts) => parts.join("")),
  most: fc.integer({ min: 0, max: 5 }),
});

/** Conditions in which every type of parameter stands at several kinds of place. */
const conditions = [
  "userPrincipalName = :who",
  "userPrincipalName <> :who -- :who",
  "lower(userPrincipalName) LIKE lower(:who) || '%'",
  "userPrincipalName IN :many",
  "userPrincipalName NOT IN (:many)",
  "NOT ipAddress IN :many",
  "contains(:many, ipAddress)",
  "any_match(tags, t -> t = :who)",
  "status.errorCode IN :codes",
  "contains(:codes, n)",
  "n > :n",
  "n BETWEEN :n AND 2",
  "n * :share > -:share",
  "n = :n OR :flag",
  "(n IS NULL) = :flag",
  "dt >= :day",
  "dt BETWEEN :day AND '2026-11-21'",
  "createdDateTime >= :day",
  "date(createdDateTime) = :day",
  "createdDateTime < :at",
  "createdDateTime BETWEEN :at AND :at + INTERVAL '1' DAY",
  "CASE WHEN :flag THEN userPrincipalName ELSE :who END = :who",
  "coalesce(ipAddress, :who) = :who",
];
const statement = fc
  .tuple(
    fc.array(fc.constantFrom(...conditions), { minLength: 1, maxLength: 3 }),
    fc.constantFrom("AND", "OR"),
    fc.constantFrom("", "/* it's :n */", "NOT "),
    fc.constantFrom("", " LIMIT :most", " OFFSET :most", " OFFSET :most LIMIT :most"),
    fc.constantFrom(
      "userPrincipalName, n",
      ":who AS who, :n, :share, :flag, :day, :at, :many, :codes",
      "count(*), max(n)",
    ),
  )
  .map(([chosen, joint, before, most, columns]) => {
    const ordered = columns.startsWith("count") ? "" : "\nORDER BY createdDateTime";
    const joined = chosen.map((each) => `(${before}(${each}\n))`).join(`\n  ${joint} `);
    return `SELECT ${columns}\nFROM signins\nWHERE ${joined}${ordered}${most}`;
  });

type Values = Readonly<Record<keyof typeof types, ParameterValue>>;

/** Whether the statement with its values written into it gives the same; false when it failed with them already. */
async function isSame(sql: string, all: Values): Promise<boolean> {
  const used = parameterNames(sql) as (keyof typeof types)[];
  const given = Object.fromEntries(used.map((name) => [name, all[name]]));
  const declared = Object.fromEntries(used.map((name) => [name, types[name]]));
  const asked = await lake.ask(sql, given, declared).catch((error: unknown) => {
    assert.ok(error instanceof TenantTrailError, String(error));
  });
  if (asked === undefined) return false;
  const text = writeValues(sql, { values: given, types: declared, uses: asked.translation.parameterUses });
  assert.doesNotThrow(() => parseStatement(text), text);
  assert.deepEqual(parameterNames(text), [], text);
  assert.deepEqual((await lake.ask(text)).rows, asked.rows, text);
  return true;
}

test("a statement that holds its values gives the rows that it gave with them, and asks for none", async () => {
  let [same, failed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(statement, values, async (sql, all) => {
      // A number that is too large fails in both forms.
      if (await isSame(sql, all)) same++;
      else failed++;
    }),
    { numRuns: 300 },
  );
  assert.ok(same > failed * 4, `${same} were answered and ${failed} failed`);
});

/** Lists without a value and with one, the ends of numbers, times in each form. */
const corners: readonly Values[] = [
  { who: "", many: [], codes: [], n: 2, share: 0.1, flag: false, day: "2026-11-20", at: "2026-11-21", most: 0 },
  {
    who: "bob@x.org",
    many: ["bob@x.org"],
    codes: [50126],
    n: "-9223372036854775808",
    share: 1e300,
    flag: true,
    day: "2026-11-21",
    at: "2026-11-21T10:00:00Z",
    most: 1,
  },
];

for (const condition of conditions)
  test(`written with its values it finds the same: ${condition}`, async () => {
    for (const all of corners)
      for (const before of ["", "NOT "])
        assert.ok(
          await isSame(`SELECT n, dt FROM signins WHERE ${before}(${condition}\n) ORDER BY 2, 1`, all),
          condition,
        );
  });
