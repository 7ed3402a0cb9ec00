import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

const types =
  "tinyint smallint integer bigint real double decimal(6,2) decimal(38,4) date timestamp timestamp(0) ipaddress".split(
    " ",
  );
const texts = fc.oneof(
  fc.constantFrom("", " 42", "-7 ", "+5", "4.25", "4.2d", "1e400", "300", "9223372036854775808", "NaN", "-Infinity"),
  fc.constantFrom("2026-11-12", "2026-02-30", "2026-11-12 08:00:00.9999999", "2026-11-12 24:00:00", "0000-00-00"),
  fc.constantFrom("1.2.3.4", "1.2.3.256", "::", "2001:db8::1", "1::2::3", "::ffff:10.0.0.1", "1:2:3:4:5:6:7:8:9"),
  fc.string({ unit: fc.constantFrom(..."0159-+.:eEdf aF \t"), maxLength: 12 }),
);

const values = [...new Set(fc.sample(texts, { numRuns: 200, seed: 8 }))].map((text) => `'${text}'`).join(", ");

for (const type of types)
  test(`TRY_CAST of a text to ${type} is NULL exactly where CAST is an error`, async () => {
    const written = (tried: string): string =>
      `SELECT v, CAST(${tried} AS varchar) AS tried FROM (VALUES ${values}) AS t(v) ORDER BY v`;
    const { rows } = await lake.ask(written(`TRY_CAST(v AS ${type})`));
    assert.deepEqual(rows, (await lake.ask(written(`TRY(CAST(v AS ${type}))`))).rows);
    assert.ok(rows.some(([, value]) => value !== null));
  });
