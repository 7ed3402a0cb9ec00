import assert from "node:assert/strict";
import { test } from "node:test";
import { Random } from "../../../src/sample-tenant/random.ts";
import { jsonAnswer, type Outcome } from "../microsoft/answer.ts";
import { graphErrorAnswer, noPremiumLicence } from "../microsoft/graph/graph-error.ts";
import { ordinaryDelivery } from "../microsoft/tenant/delivery.ts";
import type { LicencePeriod } from "../microsoft/tenant/licence.ts";
import { tinyTenant } from "../microsoft/tenant/tiny-tenant.ts";
import { SimulatedRuns } from "./simulated-run.ts";

const day = 86_400_000;
const startMs = Date.UTC(2026, 1, 1);
const endMs = startMs + 25 * day;
const signIns = "signIns.interactiveUser";
const weights = { [signIns]: 1, directoryAudits: 1 };

interface Told {
  /** Of how many requests for sign-ins one is refused. */
  readonly share: number;
  readonly plans?: readonly string[];
  readonly licences?: readonly LicencePeriod[];
}

/** A tenant that is refused sign-ins until it is told that the fault is over. */
function refused({ share, plans, licences }: Told, nowMs: number) {
  const truth = tinyTenant({
    seed: 2,
    startMs,
    endMs,
    events: 300,
    weights,
    delivery: { ...ordinaryDelivery, tail: 0 },
    ...(licences && { licences }),
  });
  const random = Random.of(7, 0, 0, 302);
  const fault = { isOver: false, refused: 0 };
  const runs = new SimulatedRuns({
    truth,
    sources: [signIns, "directoryAudits"],
    nowMs,
    meddle: ({ url }, respond): Outcome => {
      if (plans !== undefined && url.pathname.endsWith("/subscribedSkus")) {
        // A page for each, and an empty one in between.
        const page = Number(url.searchParams.get("$skiptoken") ?? 0);
        const servicePlans = plans
          .slice(page / 2, page % 2 === 0 ? page / 2 + 1 : 0)
          .map((servicePlanName) => ({ servicePlanName, provisioningStatus: "Success" }));
        const value = servicePlans.length === 0 ? [] : [{ capabilityStatus: "Enabled", servicePlans }];
        const nextLink = page < plans.length * 2 - 2 && {
          "@odata.nextLink": `${url.origin}${url.pathname}?$skiptoken=${page + 1}`,
        };
        return { kind: "answer", answer: jsonAnswer(200, { value, ...nextLink }) };
      }
      if (fault.isOver || !url.pathname.endsWith("/signIns") || !random.chance(share)) return respond();
      fault.refused += 1;
      return { kind: "answer", answer: graphErrorAnswer(noPremiumLicence(), nowMs, "x") };
    },
  });
  const missing = async (source: typeof signIns | "directoryAudits"): Promise<number> =>
    truth.existing([source], runs.nowMs).size - (await runs.rows(source));
  return { runs, fault, missing };
}

for (const share of [0.9, 1])
  test(`a licence that is denied to ${share} of the requests for sign-ins of one run costs nothing that is offered`, async () => {
    const { runs, fault, missing } = refused({ share }, startMs + 2 * day);
    await runs.collect();
    assert.ok(fault.refused > 0);
    assert.deepEqual((await runs.settings()).floors, {});
    fault.isOver = true;
    // Longer than audits are kept without a licence, shorter than with one.
    await runs.wait(14 * day);
    for (let n = 0; n < 20; n++) {
      await runs.collect();
      await runs.wait(day);
    }
    assert.deepEqual([await missing(signIns), await missing("directoryAudits")], [0, 0]);
  });

test("a licence that is denied in every run of a week and then comes back costs nothing that is still offered", async () => {
  const { runs, fault, missing } = refused({ share: 1 }, startMs + 10 * day);
  for (let n = 0; n < 7; n++) {
    await runs.collect();
    await runs.wait(day);
  }
  assert.ok(fault.refused >= 7, "asked again in each run");
  assert.ok((await missing(signIns)) > 0);
  fault.isOver = true;
  for (let n = 0; n < 20; n++) {
    await runs.collect();
    await runs.wait(day);
  }
  assert.deepEqual([await missing(signIns), await missing("directoryAudits")], [0, 0]);
  assert.deepEqual((await runs.settings()).floors, {});
});

test("a tenant whose plans have the licence is asked on, in the same run", async () => {
  const { runs, missing } = refused({ share: 0.9, plans: ["EXCHANGE_S_STANDARD", "AAD_PREMIUM"] }, endMs + 2 * day);
  const { failures } = await runs.collect();
  assert.deepEqual(failures, []);
  assert.equal(await missing(signIns), 0);
});

test("a tenant whose plans have none is believed at once; one whose plans cannot be read after some windows", async () => {
  const none = refused({ share: 1, plans: ["EXCHANGE_S_STANDARD"] }, endMs);
  const { failures } = await none.runs.collect();
  assert.match(failures.map(({ message }) => message).join(), /none of the tenant's plans/);
  const unknown = refused({ share: 1 }, endMs);
  const outcome = await unknown.runs.collect();
  assert.ok(outcome.failures.some(({ code }) => code === "missing-licence"));
  assert.ok(none.fault.refused < unknown.fault.refused && unknown.fault.refused < 60, `${unknown.fault.refused}`);
});

test("how far back the audits of a tenant without a licence reach is asked of the audits, and asked again each day", async () => {
  const free = [{ fromMs: Number.NEGATIVE_INFINITY, licence: "free" }] as const;
  const { runs } = refused({ share: 1, licences: free }, endMs);
  await runs.collect();
  const { floors } = await runs.settings();
  assert.deepEqual(Object.keys(floors), ["directoryAudits"]);
  assert.equal(Math.round(floors.directoryAudits?.days ?? 0), 7);
  await runs.wait(day / 2);
  await runs.collect();
  assert.deepEqual((await runs.settings()).floors, floors);
  await runs.wait(day);
  await runs.collect();
  const again = (await runs.settings()).floors.directoryAudits;
  assert.ok((again?.at ?? "") > (floors.directoryAudits?.at ?? ""));
  assert.equal(Math.round(again?.days ?? 0), 7);
});

test("a floor that the audits named by mistake is forgotten once they give what lies below it", async () => {
  let isMistaken = true;
  const truth = tinyTenant({
    seed: 2,
    startMs,
    endMs,
    events: 300,
    weights,
    delivery: { ...ordinaryDelivery, tail: 0 },
  });
  const runs = new SimulatedRuns({
    truth,
    sources: ["directoryAudits"],
    nowMs: endMs,
    meddle: ({ url }, respond) => {
      const from = /activityDateTime ge (\S+)/.exec(url.searchParams.get("$filter") ?? "")?.[1] ?? "";
      if (!isMistaken || Date.parse(from) >= endMs - 7 * day) return respond();
      const message = "Minimum allowed time for activityDateTime is 2/19/2026 12:00:00 AM";
      return { kind: "answer", answer: jsonAnswer(400, { error: { code: "", message } }) };
    },
  });
  await runs.collect();
  assert.ok((await runs.rows("directoryAudits")) < truth.existing(["directoryAudits"], runs.nowMs).size);
  isMistaken = false;
  await runs.wait(2 * day);
  await runs.collect();
  assert.equal(await runs.rows("directoryAudits"), truth.existing(["directoryAudits"], runs.nowMs).size);
  assert.equal((await runs.settings()).floors.directoryAudits?.days, 30);
  await runs.wait(8 * day);
  for (let n = 0; n < 3; n++) await runs.collect();
  assert.equal(await runs.dayState("directoryAudits", startMs + 10 * day), "complete");
});
