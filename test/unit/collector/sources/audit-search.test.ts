import assert from "node:assert/strict";
import { test } from "node:test";
import { json, refusal, type Script, type Seen, scripted } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";
import { RememberedTenant } from "./remembered-tenant.ts";

const from = "2026-02-01T00:00:00Z";
const to = "2026-02-02T00:00:00Z";
const queries = "/v1.0/security/auditLog/queries";

function found(...ids: readonly string[]) {
  return ids.map((id) => ({ id: `record-${id}`, operation: "x", auditData: { Id: id, Operation: "x", UserId: "u" } }));
}

/** Each search runs a while and then finds what the script says for it. */
function searches(
  records: (search: number, seen: Seen) => Response,
  polls: readonly string[] = ["running", "succeeded"],
  more: Readonly<Record<string, unknown>> = {},
): Script {
  let search = -1;
  let poll = 0;
  return (seen) => {
    const path = new URL(seen.url).pathname;
    if (seen.method === "POST") {
      search += 1;
      poll = 0;
      return json({ id: `s${search}`, status: "notStarted" }, {}, 201);
    }
    if (path.endsWith("/records")) return records(search, seen);
    assert.equal(path, `${queries}/s${search}`);
    poll += 1;
    return json({ id: `s${search}`, status: polls[Math.min(poll, polls.length) - 1], ...more });
  };
}

test("a search is started, waited for, read over its pages, and repeated until two agree", async () => {
  const world = scripted(
    searches((search, { url }) => {
      if (search === 0) return json({ value: found("a", "b") });
      if (url.includes("page2")) return json({ value: found("c") });
      return json({
        value: found("a", "b"),
        "@odata.nextLink": url.replace("/records", "/records?$skiptoken=page2").replace("?$skiptoken", "?$skiptoken"),
      });
    }),
  );
  const { ids, records, end } = await collected(world, "auditLogQuery", from, to);
  assert.deepEqual(ids, ["a", "b", "c"], "what was given is not given again");
  assert.equal(records[0]?.raw, '{"Id":"a","Operation":"x","UserId":"u"}');
  assert.equal(records[0]?.axisMs, null);
  assert.deepEqual(end, { missing: [] });
  const posted = world.seen.filter(({ method }) => method === "POST");
  assert.equal(posted.length, 3);
  const body = JSON.parse(posted[0]?.body ?? "");
  assert.equal(body.filterStartDateTime, "2026-02-01T00:00:00.000Z");
  assert.equal(body.filterEndDateTime, "2026-02-02T00:00:00.000Z");
  assert.equal(posted[0]?.headers.get("content-type"), "application/json");
});

test("a search that left records out is halved before they are read, however often it agrees with itself", async () => {
  const more = { isRecordCountLimitExceeded: true, recordCountLimit: 2, approximateReturnedRecordCount: 1 };
  const world = scripted(searches(() => json({ value: found("a", "b") }), undefined, more));
  await assert.rejects(collected(world, "auditLogQuery", from, to), {
    code: "collect-failed",
    remedy: { kind: "halve" },
    message: /more records than the 2 that an audit search gives/,
  });
  assert.equal(world.seen.filter(({ url }) => url.includes("/records")).length, 0);
});

test("a record that is given twice counts twice towards the limit of a search that does not say more", async () => {
  const world = scripted(searches(() => json({ value: found("a", "a") }), undefined, { recordCountLimit: 2 }));
  await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "halve" } });
});

test("a search that is full to its limit and does not say whether it left records out is halved too", async () => {
  for (const isRecordCountLimitExceeded of [undefined, null, false]) {
    const more = { recordCountLimit: 2, isRecordCountLimitExceeded };
    const world = scripted(searches(() => json({ value: found("a", "b") }), undefined, more));
    const reading = collected(world, "auditLogQuery", from, to);
    if (isRecordCountLimitExceeded === false) assert.deepEqual((await reading).end, { missing: [] });
    else await assert.rejects(reading, { remedy: { kind: "halve" } });
  }
});

test("of the shortest stretch what is given is kept and said to be a part, and none of it is read", async () => {
  const more = { isRecordCountLimitExceeded: true, recordCountLimit: 2 };
  const world = scripted(searches(() => json({ value: found("a", "b") }), undefined, more));
  const { ids, end } = await collected(world, "auditLogQuery", from, "2026-02-01T00:00:02Z");
  assert.deepEqual(ids, ["a", "b"]);
  assert.deepEqual(
    end.missing.map(({ fromMs, toMs }) => [fromMs, toMs]),
    [[Date.parse(from), Date.parse(from) + 2_000]],
  );
  assert.match(end.warnings?.join() ?? "", /2 records from 2026-02-01T00:00:00.000Z .* left others out/);
  assert.equal(world.seen.filter(({ method }) => method === "POST").length, 1, "a second search would agree");
});

test("each start takes one of the searches of the day, those that are not answered too; when none is left it is said", async () => {
  const reset = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ECONNRESET" }) }));
  const script = searches(() => json({ value: found("a") }));
  let left = 4;
  class Limited extends RememberedTenant {
    override async takeSearch(): Promise<number | undefined> {
      left -= 1;
      return left < 0 ? Date.parse("2026-03-11T09:30:00Z") : undefined;
    }
  }
  const memory = new Limited();
  const world = scripted((seen, n) => (n < 2 ? reset() : script(seen, n)));
  await collected(world, "auditLogQuery", from, to, { memory });
  assert.equal(left, 0, "two that were not answered, two that were read");
  const sent = world.seen.length;
  await assert.rejects(collected(world, "auditLogQuery", from, to, { memory }), {
    code: "throttled",
    remedy: { kind: "skip-source" },
    message: /150 audit searches .* used up.* free at 2026-03-11 09:30 UTC/,
  });
  assert.equal(world.seen.length, sent, "nothing was sent");
});

test("being told to start searches again in hours is an error with a sentence; in seconds, it is waited for", async () => {
  const held = (seconds: string) => refusal(429, "", "Too many requests", { "retry-after": seconds });
  const hours = scripted(() => held("7200"));
  await assert.rejects(collected(hours, "auditLogQuery", from, to), {
    code: "throttled",
    remedy: { kind: "skip-source" },
    message: /no more audit searches for now/,
  });
  assert.equal(hours.seen.length, 1);
  const script = searches(() => json({ value: found("a") }));
  const seconds = scripted((seen, n) => (n === 0 ? held("30") : script(seen, n)));
  assert.deepEqual((await collected(seconds, "auditLogQuery", from, to)).ids, ["a"]);
});

test("searches that never agree need a shorter stretch", async () => {
  const world = scripted(
    searches((search) => json({ value: found(...Array.from({ length: search + 1 }, (_, n) => `${n}`)) })),
  );
  await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "halve" } });
  assert.equal(world.seen.filter(({ method }) => method === "POST").length, 4);
});

for (const status of ["failed", "cancelled"])
  test(`a search that ends as ${status} needs a shorter stretch`, async () => {
    const world = scripted(searches(() => json({ value: [] }), ["running", status]));
    await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "halve" } });
  });

test("errors after many rows need a shorter stretch (msgraph-sdk-powershell 2855)", async () => {
  const world = scripted(searches(() => refusal(500, "UnknownError", "")));
  await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "halve" } });
});

test("a search that takes more than half an hour needs a shorter stretch, with growing pauses", async () => {
  const world = scripted(searches(() => json({ value: [] }), ["running"]));
  await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "halve" } });
  assert.ok(world.seen.length < 60, `${world.seen.length} requests`);
});

test("audit data may come as text, and what has none comes as it is", async () => {
  const value = [{ id: "1", auditData: '{"Id":"a"}' }, { id: "2", auditData: null }, { id: "3" }];
  const world = scripted(searches(() => json({ value })));
  const { records } = await collected(world, "auditLogQuery", from, to);
  assert.deepEqual(
    records.map(({ raw }) => raw),
    ['{"Id":"a"}', '{"id":"2","auditData":null}', '{"id":"3"}'],
  );
});

for (const cloud of ["us-government-l4", "us-government-dod", "china"] as const)
  test(`${cloud} has no audit search: nothing is sent`, async () => {
    const world = scripted(() => json({}), { cloud });
    await assert.rejects(collected(world, "auditLogQuery", from, to), { remedy: { kind: "skip-source" } });
    assert.equal(world.seen.length + world.tokens.length, 0);
  });

test("users are searched for by name, and compared in the records whatever the search gave", async () => {
  const world = scripted(
    searches(() =>
      json({
        value: [
          { auditData: { Id: "a", UserId: "Ann@contoso.com" } },
          { auditData: { Id: "b", UserId: "bob@contoso.com" } },
        ],
      }),
    ),
  );
  const filter = { users: ["ann@contoso.com"] };
  const { ids } = await collected(world, "auditLogQuery", from, to, { filter });
  assert.deepEqual(ids, ["a"]);
  assert.deepEqual(JSON.parse(world.seen[0]?.body ?? "").userPrincipalNameFilters, ["ann@contoso.com"]);
});

test("values to search for come without the blanks around them, and empty ones not at all", async () => {
  for (const [filter, key, expected] of [
    [{ users: [" ada@contoso.com\n", ""] }, "userPrincipalNameFilters", ["ada@contoso.com"]],
    [{ users: [" "], ipAddresses: ["192.0.2.1 "] }, "ipAddressFilters", ["192.0.2.1"]],
  ] as const) {
    const world = scripted(searches(() => json({ value: [] })));
    await collected(world, "auditLogQuery", from, to, { filter });
    assert.deepEqual(JSON.parse(world.seen[0]?.body ?? "")[key], expected);
  }
});
