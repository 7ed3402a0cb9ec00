import assert from "node:assert/strict";
import { test } from "node:test";
import {
  draftOf,
  type EditedTenant,
  knownTenant,
  newTenant,
  problemsOfCheck,
  problemsOfTenant,
  secretProblem,
} from "../../../media/collector-page/wizard/draft.ts";
import { needsInGroups } from "../../../media/collector-page/wizard/source-needs.ts";
import { fakeSources, fakeTenant } from "../../media/collector-page/fake-collector.ts";

const { tenantId, clientId } = fakeTenant;
const complete: EditedTenant = {
  ...newTenant(fakeSources),
  name: "contoso.com",
  tenantId,
  clientId,
  credential: { kind: "held", id: "held-1" },
};

test("a new tenant reads every source, sign-ins by the fuller API", () => {
  const { sources } = newTenant(fakeSources);
  assert.equal(sources.length, fakeSources.length - 1);
  assert.ok(!sources.includes("signIns.v1.0"));
});

test("the permissions need a name and a tenant; the check needs the app and its credential too", () => {
  const empty = newTenant(fakeSources);
  assert.deepEqual(Object.keys(problemsOfTenant(empty)), ["name", "tenantId"]);
  assert.deepEqual(problemsOfTenant({ ...complete, clientId: "", credential: undefined }), {});
  assert.deepEqual(problemsOfCheck({ ...complete, clientId: "", credential: undefined, sources: [] }), {
    clientId: "Enter the application id.",
    credential: "Enter the client secret.",
    sources: "Choose at least one source.",
  });
  assert.deepEqual(problemsOfCheck(complete), {});
});

test("ids that are none, and an id entered twice, are named", () => {
  assert.match(problemsOfTenant({ ...complete, tenantId: "contoso.com" }).tenantId ?? "", /five groups/);
  assert.match(problemsOfTenant({ ...complete, clientId: "abc" }).clientId ?? "", /five groups/);
  assert.match(problemsOfTenant({ ...complete, clientId: tenantId.toUpperCase() }).clientId ?? "", /tenant's id again/);
});

test("other servers are three origins on this machine, or none", () => {
  const problems = (login: string, graph: string, management: string) =>
    problemsOfTenant({ ...complete, endpoints: { login, graph, management } });
  assert.deepEqual(problems("https://localhost:1", "https://127.0.0.1:2", "https://[::1]:3"), {});
  assert.deepEqual(Object.keys(problems("https://localhost:1", "", "")), ["graph", "management"]);
  const evil = problems("https://evil.example", "http://localhost:1", "https://localhost:1/path");
  assert.deepEqual(Object.keys(evil), ["login", "graph", "management"]);
  assert.match(evil.login ?? "", /Only servers on this machine/);
  assert.match(evil.graph ?? "", /Enter an origin/);
});

test("a secret's id in place of its value is noticed", () => {
  assert.match(secretProblem(clientId) ?? "", /Paste its value/);
  assert.match(secretProblem("  ") ?? "", /Enter/);
  assert.equal(secretProblem("abc~DEF.123"), undefined);
});

test("a draft carries the id of a held credential, and servers only where they are used", () => {
  assert.equal(draftOf({ ...complete, credential: undefined }), undefined);
  assert.equal(draftOf(complete)?.endpoints, undefined);
  const endpoints = { login: "https://localhost:1", graph: "https://localhost:1", management: "https://localhost:1" };
  assert.deepEqual(draftOf({ ...complete, endpoints })?.endpoints, endpoints);
  assert.deepEqual(draftOf(knownTenant(fakeTenant, true))?.credential, { kind: "stored" });
});

test("neighbouring sources of a table that need the same are one group", () => {
  const guide = {
    permissions: fakeSources.map(({ source }) => ({
      source,
      api: "Microsoft Graph",
      permission: source === "signIns.v1.0" ? "Other.Read" : "AuditLog.Read.All",
    })),
    consentUrl: "",
    scripts: [],
  };
  assert.deepEqual(
    needsInGroups(fakeSources, guide).map(({ sources }) => sources.length),
    [4, 1, 1, 1, 1, 1, 6],
  );
  assert.equal(
    needsInGroups(fakeSources, undefined).every(({ needs }) => needs.permissions.length === 0),
    true,
  );
});
