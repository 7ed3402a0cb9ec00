import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

const row = async (list: string): Promise<readonly unknown[] | undefined> => (await lake.ask(`SELECT ${list}`)).rows[0];

/** Values and types as Trino 476 answers them, or as its source reads the text. */
const answers: readonly (readonly [string, readonly unknown[]])[] = [
  // Decimals.parse: leading zeros are no digits, those behind the point are.
  ["DECIMAL '3.75', DECIMAL '0.05' * 100, typeof(DECIMAL '003.750')", ["3.75", "5.00", "decimal(4,3)"]],
  ["7 > DECIMAL '6.9', DECIMAL '2.4' + 1, DECIMAL '0.4' = 0.4", [true, "3.4", true]],
  ["DECIMAL '-1.25', DECIMAL '+1.25', typeof(DECIMAL '-000.5')", ["-1.25", "1.25", "decimal(1,1)"]],
  [
    "DECIMAL '.5', DECIMAL '5.', DECIMAL '0', typeof(DECIMAL '0'), typeof(DECIMAL '5.')",
    ["0.5", "5", "0", "decimal(1,0)", "decimal(1,0)"],
  ],
  [
    "typeof(DECIMAL '0.00'), DECIMAL '12345678901234567890.123456789'",
    ["decimal(2,2)", "12345678901234567890.123456789"],
  ],
  // SqlBase.g4: a sign before a number belongs to it.
  ["typeof(-2147483648), typeof(2147483648), -9223372036854775808", ["integer", "bigint", "-9223372036854775808"]],
  [
    "typeof(-2147483649), typeof(- 5), -2147483648 + 1, 3 - BIGINT '-2147483648', -0x10, -1_000",
    ["bigint", "integer", -2147483647, 2147483651, -16, -1000],
  ],
  [
    "-1.5, typeof(-1.5), -2e0, -(2147483648), typeof(-(2147483648))",
    ["-1.5", "decimal(2,1)", -2, -2147483648, "bigint"],
  ],
  // Long.parseLong and Double.parseDouble of the trimmed text; BigDecimal takes no blanks.
  [
    "TRY_CAST(' 42' AS bigint), TRY_CAST('42 ' AS smallint), TRY_CAST(chr(9) || '7' || chr(10) AS integer)",
    [42, 42, 7],
  ],
  [
    "TRY_CAST(' 4.2' AS decimal(4,1)), TRY_CAST('4.2 ' AS decimal(4,1)), TRY_CAST('4.25' AS decimal(4,1))",
    [null, null, "4.3"],
  ],
  [
    "CAST('1e2' AS decimal(5,1)), CAST('+5.' AS decimal(5,1)), TRY_CAST('NaN' AS decimal(5,1)), TRY_CAST('' AS decimal(5,1))",
    ["100.0", "5.0", null, null],
  ],
  [
    "TRY_CAST('4.2d' AS double), TRY_CAST('4.2F' AS double), TRY_CAST(' 1e3 ' AS double), TRY_CAST('.5' AS real)",
    [4.2, 4.2, 1000, 0.5],
  ],
  [
    "CAST('NaN' AS double), CAST('-Infinity' AS double), CAST('+Infinity' AS double), TRY_CAST('inf' AS double), TRY_CAST('nan' AS double)",
    ["NaN", "-Infinity", "Infinity", null, null],
  ],
  [
    "TRY_CAST('' AS double), TRY_CAST('1d2' AS double), TRY_CAST('1_000' AS bigint), TRY_CAST('1 000' AS bigint), TRY_CAST('' AS bigint)",
    [null, null, null, null, null],
  ],
  [
    "TRY_CAST('128' AS tinyint), TRY_CAST('-128' AS tinyint), TRY_CAST('9223372036854775808' AS bigint), TRY_CAST('+5' AS bigint)",
    [null, -128, null, 5],
  ],
  [
    "TRY_CAST('2026-11-12 24:00:00' AS timestamp), TRY_CAST('2026-11-12 23:60:00' AS timestamp), TRY_CAST('2026-02-30 00:00:00' AS timestamp)",
    [null, null, null],
  ],
  ["TRY_CAST(' 2026-11-12 ' AS date), TRY_CAST('2026-11-31' AS date)", ["2026-11-12", null]],
  [
    "BIGINT '5', SMALLINT ' 5', typeof(BIGINT '5'), DOUBLE '1.5d', REAL '2', BOOLEAN 'T'",
    [5, 5, "bigint", 1.5, 2, true],
  ],
];

for (const [list, values] of answers)
  test(list, async () => {
    assert.deepEqual(await row(list), values);
  });

/** What is no literal, with the code of the error. */
const refused: readonly (readonly [string, string])[] = [
  ...["' 1'", "'1 '", "'1e3'", "'NaN'", "''", "'.'", "'-'", "'1,5'", "'1_0'", "'0x1'", "'١'"].map(
    (text) => [`DECIMAL ${text}`, "sql-failed"] as const,
  ),
  ["DECIMAL '1234567890123456789012345678901234567890'", "sql-failed"],
  ["9223372036854775808", "sql-failed"],
  ["-9223372036854775809", "sql-failed"],
  ["TIMESTAMP '2026-11-31 08:00:00'", "sql-failed"],
  ["TIMESTAMP '2026-11-12 24:00:00'", "sql-failed"],
  ["TIMESTAMP '2026-11-12 08:60:00'", "sql-failed"],
  ["TIMESTAMP '2026-11-12 08:00:60'", "sql-failed"],
  ["TIMESTAMP '2026-13-01'", "sql-failed"],
  ["TIMESTAMP '2025-02-29 00:00:00'", "sql-failed"],
  ["DATE '2026-02-30'", "sql-failed"],
  ["DATE '2026-11'", "sql-failed"],
  ["BIGINT '1.5'", "sql-failed"],
  ["INTEGER '2147483648'", "sql-failed"],
  ["BOOLEAN 'yes'", "sql-failed"],
  ["INTERVAL '' DAY", "sql-syntax"],
  ["INTERVAL '1e2' DAY", "sql-syntax"],
  ["INTERVAL '0x10' DAY", "sql-syntax"],
  ["INTERVAL ' 1' DAY", "sql-syntax"],
];

for (const [literal, code] of refused)
  test(`${literal} is no literal, also where nothing computes it`, async () => {
    await assert.rejects(
      lake.ask(`SELECT ${literal} FROM signins WHERE false`),
      (error: { code?: string; place?: unknown }) => {
        assert.deepEqual([error.code, error.place !== undefined], [code, true]);
        return true;
      },
    );
  });

test("the lowest integers have no opposite", async () => {
  for (const negated of ["- -9223372036854775808", "-(-2147483648)", "-(-9223372036854775808)"])
    await assert.rejects(row(negated), { code: "sql-failed" }, negated);
});

test("a decimal literal is the number that is written, in the type of its digits", async () => {
  const digits = (min: number, max: number) =>
    fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: min, maxLength: max });
  const written = fc
    .tuple(fc.constantFrom("", "-", "+"), digits(0, 12), fc.boolean(), digits(0, 12))
    .filter(([, whole, , part]) => whole + part !== "");
  await fc.assert(
    fc.asyncProperty(written, async ([sign, whole, point, part]) => {
      const fraction = point ? part : "";
      const text = `${sign}${whole}${point ? `.${part}` : ""}`;
      if (whole + fraction === "") return;
      const integral = whole.replace(/^0+/, "");
      const precision = Math.max(integral.length + fraction.length, 1);
      const number = BigInt(integral + fraction || "0");
      const shown = String(number).padStart(fraction.length + 1, "0");
      const value = fraction === "" ? shown : `${shown.slice(0, -fraction.length)}.${shown.slice(-fraction.length)}`;
      assert.deepEqual(await row(`DECIMAL '${text}', typeof(DECIMAL '${text}')`), [
        sign === "-" && number !== 0n ? `-${value}` : value,
        `decimal(${precision},${fraction.length})`,
      ]);
    }),
    { numRuns: 150 },
  );
});
