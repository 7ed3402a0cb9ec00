import assert from "node:assert/strict";
import { test } from "node:test";
import {
  betaSignIns,
  directoryAudits,
  provisioning,
  signInsV1,
} from "../../simulation/microsoft/graph/graph-collections.ts";
import { GraphError } from "../../simulation/microsoft/graph/graph-error.ts";
import { readQuery } from "../../simulation/microsoft/graph/graph-query.ts";
import { matches, parseFilter } from "../../simulation/microsoft/graph/odata-filter.ts";

const signIn = {
  id: "1",
  createdDateTime: "2026-03-01T10:00:00Z",
  userPrincipalName: "ada@contoso.example",
  ipAddress: "192.0.2.7",
  signInEventTypes: ["nonInteractiveUser"],
  status: { errorCode: 50126 },
};
const audit = {
  id: "Directory_1",
  activityDateTime: "2026-03-01T10:00:00.1234567Z",
  initiatedBy: { user: { id: "u1", userPrincipalName: "ada@contoso.example" }, app: null },
  targetResources: [{ id: "t1" }, { id: "t2" }],
};

const passing: readonly string[] = [
  "createdDateTime ge 2026-03-01T00:00:00Z and createdDateTime le 2026-03-01T10:00:00.0000000Z",
  "signInEventTypes/any(t: t eq 'nonInteractiveUser')",
  "signInEventTypes/any(t:t eq 'interactiveUser' or t eq 'nonInteractiveUser')",
  "(userPrincipalName eq 'Ada@contoso.example' or ipAddress eq '198.51.100.1')",
  "startsWith(userPrincipalName,'ada@')",
  "status/errorCode eq 50126",
  "(createdDateTime ge 2026-03-01T00:00:00Z) and ((ipAddress eq '192.0.2.7') or (ipAddress eq '192.0.2.8'))",
];

const failing: readonly string[] = [
  "createdDateTime ge 2026-03-01T10:00:01Z",
  "signInEventTypes/any(t: t eq 'servicePrincipal')",
  "userPrincipalName eq 'O''Brien@contoso.example'",
  "startswith(userPrincipalName, 'bob')",
];

const refused: readonly string[] = [
  "createdDateTime ge '2026-03-01T00:00:00Z'",
  "createdDateTime gt 2026-03-01T00:00:00Z",
  "createdDateTime ge 2026-03-01 10:00",
  "userAgent eq 'x'",
  "userPrincipalName eq ada",
  "userPrincipalName eq 'ada' and",
  "(userPrincipalName eq 'ada'",
  "userPrincipalName eq 'ada' ipAddress eq 'x'",
  "signInEventTypes/any(t: x eq 'servicePrincipal')",
  "contains(userPrincipalName,'ada')",
];

for (const text of passing)
  test(`passes: ${text}`, () => assert.equal(matches(parseFilter(text, betaSignIns.rules), signIn), true));

for (const text of failing)
  test(`does not pass: ${text}`, () => assert.equal(matches(parseFilter(text, betaSignIns.rules), signIn), false));

for (const text of refused)
  test(`refused: ${text}`, () =>
    assert.throws(() => parseFilter(text, betaSignIns.rules), { status: 400, message: "Invalid filter clause" }));

test("audits are filtered by who did it and what it was done to", () => {
  const passes = (text: string): boolean => matches(parseFilter(text, directoryAudits.rules), audit);
  assert.equal(passes("initiatedBy/user/id eq 'u1'"), true);
  assert.equal(passes("initiatedBy/app/appId eq 'a'"), false);
  assert.equal(passes("targetResources/any(t: t/id eq 't2')"), true);
  assert.equal(passes("activityDateTime le 2026-03-01T10:00:00.1Z"), false);
});

test("provisioning knows gt and lt and not ge and le, as documented", () => {
  const query = readQuery(
    provisioning,
    new URLSearchParams({
      $filter: "activityDateTime gt 2026-03-01T00:00:00Z and activityDateTime lt 2026-03-02T00:00:00Z",
    }),
  );
  assert.ok(query.lowMs > Date.UTC(2026, 2, 1) && query.highMs < Date.UTC(2026, 2, 2));
  const refusal = new URLSearchParams({ $filter: "activityDateTime ge 2026-03-01T00:00:00Z" });
  assert.throws(() => readQuery(provisioning, refusal), GraphError);
});

test("bounds and kinds are taken out of a filter, the rest stays", () => {
  const $filter =
    "createdDateTime ge 2026-03-01T00:00:00Z and createdDateTime le 2026-03-02T00:00:00Z and signInEventTypes/any(t: t eq 'servicePrincipal') and appId eq 'a'";
  const query = readQuery(betaSignIns, new URLSearchParams({ $filter, $top: "999" }));
  assert.deepEqual(query.sources, ["signIns.servicePrincipal"]);
  assert.deepEqual([query.lowMs, query.highMs], [Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)]);
  assert.deepEqual(query.rest, { kind: "compare", path: "appId", operator: "eq", value: "a" });
  assert.equal(query.top, 999);
});

test("beta answers with interactive sign-ins unless the filter names kinds", () => {
  assert.deepEqual(readQuery(betaSignIns, new URLSearchParams()).sources, ["signIns.interactiveUser"]);
  const kinds = new URLSearchParams({ $filter: "signInEventTypes/any(t: t ne 'interactiveUser')" });
  assert.equal(readQuery(betaSignIns, kinds).sources.length, 4);
  assert.throws(() => readQuery(signInsV1, kinds), { message: "Invalid filter clause" });
});

test("options that the endpoint does not allow are refused by name", () => {
  for (const [name, value] of [
    ["$skip", "5"],
    ["$select", "id"],
    ["$count", "true"],
  ] as const)
    assert.throws(() => readQuery(betaSignIns, new URLSearchParams({ [name]: value })), {
      status: 400,
      message: new RegExp(`Query option '${name.slice(1)}' is not allowed`, "i"),
    });
  assert.throws(() => readQuery(betaSignIns, new URLSearchParams({ $top: "1001" })), { message: /between 1 and 1000/ });
  assert.throws(() => readQuery(betaSignIns, new URLSearchParams({ $orderby: "id" })), GraphError);
});
