import assert from "node:assert/strict";
import { test } from "node:test";
import type { ApiRequest } from "../../../../src/collector/microsoft/microsoft.ts";
import { json, type Script, scripted } from "./scripted-microsoft.ts";

const list: ApiRequest = {
  api: "graph",
  limit: "reports",
  url: "/beta/auditLogs/directoryAudits",
  list: true,
  purpose: { label: "directory audits", permission: "AuditLog.Read.All" },
};
const content: ApiRequest = {
  api: "management",
  limit: "management",
  url: "/api/v1.0/x/activity/feed/audit/1",
  list: true,
  purpose: { label: "Audit.Exchange content", permission: "ActivityFeed.Read" },
};
const search: ApiRequest = {
  api: "graph",
  limit: "audit-search",
  url: "/v1.0/security/auditLog/queries",
  purpose: { label: "audit search results", permission: "AuditLogsQuery.Read.All" },
};

const whole = { graph: '{"value":[{"id":"a"}]}', management: '[{"Id":"a"}]' };

/** Statuses that are successes and no whole answer (RFC 9110 §15.3). */
for (const status of [201, 202, 203, 204, 205, 206, 226])
  for (const request of [list, content])
    test(`${status} for a list of ${request.purpose.label} is no answer, with a body or without`, async () => {
      for (const body of [whole[request.api], ""]) {
        const hasBody = status !== 204 && status !== 205 && body !== "";
        const answer: Script = () => new Response(hasBody ? body : null, { status });
        const never = scripted(answer);
        await assert.rejects(never.microsoft.send(request), {
          code: "collect-failed",
          remedy: { kind: "halve" },
          message: new RegExp(`status ${status}`),
        });
        const mended = scripted((seen, n) => (n === 0 ? answer(seen, n) : json(whole[request.api])));
        assert.equal((await mended.microsoft.send(request)).body.elements?.length, 1);
      }
    });

test("what is asked for without a list is answered by 200 alone too", async () => {
  for (const status of [202, 204, 206]) {
    const world = scripted(() => new Response(status === 204 ? null : '{"status":"succeeded"}', { status }));
    await assert.rejects(world.microsoft.send(search), { remedy: { kind: "halve" } });
  }
});

test("what is created is answered by any success, also without a body", async () => {
  for (const status of [200, 201, 204]) {
    const world = scripted(() => new Response(status === 204 ? null : "", { status }));
    assert.equal((await world.microsoft.send({ ...search, method: "POST", body: "{}" })).status, status);
  }
});

const noLists: readonly (readonly [ApiRequest, string])[] = [
  [list, '[{"id":"a"}]'],
  [list, '{"value":{"id":"a"}}'],
  [list, '{"value":null}'],
  [list, '{"Value":[]}'],
  [content, '{"value":[{"Id":"a"}]}'],
  [content, '{"Id":"a"}'],
  [content, "null"],
  [content, "{}"],
];
for (const [request, body] of noLists)
  test(`${body} is no list of ${request.api}`, async () => {
    const world = scripted(() => json(body));
    await assert.rejects(world.microsoft.send(request), { remedy: { kind: "halve" } });
    assert.equal(world.seen.length, 3);
  });

const deadDates: readonly (readonly [string, string])[] = [
  ["of 1990", "Mon, 01 Jan 1990 00:00:00 GMT"],
  ["of 1970", "Thu, 01 Jan 1970 00:00:00 GMT"],
  ["of the far future", "Fri, 31 Dec 9999 23:59:59 GMT"],
  ["of next week", "Tue, 17 Mar 2026 12:00:00 GMT"],
  ["that is none", "yesterday"],
  ["that only JavaScript reads", "2026"],
  ["that is empty", ""],
  ["that is there twice, once dead", "Mon, 01 Jan 1990 00:00:00 GMT, Tue, 10 Mar 2026 13:00:00 GMT"],
];
for (const [which, date] of deadDates)
  test(`a Date ${which} moves no clock and is not when anything was seen`, async () => {
    const world = scripted(() => json({ value: [] }, { date }));
    const { observedMs } = await world.microsoft.send(list);
    assert.equal(world.microsoft.clockError(), 0);
    assert.ok(Math.abs(observedMs - world.clock.now()) < 2_000, new Date(observedMs).toISOString());
  });

test("a dead Date does not make a wrong clock right again", async () => {
  const ahead = { serverAheadMs: 3_600_000 };
  const world = scripted(
    (_, n) => json({ value: [] }, n === 1 ? { date: "Mon, 01 Jan 1990 00:00:00 GMT" } : {}),
    ahead,
  );
  await world.microsoft.send(list);
  const { observedMs } = await world.microsoft.send(list);
  assert.ok(Math.abs(observedMs - world.clock.now() - 3_600_000) < 2_000);
  assert.ok(Math.abs(world.microsoft.clockError() + 3_600_000) < 2_000);
});

test("the same Date twice is one Date", async () => {
  const date = "Tue, 10 Mar 2026 13:00:00 GMT";
  const world = scripted(() => json({ value: [] }, { date: `${date}, ${date}` }));
  assert.equal((await world.microsoft.send(list)).observedMs, Date.parse(date));
});

test("times of answers that cannot be right are said", async () => {
  const world = scripted(() => json({ value: [] }, { date: "Mon, 01 Jan 1990 00:00:00 GMT" }));
  assert.equal(world.microsoft.strangeDate(), undefined);
  await world.microsoft.send(list);
  assert.equal(world.microsoft.strangeDate(), "1990-01-01T00:00:00.000Z");
});
