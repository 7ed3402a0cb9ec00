import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Lake } from "../../../../src/lake/lake.ts";
import { emptyLedger } from "../../../../src/lake/ledger/ledger-state.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { commitRows, signIn } from "../../commit/temporary-lake.ts";
import { ask, openLake } from "../open-lake.ts";

const days = ["2026-03-01", "2026-03-02"];
const clocks = ["00:00:00.000", "05:59:59.999", "06:00:00.000", "13:14:15.167", "23:59:59.999"];
const instants = days.flatMap((day) => clocks.map((clock) => `${day} ${clock}`));

/** Sign-ins of two tenants at every instant, those of the second only approximately known. */
function signIns(): readonly StagedRow[] {
  return instants.flatMap((instant, index) => {
    const at = `${instant.replace(" ", "T")}Z`;
    const exact = signIn(`exact ${instant}`, at);
    if (index % 2 === 0) return [exact];
    const raw = JSON.stringify({ Id: `rough ${instant}`, TimeGenerated: at });
    const rough = { ...signIn(`rough ${instant}`, at), tenantId: "t2", timeIsApproximate: true, raw };
    return [exact, { ...rough, source: "log-analytics" } as const];
  });
}

/** Audits of one tenant, each of which hides another's row from a portal CSV, and such rows that are hidden by none. */
function audits(): readonly StagedRow[] {
  return instants.flatMap((instant, index) => {
    const at = `${instant.replace(" ", "T")}Z`;
    const second = `${instant.slice(0, 19).replace(" ", "T")}Z`;
    const [id, correlationId] = [`graph ${instant}`, `c${index}`];
    const target = [{ id: "t" }];
    const audit = {
      ...signIn(id, at),
      table: "audits" as const,
      raw: JSON.stringify({
        id,
        activityDateTime: at,
        correlationId,
        activityDisplayName: "x",
        targetResources: target,
      }),
    };
    const csv = (of: string): StagedRow => ({
      ...audit,
      key: `csv ${of} ${instant}`,
      tenantId: "unassigned",
      eventTimeMs: Date.parse(second),
      timeIsApproximate: true,
      source: "portal-csv",
      raw: JSON.stringify({ "Date (UTC)": second, CorrelationId: of, Activity: "x", Target1ObjectId: "t" }),
    });
    return [audit, csv(correlationId), csv(`alone ${index}`)];
  });
}

const day = fc.constantFrom(...days, "2026-02-28").map((text) => `'${text}'`);
const moment = fc
  .oneof(
    fc.constantFrom(...instants, "2026-03-01 06:00", "2026-03-02 13:14:15.1671", "2026-03-01 05:59:59"),
    fc.constantFrom(...days),
  )
  .chain((text) =>
    fc.constantFrom(...(text.length === 10 ? ["DATE", "TIMESTAMP"] : ["TIMESTAMP"])).map((type) => `${type} '${text}'`),
  );
const sign = fc.constantFrom("=", "<>", "<", "<=", ">", ">=");
const tenant = fc.constantFrom("'t1'", "'t2'", "'unassigned'", "'T1'");

/** A condition in which `#dt`, `#time` and `#tenant` stand for columns. */
const condition = fc.letrec<{ readonly any: string; readonly one: string }>((tie) => ({
  one: fc.oneof(
    fc.tuple(sign, day).map(([s, d]) => `#dt ${s} ${d}`),
    fc.tuple(sign, moment).map(([s, m]) => `#time ${s} ${m}`),
    fc.tuple(sign, moment).map(([s, m]) => `${m} ${s} #time`),
    fc.tuple(moment, moment).map(([a, b]) => `#time BETWEEN ${a} AND ${b}`),
    fc.tuple(sign, tenant).map(([s, t]) => `#tenant ${s} ${t}`),
    fc.array(tenant, { minLength: 1, maxLength: 2 }).map((list) => `#tenant IN (${list.join(", ")})`),
  ),
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("one"),
    fc
      .tuple(tie("any"), fc.constantFrom("AND", "AND", "AND", "OR"), tie("any"))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie("any").map((inner) => `NOT (${inner})`),
  ),
})).any;

/** Names, their event time and key. */
const sources = [
  ["signins", "createdDateTime", "id"],
  ["audits", "activityDateTime", "id"],
  ["signins_interactive", "createdDateTime", "id"],
  ["events", "time", '"key"'],
] as const;

test("parts of days that are not read hold no row of the answer, approximate and hidden rows among them", async (t) => {
  const { service, root } = await openLake(t);
  const lake = new Lake(new FolderStorage(root));
  const parts = { [days[0] ?? ""]: 24, [days[1] ?? ""]: 4 } as const;
  for (const table of ["signins", "audits"] as const)
    await lake.append(table, emptyLedger, () => ({ kind: "claim", parts }));
  await commitRows(lake, [...signIns(), ...audits()]);
  assert.deepEqual(await ask(service, "SELECT count(*), count(DISTINCT source) FROM audits"), [[20, 2]]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...sources), condition, async ([name, time, key], where) => {
      const rows = async (dt: string, at: string, whose: string) => {
        const written = where.replaceAll("#dt", dt).replaceAll("#time", at).replaceAll("#tenant", whose);
        return ask(service, `SELECT ${key}, ${time}, tenantId FROM ${name} AS s WHERE ${written} ORDER BY 1, 2`);
      };
      const unpruned = await rows("(s.dt || '')", `date_add('millisecond', 0, s.${time})`, "(s.tenantId || '')");
      assert.deepEqual(await rows("s.dt", `s.${time}`, "s.tenantId"), unpruned);
    }),
    { numRuns: 60 },
  );
});
