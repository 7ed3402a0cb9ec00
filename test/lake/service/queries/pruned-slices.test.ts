import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, openLake } from "../open-lake.ts";

const days = ["2026-02-28", "2026-03-01", "2026-03-02", "2026-03-04", "2026-03-31"];
const day = fc.constantFrom(...days, "2026-02-27", "2026-03-03", "2026-04-01").map((text) => `'${text}'`);
const tenant = fc.constantFrom("'t1'", "'t2'", "'T1'", "'nobody'");

/** A condition on the columns of `s`; `#` stands for the column of days. */
const condition = fc.letrec<{ readonly any: string; readonly one: string }>((tie) => ({
  one: fc.oneof(
    fc.tuple(fc.constantFrom("=", "<>", "<", "<=", ">", ">="), day).map(([sign, d]) => `# ${sign} ${d}`),
    fc.tuple(fc.constantFrom("=", "<>", "<", "<=", ">", ">="), day).map(([sign, d]) => `${d} ${sign} #`),
    fc.tuple(fc.constantFrom("", "NOT "), day, day).map(([not, a, b]) => `# ${not}BETWEEN ${a} AND ${b}`),
    fc
      .tuple(fc.constantFrom("", "NOT "), fc.array(day, { minLength: 1, maxLength: 3 }))
      .map(([not, list]) => `# ${not}IN (${list.join(", ")})`),
    fc.tuple(fc.constantFrom("=", "<>"), tenant).map(([sign, t]) => `s.tenantId ${sign} ${t}`),
    fc.array(tenant, { minLength: 1, maxLength: 2 }).map((list) => `s.tenantId IN (${list.join(", ")})`),
    fc.constantFrom("s.id LIKE '%-1'", "v.n = 1", "v.n IS NULL", "v.d = #", "# IS NULL"),
  ),
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("one"),
    fc.tuple(tie("any"), fc.constantFrom("AND", "AND", "OR"), tie("any")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie("any").map((inner) => `NOT (${inner})`),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => `CASE WHEN ${a} THEN ${b} ELSE ${a} END`),
  ),
})).any;

const beside = "(VALUES ('2026-03-01', 1), ('2026-03-03', 2), ('2026-03-31', 3)) AS v(d, n)";
const froms = ["CROSS", "INNER", "LEFT", "RIGHT", "FULL"].map((join) =>
  join === "CROSS" ? `signins s CROSS JOIN ${beside}` : `signins s ${join} JOIN ${beside} ON s.dt = v.d`,
);

test("slices that are not read hold no row of the answer, whatever the WHERE and the joins", async (t) => {
  const { service, file } = await openLake(t);
  for (const [tenantId, held] of [
    ["t1", days],
    ["t2", days.slice(1, 4)],
  ] as const) {
    const records = held.flatMap((each) =>
      [1, 2].map((n) => JSON.stringify(signIn(`${tenantId}-${each}-${n}`, { createdDateTime: `${each}T05:00:00Z` }))),
    );
    await service.importLogs({ paths: [file(tenantId, records.join("\n"))], tenantId });
  }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...froms), condition, async (from, where) => {
      const rows = async (column: string) =>
        (await ask(service, `SELECT s.id, v.n FROM ${from} WHERE ${where.replaceAll("#", column)} ORDER BY 1, 2`)).map(
          (row) => JSON.stringify(row),
        );
      assert.deepEqual(await rows("s.dt"), await rows("(s.dt || '')"));
    }),
    { numRuns: 60 },
  );
  const names = (await ask(service, "DESCRIBE signins")).map(([name]) => String(name));
  const renamed = names.map((name) => ({ id: "dt", dt: "day" })[name] ?? name).map((name) => `"${name}"`);
  const other = `SELECT count(*) FROM signins AS s(${renamed.join(", ")}) WHERE s.dt = 't1-2026-03-01-1'`;
  assert.deepEqual(await ask(service, other), [[1]], "another column under the name dt");
});
