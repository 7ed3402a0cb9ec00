import assert from "node:assert/strict";
import { test } from "node:test";
import { json, tenantId } from "../microsoft/scripted-microsoft.ts";
import { scriptedRun } from "./scripted-run.ts";

const from = "2026-03-09T08:00:00.000Z";
const to = "2026-03-09T09:00:00.000Z";
const nobody = "nobody@contoso.com";

/** More than may be empty in a row. */
const many = 1_010;

test("a search of many pages is covered, although the second one gives nothing that the first did not", async () => {
  let searches = 0;
  const { outcome, covered } = await scriptedRun(
    "auditLogQuery",
    ({ url, method }) => {
      if (method === "POST") return json({ id: `s${++searches}`, status: "notStarted" }, {}, 201);
      const { origin, pathname, searchParams } = new URL(url);
      if (!pathname.endsWith("/records")) return json({ status: "succeeded" });
      const page = Number(searchParams.get("$skiptoken") ?? 0);
      const value = [
        { id: `r${page}`, auditData: { Id: `a${page}`, CreationTime: from, Operation: "x", UserId: "u" } },
      ];
      const next = page + 1 < many && { "@odata.nextLink": `${origin}${pathname}?$skiptoken=${page + 1}` };
      return json({ value, ...next });
    },
    { from, to },
  );
  assert.deepEqual(outcome.failures, []);
  assert.equal(searches, 2);
  assert.deepEqual(
    covered.map(({ fromMs, toMs }) => [fromMs, toMs]),
    [[Date.parse(from), Date.parse(to)]],
  );
});

test("content that is asked for a user is read to its end, however much of it has nothing of that user", async () => {
  const feed = `https://manage.office.com/api/v1.0/${tenantId}/activity/feed`;
  const contents = Array.from({ length: many }, (_, n) => ({ contentUri: `${feed}/audit/${n}`, contentCreated: from }));
  const { outcome } = await scriptedRun(
    "Audit.Exchange",
    ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      if (pathname.endsWith("/subscriptions/list")) return json([{ contentType: "Audit.Exchange", status: "enabled" }]);
      if (pathname.endsWith("/subscriptions/content")) {
        const [start, end] = [searchParams.get("startTime") ?? "", searchParams.get("endTime") ?? ""];
        return json(start <= from && from < end ? contents : []);
      }
      const isLast = pathname.endsWith(`/${many - 1}`);
      return json([{ Id: pathname, CreationTime: from, Operation: "x", UserId: isLast ? nobody : "u" }]);
    },
    { from, to, filter: { users: [nobody] } },
  );
  assert.deepEqual(outcome.failures, []);
  assert.equal(outcome.tables[0]?.fetched, 1);
});

test("a source that is asked for many addresses, one after the other, may have nothing of any", async () => {
  const ipAddresses = Array.from({ length: many }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
  const { outcome, seen } = await scriptedRun("signIns.servicePrincipal", () => json({ value: [] }), {
    from,
    to,
    filter: { ipAddresses },
  });
  assert.deepEqual(outcome.failures, []);
  assert.equal(seen.length, many);
});
