import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DialectLake } from "./dialect-lake.ts";

let lake: DialectLake;
before(async () => {
  lake = await DialectLake.open();
});
after(() => lake.close());

const values = { from: "2026-11-21", to: "2026-11-22" };
const declared = { from: "date", to: "date" };

async function first(sql: string): Promise<unknown> {
  return (await lake.ask(sql, values, declared)).rows[0]?.[0];
}

const whereOfTwo = [
  "dt BETWEEN :from AND :to",
  "dt >= :from AND dt <= :to",
  ":from <= dt",
  "dt IN (:from, :to)",
  "dt > :from OR dt = :from",
  "dt NOT BETWEEN '2026-11-20' AND '2026-11-20' AND NOT dt < :from",
  "dt IS NOT DISTINCT FROM :from OR dt = :to",
  "dt <> '2026-11-20' AND :to >= dt",
  // As Trino's own typing would have it, which stays right.
  "dt BETWEEN CAST(:from AS varchar) AND CAST(:to AS varchar)",
  "CAST(dt AS date) BETWEEN :from AND :to",
  "createdDateTime >= :from AND createdDateTime < date_add('day', 1, :to)",
  "createdDateTime >= CAST(:from AS timestamp) AND createdDateTime < :to + INTERVAL '1' DAY",
];

for (const where of whereOfTwo)
  test(`a date parameter in ${where}`, async () => {
    assert.equal(await first(`SELECT count(*) FROM signins WHERE ${where}`), 2);
  });

test("beside text a date parameter is its text, elsewhere it is a date", async () => {
  assert.equal(await first("SELECT date_diff('day', :from, :to)"), 1);
  assert.equal(await first("SELECT day_of_week(:from)"), 6);
  assert.equal(await first("SELECT '2026-11-21' = :from"), true);
  await assert.rejects(lake.ask("SELECT lower(:from)", values, declared), { code: "sql-unsupported" });
  await assert.rejects(lake.ask("SELECT 1 FROM signins WHERE n = :from", values, declared), { code: "sql-failed" });
});

test("a literal date beside text stays the mistake that Trino makes of it", async () => {
  await assert.rejects(lake.ask("SELECT 1 FROM signins WHERE dt >= DATE '2026-11-21'"), { code: "sql-failed" });
});

test("a date parameter bounds the days that are read", async () => {
  const { translation } = await lake.ask("SELECT 1 FROM signins WHERE dt BETWEEN :from AND :to", values, declared);
  assert.match(JSON.stringify(translation.reads), /"parameter":"from".*"parameter":"to"/);
});
