import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { requestsOfDays, requestsOfGaps } from "../../../../src/editor/collector/collecting/collect-requests.ts";
import { filterFields, filterOf, listProblem } from "../../../../src/editor/collector/filter-text.ts";
import { joinStretches } from "../../../../src/protocol/join-stretches.ts";
import { day } from "../fakes/some-log-days.ts";

test("chosen days are one request a run of neighbouring days, table and tenant", () => {
  const days = [
    day({ day: "2026-11-21" }),
    day({ day: "2026-11-22" }),
    day({ day: "2026-11-19" }),
    day({ day: "2026-11-22", table: "audits" }),
    day({ day: "2026-11-22", tenantId: "other" }),
  ];
  const of = (from: string, to: string) => ({ from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` });
  assert.deepEqual(requestsOfDays(days), [
    { tenantId: "tenant", tables: ["signins"], ...of("2026-11-19", "2026-11-20") },
    { tenantId: "tenant", tables: ["signins"], ...of("2026-11-21", "2026-11-23") },
    { tenantId: "tenant", tables: ["audits"], ...of("2026-11-22", "2026-11-23") },
    { tenantId: "other", tables: ["signins"], ...of("2026-11-22", "2026-11-23") },
  ]);
  assert.deepEqual(requestsOfDays([]), []);
});

test("gaps are filled by their hours where those are known, else by the whole day; other days stay", () => {
  const gaps = [{ from: "2026-11-21T14:00:00.000Z", to: "2026-11-21T16:00:00.000Z" }];
  const days = [
    day({ day: "2026-11-21", state: "gap", gaps }),
    day({ day: "2026-11-20", state: "complete" }),
    day({ day: "2026-11-18", state: "gap" }),
  ];
  assert.deepEqual(
    requestsOfGaps(days).map(({ from, to }) => [from, to]),
    [
      ["2026-11-18T00:00:00.000Z", "2026-11-19T00:00:00.000Z"],
      ["2026-11-21T14:00:00.000Z", "2026-11-21T16:00:00.000Z"],
    ],
  );
});

test("joined stretches cover the same moments, do not touch, and are in order", () => {
  const moment = fc.integer({ min: 0, max: 60 });
  const stretch = fc
    .tuple(moment, moment)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ from: new Date(Math.min(a, b)).toISOString(), to: new Date(Math.max(a, b)).toISOString() }));
  const covers = (stretches: readonly { from: string; to: string }[], at: number) =>
    stretches.some(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 12 }), (stretches) => {
      const joined = joinStretches(stretches);
      for (let at = 0; at <= 60; at++) assert.equal(covers(joined, at), covers(stretches, at));
      for (const [index, { from }] of joined.entries()) {
        const before = joined[index - 1];
        if (before) assert.ok(Date.parse(before.to) < Date.parse(from));
      }
    }),
  );
});

test("typed lists become a filter, and what is no account, address or application is named", () => {
  assert.deepEqual(filterOf({ users: " a@x.com, b@x.com;a@x.com ", ipAddresses: "", apps: "\n" }), {
    users: ["a@x.com", "b@x.com"],
  });
  assert.equal(filterOf({ users: " , " }), undefined);
  const problem = (name: string, text: string) => {
    const field = filterFields.find((each) => each.name === name);
    assert.ok(field);
    return listProblem(field, text);
  };
  assert.equal(problem("ipAddresses", "203.0.113.7 2001:db8::1"), undefined);
  assert.equal(problem("ipAddresses", "203.0.113.7, 203.0.113"), "203.0.113 is no IP address");
  assert.equal(problem("apps", "Exchange"), "Exchange is no application id");
  assert.equal(problem("users", "adele"), "adele is no user principal name or object id");
  assert.equal(problem("users", "00000003-0000-0ff1-ce00-000000000000"), undefined);
});
