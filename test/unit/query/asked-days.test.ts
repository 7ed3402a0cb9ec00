import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { translate } from "../../../src/dialect/translate.ts";
import { askedDays, daysNamed, isAsked, uniteAsked } from "../../../src/query/asked-days.ts";

const columns = [
  { name: "dt", type: "VARCHAR" },
  { name: "tenantid", type: "VARCHAR" },
  { name: "id", type: "VARCHAR" },
];
const schema = { columns: () => columns };

function asked(sql: string, values: Readonly<Record<string, unknown>> = {}) {
  return askedDays(translate(sql, { schema }).reads, "signins", values);
}

const days = (sql: string, values: Readonly<Record<string, unknown>> = {}) => asked(sql, values).ranges;
const one = (day: string) => ({ from: day, to: day });

test("the days that a filter on dt asks for", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = '2026-11-20'"), [one("2026-11-20")]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE id = 'x' AND '2026-11-20' <= dt"), [{ from: "2026-11-20" }]);
  assert.deepEqual(days("SELECT 1 FROM signins s WHERE s.DT BETWEEN '2026-11-20' AND :to", { to: "2026-11-22" }), [
    { from: "2026-11-20", to: "2026-11-22" },
  ]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt >= '2026-11-01' AND dt >= '2026-11-05'"), [
    { from: "2026-11-05" },
  ]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt >= '2026-11-01' AND dt >= :from", { from: "2026-11-05" }), [
    { from: "2026-11-05" },
  ]);
});

test("a strict bound leaves its day out, over the ends of months", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt > '2026-10-31' AND dt < '2026-12-01'"), [
    { from: "2026-11-01", to: "2026-11-30" },
  ]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE '2026-10-31' < dt AND :end > dt", { end: "2026-11-02" }), [
    one("2026-11-01"),
  ]);
});

test("listed days are asked for one by one, neighbours as one range", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt IN ('2026-11-22', '2026-11-20', '2026-11-21', '2026-11-25')"), [
    { from: "2026-11-20", to: "2026-11-22" },
    one("2026-11-25"),
  ]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt IN :days", { days: ["2026-11-20", "2026-11-25"] }), [
    one("2026-11-20"),
    one("2026-11-25"),
  ]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt IN ('2026-11-20', '2026-11-25') AND dt > '2026-11-20'"), [
    one("2026-11-25"),
  ]);
});

test("filters that contradict each other ask for no day", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = '2026-11-20' AND dt = '2026-11-21'"), []);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt >= '2026-11-20' AND dt < '2026-11-20'"), []);
});

test("what does not bound the days is not taken for a bound", () => {
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = '2026-11-20' OR id = 'x'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE NOT dt >= '2026-11-20'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt NOT IN ('2026-11-20')"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt NOT BETWEEN '2026-11-20' AND '2026-11-21'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt <> '2026-11-20'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt IN ('2026-11-20', id)"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins a, signins b WHERE a.dt = '2026-11-20'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM (SELECT id AS dt FROM signins) WHERE dt = '2026-11-20'"), [{}]);
  assert.deepEqual(days("SELECT 1 FROM signins WHERE dt = :constructor", {}), [{}]);
});

test("a name bounds the table that it means: beside UNNEST and joins, and under other names", () => {
  const day = [one("2026-11-20")];
  assert.deepEqual(days("SELECT 1 FROM signins CROSS JOIN UNNEST(ARRAY[1]) AS u(x) WHERE dt = '2026-11-20'"), day);
  assert.deepEqual(days("SELECT 1 FROM signins s, UNNEST(ARRAY[1]) AS u(x) WHERE s.dt = '2026-11-20'"), day);
  assert.deepEqual(
    days("SELECT 1 FROM signins LEFT JOIN UNNEST(ARRAY[1]) AS u(x) ON true WHERE dt = '2026-11-20'"),
    day,
  );
  assert.deepEqual(days("SELECT 1 FROM (signins JOIN (VALUES 1) AS v(x) ON true) WHERE dt = '2026-11-20'"), day);
  assert.deepEqual(days("SELECT 1 FROM signins AS s(day, tenant, id) WHERE day = '2026-11-20'"), day);
  assert.deepEqual(
    days("SELECT 1 FROM signins JOIN (VALUES '2026-11-20') AS v(dt) USING (dt) WHERE dt = '2026-11-20'"),
    day,
  );
});

test("another column that is called dt prunes nothing", () => {
  for (const sql of [
    "SELECT 1 FROM signins AS s(day, tenantId, dt) WHERE dt = 'x'",
    "SELECT 1 FROM signins AS s(day, tenantId, dt) WHERE s.dt = 'x'",
    "SELECT 1 FROM signins AS s(a, b, c), UNNEST(ARRAY['x']) AS u(dt) WHERE dt = 'x'",
    "SELECT 1 FROM signins s, (VALUES 'x') AS s(dt) WHERE s.id = 'x'",
    "SELECT 1 FROM signins RIGHT JOIN (VALUES '2026-11-20') AS v(dt) USING (dt) WHERE dt = '2026-11-20'",
    "SELECT 1 FROM signins FULL JOIN (VALUES '2026-11-20') AS v(dt) USING (dt) WHERE dt = '2026-11-20'",
  ])
    assert.deepEqual(days(sql), [{}], sql);
  assert.equal(asked("SELECT 1 FROM signins AS s(dt, id, tenantId) WHERE tenantId = 'x'").tenants, undefined);
});

test("days that bound no reading are named all the same, wherever dt is compared with them", () => {
  const named = (sql: string, values = {}) => daysNamed(translate(sql, { schema }).looseDays, values);
  assert.deepEqual(named("SELECT 1 FROM signins WHERE dt >= '2026-11-01' AND dt < :to", { to: "2026-11-09" }), []);
  assert.deepEqual(named("SELECT 1 FROM signins WHERE dt <> '2026-11-01'"), []);
  for (const sql of [
    "SELECT 1 FROM signins WHERE dt = '2026-11-03' OR dt = '2026-11-09'",
    "SELECT 1 FROM signins WHERE NOT (dt < '2026-11-04' OR '2026-11-08' < dt)",
    "SELECT 1 FROM (SELECT * FROM signins) WHERE dt BETWEEN '2026-11-03' AND :to",
    "WITH s(d) AS (SELECT dt FROM signins) SELECT 1 FROM s WHERE d > '2026-11-02' AND '2026-11-10' > d",
    "SELECT 1 FROM (SELECT dt FROM signins UNION SELECT dt FROM audits) WHERE dt IN ('2026-11-03', '2026-11-09')",
    "SELECT 1 FROM signins a JOIN signins b ON a.dt = '2026-11-03' AND b.dt = :to",
    "SELECT dt FROM signins GROUP BY dt HAVING dt >= '2026-11-03' AND dt <= '2026-11-09'",
    "SELECT count(*) FILTER (WHERE dt = '2026-11-03'), max(dt) = '2026-11-09' FROM signins",
  ])
    assert.deepEqual(named(sql, { to: "2026-11-09" }), ["2026-11-03", "2026-11-09"], sql);
});

test("several readings ask for their days together", () => {
  assert.deepEqual(
    days("SELECT 1 FROM signins WHERE dt = '2026-11-20' UNION ALL SELECT 1 FROM signins WHERE dt = '2026-11-25'"),
    [one("2026-11-20"), one("2026-11-25")],
  );
  assert.deepEqual(
    days("SELECT 1 FROM signins WHERE dt = '2026-11-20' UNION ALL SELECT 1 FROM signins WHERE dt <= '2026-11-19'"),
    [{ to: "2026-11-20" }],
  );
});

test("the tenants that the filters allow", () => {
  const tenants = (sql: string, values = {}) => asked(sql, values).tenants;
  assert.equal(tenants("SELECT 1 FROM signins"), undefined);
  assert.deepEqual(tenants("SELECT 1 FROM signins WHERE tenantId = 'a' AND dt = '2026-11-20'"), ["a"]);
  assert.deepEqual(tenants("SELECT 1 FROM signins WHERE tenantId IN ('a', :b)", { b: "b" }), ["a", "b"]);
  assert.deepEqual(tenants("SELECT 1 FROM signins WHERE tenantId IN ('a', 'b') AND 'b' = tenantId"), ["b"]);
  assert.equal(tenants("SELECT 1 FROM signins WHERE tenantId <> 'a'"), undefined);
  assert.equal(
    tenants("SELECT 1 FROM signins WHERE tenantId = 'a' UNION ALL SELECT 1 FROM signins"),
    undefined,
    "one reading sees all",
  );
});

test("what is read under two names is asked of all tenants when one name is", () => {
  const of = (tenants: readonly string[] | undefined) => ({ ranges: [], tenants });
  assert.deepEqual(uniteAsked([of(["a"]), of(["b", "a"])]).tenants, ["a", "b"]);
  assert.equal(uniteAsked([of(["a"]), of(undefined)]).tenants, undefined);
});

test("ranges unite to the same days, in order and apart", () => {
  const day = fc
    .integer({ min: 0, max: 40 })
    .map((n) => new Date(Date.UTC(2026, 9, 15 + n)).toISOString().slice(0, 10));
  const range = fc.record({ from: day, to: day }, { requiredKeys: [] });
  const all = Array.from({ length: 60 }, (_, n) => new Date(Date.UTC(2026, 9, 5 + n)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const real = ranges.filter(({ from, to }) => from === undefined || to === undefined || from <= to);
      const united = uniteAsked(real.map((each) => ({ ranges: [each], tenants: undefined }))).ranges;
      for (const each of all) assert.equal(isAsked({ ranges: united }, each), isAsked({ ranges: real }, each), each);
      for (const [index, { from }] of united.entries()) {
        const before = united[index - 1];
        assert.ok(before === undefined || (before.to !== undefined && from !== undefined && before.to < from));
      }
    }),
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
