import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { SourceId } from "../../../src/protocol/collector.ts";
import { calm } from "../../simulation/microsoft/moods/moods.ts";
import { lateDelivery } from "../../simulation/microsoft/tenant/delivery.ts";
import { tinyTenant } from "../../simulation/microsoft/tenant/tiny-tenant.ts";
import { day, errorOf, graphAddress, TestReader, windowFilter } from "./test-reader.ts";

const start = Date.UTC(2026, 9, 1);
const end = start + 20 * day;

/** How each source's window is asked for. */
const asked: readonly (readonly [SourceId, (from: number, to: number) => string])[] = [
  ...(["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"] as const).map(
    (kind) =>
      [
        `signIns.${kind}` as const,
        (from: number, to: number) =>
          graphAddress(
            "/beta/auditLogs/signIns",
            `${windowFilter("createdDateTime", from, to)} and signInEventTypes/any(t: t eq '${kind}')`,
          ),
      ] as const,
  ),
  ["signIns.v1.0", (from, to) => graphAddress("/v1.0/auditLogs/signIns", windowFilter("createdDateTime", from, to))],
  [
    "directoryAudits",
    (from, to) => graphAddress("/beta/auditLogs/directoryAudits", windowFilter("activityDateTime", from, to)),
  ],
  [
    "provisioning",
    (from, to) => {
      // The tick before the window at which events come too; the last one before it is no other number.
      const after = new Date(from - 1).toISOString().replace("Z", "9995Z");
      const before = new Date(to + 1).toISOString();
      return graphAddress(
        "/v1.0/auditLogs/provisioning",
        `activityDateTime gt ${after} and activityDateTime lt ${before}`,
      );
    },
  ],
  [
    "riskDetections",
    (from, to) =>
      graphAddress("/v1.0/identityProtection/riskDetections", windowFilter("lastUpdatedDateTime", from, to)),
  ],
];

for (const [source, address] of asked)
  test(`pages of ${source} hold exactly what is visible`, async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat({ max: 19 }),
      fc.integer({ min: 1, max: 12 }),
      async (seed, top, from, days) => {
        const tenant = tinyTenant({
          seed,
          startMs: start,
          endMs: end,
          events: 120,
          weights: { [source === "signIns.v1.0" ? "signIns.interactiveUser" : source]: 1 },
        });
        const reader = new TestReader(tenant, end - 3 * day);
        const [fromMs, toMs] = [start + from * day, start + (from + days) * day];
        const { records } = await reader.readAll(`${address(fromMs, toMs)}&$top=${top}`);
        const expected = tenant.visibleBy(source, fromMs, toMs + 1, end - 3 * day);
        assert.deepEqual(records.map(({ id }) => id).reverse(), expected);
      },
    );
    await fc.assert(property, { numRuns: 15, examples: [[992, 1, 16, 1]] });
  });

test("risky users are listed as they are now, once each", async () => {
  const tenant = tinyTenant({ seed: 4, startMs: start, endMs: end, weights: { riskyUsers: 1 } });
  const reader = new TestReader(tenant, end);
  const { records } = await reader.readAll("/v1.0/identityProtection/riskyUsers?$top=3");
  assert.equal(records.length, 4);
  assert.equal(tenant.visibleBy("riskyUsers", 0, 0, end).length, 4);
  assert.ok(tenant.existing(["riskyUsers"], end).size > 100);
});

test("a nextLink repeats the request's options with an opaque token, and is whole", async () => {
  const tenant = tinyTenant({ seed: 1, startMs: start, endMs: end });
  const reader = new TestReader(tenant, end);
  const first = await reader.get(
    `${graphAddress("/beta/auditLogs/directoryAudits", windowFilter("activityDateTime", start, end))}&$top=5`,
  );
  const link = new URL((first.json as { "@odata.nextLink": string })["@odata.nextLink"]);
  assert.equal(link.origin, "https://graph.microsoft.com");
  assert.equal(link.searchParams.get("$top"), "5");
  assert.equal(link.searchParams.get("$filter"), windowFilter("activityDateTime", start, end));
  assert.match(link.searchParams.get("$skiptoken") ?? "", /^[\w-]+_5$/);
});

test("what arrives between two pages is not shown by a snapshot, and nothing visible is passed by", async () => {
  for (const liveCursor of [0, 1]) {
    const tenant = tinyTenant({
      seed: 8,
      delivery: { ...lateDelivery, tail: 0.4 },
      startMs: start,
      endMs: end,
      weights: { "signIns.interactiveUser": 1 },
    });
    const reader = new TestReader(tenant, end - 5 * day, {
      moods: { ...calm, liveCursor },
      latency: { baseMs: day / 4, perRowMs: 0 },
    });
    const before = tenant.visibleBy("signIns.interactiveUser", start, end, end - 5 * day);
    const { records } = await reader.readAll(
      `${graphAddress("/v1.0/auditLogs/signIns", windowFilter("createdDateTime", start, end))}&$top=20`,
    );
    const seen = new Set(records.map(({ id }) => id));
    assert.deepEqual(
      before.filter((key) => !seen.has(key)),
      [],
    );
    assert.equal(seen.size > before.length, liveCursor === 1);
  }
});

test("a token that is none is refused", async () => {
  const reader = new TestReader(tinyTenant({ seed: 1, startMs: start, endMs: end }), end);
  const garbage = await reader.get("/beta/auditLogs/signIns?$skiptoken=abc");
  assert.equal(garbage.status, 400);
  assert.equal(errorOf(garbage).message, "Invalid Skip Token");
  const empty = await reader.get("/beta/auditLogs/signIns?$skiptoken=");
  assert.equal(errorOf(empty).message, "Invalid Skip Token, skip token is null");
});

test("a page ends at $top, or at the collection's own size", async () => {
  const tenant = tinyTenant({ seed: 2, startMs: start, endMs: end, weights: { riskDetections: 1 } });
  const reader = new TestReader(tenant, end);
  const standard = await reader.get("/v1.0/identityProtection/riskDetections");
  assert.equal((standard.json as { value: unknown[] }).value.length, 20);
  assert.equal((await reader.get("/v1.0/identityProtection/riskDetections?$top=501")).status, 400);
  const ascending = await reader.readAll("/v1.0/identityProtection/riskDetections?$top=7&$orderby=lastUpdatedDateTime");
  const times = ascending.records.map((record) => String(record["lastUpdatedDateTime"]));
  assert.deepEqual(times, [...times].sort());
});
