import assert from "node:assert/strict";
import { test } from "node:test";
import { json, refusal, type Script, type Seen, scripted } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";

const from = "2026-02-01T00:00:00Z";
const to = "2026-02-02T00:00:00Z";
const queries = "/beta/security/auditLog/queries";

function found(...ids: readonly string[]) {
  return ids.map((id) => ({ id: `record-${id}`, operation: "x", auditData: { Id: id, Operation: "x", UserId: "u" } }));
}

/** Each search runs a while and then finds what the script says for it. */
function searches(
  records: (search: number, seen: Seen) => Response,
  polls: readonly string[] = ["running", "succeeded"],
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
    return json({ id: `s${search}`, status: polls[Math.min(poll, polls.length) - 1] });
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
