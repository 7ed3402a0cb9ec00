import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Source, TableName } from "../../../src/protocol/tables.ts";
import { identifyRecord } from "../../../src/tables/shapes/identify.ts";
import { derivedRows, type Row, withEngine } from "./derive-helper.ts";

const principal = "9089a539-a539-9089-39a5-899039a58990";
const user = "41a31b00-3b3b-42d9-8f1c-6d4f14e74c69";

/** The records of a fixture that has every form in which the risk of a service principal comes. */
const [detection, state, stateOfHistory, userOfHistory, ...exported] = readFileSync(
  new URL("../../fixtures/import/risk-principals.ndjson", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);

function keyOf(table: TableName, source: Source, record: Row | undefined): string {
  const identity = identifyRecord(table, source, record ?? {});
  assert.ok("key" in identity, JSON.stringify(identity));
  return identity.key;
}

async function derive(table: TableName, source: Source, record: Row | undefined): Promise<Row> {
  let found: Row | undefined;
  await withEngine(async (connection) => {
    [found] = await derivedRows(connection, table, [{ source, record }]);
  });
  return found ?? {};
}

test("a state and its item in the history have one key, whichever way the item names who it is of", () => {
  const time = "2026-03-01T16:28:17.820Z";
  assert.equal(keyOf("riskyusers", "graph-v1.0", state), `${principal}@${time}`);
  assert.equal(keyOf("riskyusers", "graph-v1.0", stateOfHistory), `${principal}@${time}`);
  assert.equal(keyOf("riskyusers", "graph-beta", userOfHistory), `${user}@2026-03-01T22:31:27.000Z`);
  for (const item of [
    { ...stateOfHistory, id: "an id of its own", servicePrincipalId: principal },
    { ...stateOfHistory, id: "an id of its own", userId: principal },
    { ...stateOfHistory, id: `${principal.toUpperCase()}1` },
  ])
    assert.equal(keyOf("riskyusers", "graph-v1.0", item).toLowerCase(), `${principal}@${time}`.toLowerCase());
});

test("an export of a service principal's risk has the key of what the API gives", () => {
  const [diagnosticDetection, diagnosticState, rowOfDetection, rowOfState] = exported;
  assert.equal(
    keyOf("riskdetections", "diagnostic", diagnosticDetection),
    keyOf("riskdetections", "graph-v1.0", detection),
  );
  assert.equal(
    keyOf("riskdetections", "log-analytics", rowOfDetection),
    keyOf("riskdetections", "graph-v1.0", detection),
  );
  assert.equal(keyOf("riskyusers", "diagnostic", diagnosticState), keyOf("riskyusers", "graph-v1.0", state));
  assert.equal(keyOf("riskyusers", "log-analytics", rowOfState), keyOf("riskyusers", "graph-v1.0", state));
});

test("the rows of service principals say so and hold what only they have, from every source", async () => {
  const [diagnosticDetection, diagnosticState, rowOfDetection, rowOfState] = exported;
  for (const [source, record] of [
    ["graph-v1.0", detection],
    ["diagnostic", diagnosticDetection],
    ["log-analytics", rowOfDetection],
  ] as const) {
    const row = await derive("riskdetections", source, record);
    assert.equal(row["principalkind"], "servicePrincipal", source);
    assert.equal(row["serviceprincipalid"], principal, source);
    assert.equal(row["serviceprincipaldisplayname"], "Billing API", source);
    assert.deepEqual(row["keyids"], ["9d9fea30-d8e3-481b-b57c-0ef569a989e5"], source);
  }
  for (const [source, record] of [
    ["graph-v1.0", state],
    ["graph-v1.0", stateOfHistory],
    ["diagnostic", diagnosticState],
    ["log-analytics", rowOfState],
  ] as const) {
    const row = await derive("riskyusers", source, record);
    assert.equal(row["principalkind"], "servicePrincipal", source);
    assert.equal(row["id"], principal, source);
    assert.equal(row["displayname"], "Billing API", source);
    assert.equal(row["serviceprincipaltype"], "Application", source);
    assert.equal(row["isenabled"] ?? row["accountenabled"], true, source);
  }
});

test("a user's state from the history says who brought it about, and by what", async () => {
  const row = await derive("riskyusers", "graph-beta", userOfHistory);
  assert.equal(row["principalkind"], "user");
  assert.equal(row["id"], user);
  assert.equal(row["initiatedby"], "68ca8ec0-11f8-456b-a785-70d9936650d5");
  assert.deepEqual(row["activity"], { detail: null, riskeventtypes: null, eventtypes: ["anonymizedIPAddress"] });
});

test("what names a user is a user's, whatever else it has", async () => {
  const record = { ...state, userPrincipalName: "mira@contoso.example", displayName: "Mira" };
  assert.equal((await derive("riskyusers", "graph-v1.0", record))["principalkind"], "user");
  const bare = { id: "r1", activityDateTime: "2026-03-01T00:00:00Z" };
  assert.equal((await derive("riskdetections", "graph-v1.0", bare))["principalkind"], "user");
});
