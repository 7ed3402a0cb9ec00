import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf } from "../../../src/query/dialect/day-bounds.ts";
import { translate } from "../../../src/query/dialect/translate.ts";

const columns = [
  { name: "dt", type: "VARCHAR" },
  { name: "id", type: "VARCHAR" },
];
const schema = { columns: () => columns };

function days(sql: string, values: Readonly<Record<string, unknown>> = {}) {
  return daysOf(translate(sql, { schema }).reads, "signins", values);
}

test("the days that a filter on dt allows", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = '2026-11-20'"), { from: "2026-11-20", to: "2026-11-20" });
  assert.deepEqual(days("SELECT 1 FROM signins WHERE id = 'x' AND '2026-11-20' <= dt"), { from: "2026-11-20" });
  assert.deepEqual(days("SELECT 1 FROM signins s WHERE s.DT BETWEEN '2026-11-20' AND :to", { to: "2026-11-22" }), {
    from: "2026-11-20",
    to: "2026-11-22",
  });
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt IN ('2026-11-22', '2026-11-20')"), {
    from: "2026-11-20",
    to: "2026-11-22",
  });
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt >= '2026-11-01' AND dt >= '2026-11-05'"), {
    from: "2026-11-05",
  });
});

test("what does not bound the days is not taken for a bound", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = '2026-11-20' OR id = 'x'"), {});
  assert.deepEqual(days("SELECT 1 FROM signins WHERE NOT dt >= '2026-11-20'"), {});
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt NOT IN ('2026-11-20')"), {});
  assert.deepEqual(days("SELECT 1 FROM signins a, signins b WHERE a.dt = '2026-11-20'"), {});
  assert.deepEqual(days("SELECT 1 FROM (SELECT id AS dt FROM signins) WHERE dt = '2026-11-20'"), {});
});

test("several readings make the range that covers them", () => {
  assert.deepEqual(
    days("SELECT 1 FROM signins WHERE dt = '2026-11-20' UNION ALL SELECT 1 FROM signins WHERE dt = '2026-11-25'"),
    { from: "2026-11-20", to: "2026-11-25" },
  );
});

test("tables and parameters in order", () => {
  const { tables, parameters } = translate(
    "WITH x AS (SELECT * FROM Signins WHERE dt > :b) SELECT :a, x.id FROM x, audits",
    { schema },
  );
  assert.deepEqual(tables, ["signins", "audits"]);
  assert.deepEqual(parameters, ["b", "a"]);
});
