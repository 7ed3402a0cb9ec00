import assert from "node:assert/strict";
import { test } from "node:test";
import type { CollectFilter, SourceId } from "../../../../src/protocol/collector.ts";
import { filterOf, json, scripted } from "../microsoft/scripted-microsoft.ts";
import { collected } from "./collected.ts";

const from = "2026-03-10T10:00:00Z";
const to = "2026-03-10T11:00:00Z";
const userId = "aaaaaaaa-0000-0000-0000-00000000000A";

/** What a source is asked for with a filter, without the conditions on time and kind; and what it gives. */
async function asked(source: SourceId, filter: CollectFilter, value: readonly object[] = []) {
  const world = scripted(() => json({ value }));
  const { ids } = await collected(world, source, from, to, { filter });
  const conditions = world.seen.map((seen) =>
    filterOf(seen)
      .split(" and ")
      .filter((part) => !/DateTime|signInEventTypes/.test(part))
      .join(" and "),
  );
  return { conditions, ids };
}

test("sign-ins are asked for one value at a time, and any of them may match", async () => {
  const filter = { users: ["Ann@Contoso.com", userId], ipAddresses: ["203.0.113.7"], apps: ["app-1"] };
  const { conditions, ids } = await asked("signIns.interactiveUser", filter, [
    { id: "by name", userPrincipalName: "ann@contoso.com" },
    { id: "by id", userId: userId.toLowerCase() },
    { id: "by address", ipAddress: "203.0.113.7" },
    { id: "by app", appId: "APP-1" },
    { id: "another", userPrincipalName: "bob@contoso.com", ipAddress: "203.0.113.70", appId: "app-12" },
  ]);
  assert.deepEqual(conditions, [
    "userPrincipalName eq 'ann@contoso.com'",
    `userId eq '${userId}'`,
    "ipAddress eq '203.0.113.7'",
    "appId eq 'app-1'",
  ]);
  assert.deepEqual([...new Set(ids)], ["by name", "by id", "by address", "by app"]);
});

test("hostile text stays inside its quotes", async () => {
  const { conditions } = await asked("signIns.interactiveUser", {
    users: ["x' or '1' eq '1"],
    apps: ["a&$top=1#'%27"],
  });
  assert.deepEqual(conditions, ["userPrincipalName eq 'x'' or ''1'' eq ''1'", "appId eq 'a&$top=1#''%27'"]);
});

test("sign-ins without users are not asked for users, but for the rest", async () => {
  assert.deepEqual((await asked("signIns.servicePrincipal", { users: ["ann@contoso.com"] })).conditions, []);
  assert.deepEqual((await asked("signIns.managedIdentity", { users: ["a"], apps: ["b"] })).conditions, [
    "appId eq 'b'",
  ]);
});

test("audits are asked for what their users did and what was done to them", async () => {
  const value = [
    { id: "did", initiatedBy: { user: { id: userId } } },
    { id: "was done to", initiatedBy: { app: {} }, targetResources: [{ id: userId }] },
    { id: "neither", initiatedBy: {}, targetResources: null },
  ];
  const { conditions, ids } = await asked("directoryAudits", { users: [userId] }, value);
  assert.deepEqual(conditions, [`initiatedBy/user/id eq '${userId}'`, `targetResources/any(t: t/id eq '${userId}')`]);
  assert.deepEqual([...new Set(ids)], ["did", "was done to"]);
});

test("where no condition is documented the whole window is read and compared", async () => {
  const audits = await asked("directoryAudits", { users: ["ann@contoso.com"], ipAddresses: ["203.0.113.7"] }, [
    { id: "a", initiatedBy: { user: { ipAddress: "203.0.113.7" } } },
    { id: "b", initiatedBy: { user: { ipAddress: "203.0.113.8" } } },
  ]);
  assert.deepEqual(audits, { conditions: [""], ids: ["a"] });
  const risk = await asked("riskDetections", { users: ["ANN@contoso.com"] }, [
    { id: "a", userPrincipalName: "ann@contoso.com" },
    { id: "b", userPrincipalName: "bob@contoso.com" },
  ]);
  assert.deepEqual(risk, { conditions: [""], ids: ["a"] });
});

test("an empty filter leaves everything in", async () => {
  const { conditions, ids } = await asked("directoryAudits", { users: [" "], apps: [] }, [{ id: "a" }]);
  assert.deepEqual({ conditions, ids }, { conditions: [""], ids: ["a"] });
});
