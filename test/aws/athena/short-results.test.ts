import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AthenaLake } from "./athena-lake.ts";

let lake: AthenaLake;
before(async () => {
  lake = await AthenaLake.start();
});
after(async () => await lake?.stop());

const sql = "SELECT * FROM (VALUES 1, 2, 3) AS t(x)";

test("a result that was written short at the end of a line is noticed by Athena's own count", async () => {
  const { executions } = lake.aws.gateway.athena ?? assert.fail("there is no Athena");
  executions.mostRowsWritten = 2;
  const short = await lake.athena.ask({ sql });
  executions.mostRowsWritten = Number.POSITIVE_INFINITY;
  assert.equal(short.rowCount, 2);
  assert.match(short.notes?.[0]?.text ?? "", /^Athena counted 3 rows while the query ran, and its result has 2/);
  const whole = await lake.athena.ask({ sql });
  assert.deepEqual([whole.rowCount, whole.notes], [3, undefined]);
});

test("types that are not known here are shown as Athena writes them, and said so", async () => {
  const { columns, notes, resultId } = await lake.athena.ask({
    sql: "SELECT TIME '01:02:03.004 +02:00' AS t, approx_set(x) AS s, 'a' AS a FROM (VALUES 1) AS v(x)",
  });
  const { rows } = await (await lake.athena.results()).readWindow({ resultId, offset: 0, limit: 10 });
  assert.deepEqual(
    columns.map(({ name, type }) => [name, type]),
    [
      ["t", "varchar"],
      ["s", "varchar"],
      ["a", "varchar"],
    ],
  );
  assert.equal(rows[0]?.[0], "01:02:03.004+02:00");
  assert.deepEqual(
    notes?.map(({ text }) => text.slice(0, 45)),
    ["The column t is of Athena's type time with ti", "The column s is of Athena's type hyperloglog,"],
  );
});
