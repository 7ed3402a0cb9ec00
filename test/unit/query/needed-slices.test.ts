import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../../../src/dialect/translate.ts";
import { lakeSchema } from "../../../src/query/lake-schema.ts";
import { neededSlices } from "../../../src/query/needed-slices.ts";

const hour = 3_600_000;

/** Slices of three days in four parts; `a` has rows everywhere, `b` on the second day alone. */
const slices = ["2026-03-01", "2026-03-02", "2026-03-03"].flatMap((day) =>
  [0, 6, 12, 18].map((from) => {
    const firstMs = Date.parse(`${day}T00:00:00Z`) + from * hour;
    const tenants = day === "2026-03-02" ? ["a", "b"] : ["a"];
    return { name: `${day.slice(-2)} ${from}`, day, tenants, firstMs, lastMs: firstMs + 6 * hour - 1 };
  }),
);

function needed(where: string, values: Readonly<Record<string, unknown>> = {}, from = "signins"): readonly string[] {
  const { reads } = translate(`SELECT 1 FROM ${from} WHERE ${where}`, { schema: lakeSchema() });
  return neededSlices(slices, reads, values).map(({ name }) => name);
}

test("event times that are compared with a time choose parts of days", () => {
  const between =
    "createdDateTime >= TIMESTAMP '2026-03-01 19:00:00' AND createdDateTime < TIMESTAMP '2026-03-02 05:00'";
  assert.deepEqual(needed(between), ["01 18", "02 0"]);
  assert.deepEqual(needed("TIMESTAMP '2026-03-03 12:00:00.000' <= createdDateTime"), ["03 12", "03 18"]);
  assert.deepEqual(needed("createdDateTime BETWEEN DATE '2026-03-02' AND TIMESTAMP '2026-03-02 00:00:00'"), ["02 0"]);
  assert.deepEqual(needed("createdDateTime = TIMESTAMP '2026-03-02 17:59:59.999'"), ["02 12"]);
  assert.deepEqual(needed("createdDateTime >= :since", { since: "2026-03-03 18:30:00" }), ["03 18"]);
  assert.deepEqual(needed("time >= TIMESTAMP '2026-03-03 18:00:00'", {}, "events"), ["03 18"]);
});

test("tenants choose the slices that hold rows of them", () => {
  assert.deepEqual(needed("tenantId = 'b' AND createdDateTime < TIMESTAMP '2026-03-02 06:00:00'"), ["02 0", "02 6"]);
  assert.deepEqual(needed("tenantId IN ('nobody', 'x')"), []);
  assert.deepEqual(needed("tenantId = 'B'"), []);
  assert.equal(needed("tenantId = 'a' OR id = 'x'").length, slices.length);
});

test("what is no plain time, or bounds another column, leaves out nothing", () => {
  for (const where of [
    "createdDateTime >= TIMESTAMP '2026-03-03 00:00:00 Europe/Berlin'",
    "date_add('hour', 1, createdDateTime) >= TIMESTAMP '2026-03-03 00:00:00'",
    "collectedAt >= TIMESTAMP '2026-03-03 00:00:00'",
    "NOT (createdDateTime >= TIMESTAMP '2026-03-03 00:00:00')",
    "createdDateTime <> TIMESTAMP '2026-03-03 00:00:00'",
    "createdDateTime >= TIMESTAMP '2026-03-03 00:00:00' OR id = 'x'",
  ])
    assert.equal(needed(where).length, slices.length, where);
  assert.equal(needed("createdDateTime >= :since", { since: "2026-03-03T18:30:00Z" }).length, slices.length);
});

test("a slice is needed when one of several readings of its table needs it", () => {
  const twice = "signins AS x JOIN signins AS y ON x.id = y.id";
  assert.deepEqual(needed("x.dt = '2026-03-01' AND y.dt = '2026-03-03' AND y.tenantId = 'b'", {}, twice), [
    "01 0",
    "01 6",
    "01 12",
    "01 18",
  ]);
});
