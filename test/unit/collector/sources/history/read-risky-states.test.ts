import assert from "node:assert/strict";
import { test } from "node:test";
import { json, refusal, type Script, scripted } from "../../microsoft/scripted-microsoft.ts";
import { collected } from "../collected.ts";

const from = "2026-03-10T10:00:00Z";
const to = "2026-03-10T11:00:00Z";
const changed = "2026-03-10T10:30:00Z";
const user = (id: string) => ({ id, riskState: "atRisk", riskLastUpdatedDateTime: changed });

/** Users that changed, and what each one's history is answered with. */
function polled(ids: readonly string[], history: (id: string, url: string) => ReturnType<Script>): Script {
  return ({ url }) => {
    const [, id] = /\/riskyUsers\/([^/]+)\/history/.exec(url) ?? [];
    return id === undefined ? json({ value: ids.map(user) }) : history(id, url);
  };
}

test("the history of who changed is read after the poll, page by page, from beta, as rows of beta", async () => {
  const world = scripted(
    polled(["u1"], (id, url) => {
      const item = (n: number) => ({ ...user(`${id}63690100934232258${n}`), userId: id });
      if (url.includes("skiptoken")) return json({ value: [item(2)] });
      return json({
        value: [item(1)],
        "@odata.nextLink": `https://graph.microsoft.com${new URL(url).pathname}?$skiptoken=a`,
      });
    }),
  );
  const { pages, end } = await collected(world, "riskyUsers", from, to);
  assert.deepEqual(
    pages.map(({ rowSource, records }) => [rowSource, records.map(({ record }) => record?.["userId"])]),
    [
      [undefined, [undefined]],
      ["graph-beta", ["u1"]],
      ["graph-beta", ["u1"]],
    ],
  );
  assert.deepEqual(end, { missing: [], warnings: [] });
  assert.deepEqual(
    world.seen.map(({ url }) => new URL(url).pathname),
    [
      "/v1.0/identityProtection/riskyUsers",
      "/beta/identityProtection/riskyUsers/u1/history",
      "/beta/identityProtection/riskyUsers/u1/history",
    ],
  );
});

test("the history of a service principal is read likewise, only of those that changed", async () => {
  const world = scripted(({ url }) => {
    if (url.includes("/history")) return json({ value: [] });
    return json({ value: [user("new"), { ...user("old"), riskLastUpdatedDateTime: "2026-03-01T00:00:00Z" }] });
  });
  await collected(world, "riskyServicePrincipals", from, to);
  assert.deepEqual(
    world.seen.slice(1).map(({ url }) => new URL(url).pathname),
    ["/beta/identityProtection/riskyServicePrincipals/new/history"],
  );
});

test("an id that is no path is part of an address all the same", async () => {
  const world = scripted(polled(["../../users?$x=1"], () => json({ value: [] })));
  await collected(world, "riskyUsers", from, to);
  assert.match(world.seen[1]?.url ?? "", /\/riskyUsers\/\.\.%2F\.\.%2Fusers%3F%24x%3D1\/history$/);
});

test("whoever was removed since has no history, and that is no failure", async () => {
  const world = scripted(
    polled(["gone", "here"], (id) => (id === "gone" ? refusal(404, "x", "x") : json({ value: [] }))),
  );
  const { end } = await collected(world, "riskyUsers", from, to);
  assert.deepEqual(end.warnings, []);
  assert.equal(world.seen.length, 3);
});

test("histories that cannot be read are said, keep no poll from counting, and are not asked for for ever", async () => {
  const world = scripted(polled(["a", "b", "c", "d", "e"], () => refusal(403, "Forbidden", "x")));
  const { ids, end } = await collected(world, "riskyUsers", from, to);
  assert.equal(ids.length, 5);
  assert.equal(end.warnings?.length, 1);
  assert.match(end.warnings?.[0] ?? "", /left to later polls.*IdentityRiskyUser\.Read\.All/);
  assert.equal(world.seen.length, 1 + 3);
});

test("a collection that is narrowed to some users reads the histories of those", async () => {
  const world = scripted(polled(["u1", "u2"], () => json({ value: [] })));
  await collected(world, "riskyUsers", from, to, { filter: { users: ["u2"] } });
  assert.deepEqual(
    world.seen.slice(1).map(({ url }) => new URL(url).pathname),
    ["/beta/identityProtection/riskyUsers/u2/history"],
  );
});
