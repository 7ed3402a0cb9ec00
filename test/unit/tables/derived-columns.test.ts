import assert from "node:assert/strict";
import { test } from "node:test";
import { derivedRows, type Row, withEngine } from "./derive-helper.ts";

/** The derived rows of API records, each with an id and a time added. */
async function derive(table: "signins" | "activity", records: readonly Row[]): Promise<readonly Row[]> {
  const identity = (index: number): Row =>
    table === "signins"
      ? { id: `${index}`, createdDateTime: "2026-03-01T00:00:00Z" }
      : { Id: `${index}`, CreationTime: "2026-03-01T00:00:00" };
  const observations = records.map((record, index) => ({
    source: "graph-beta" as const,
    record: { ...identity(index), ...record },
  }));
  let rows: readonly Row[] = [];
  await withEngine(async (connection) => {
    rows = await derivedRows(connection, table, observations);
  });
  return rows;
}

test("the kind of a sign-in is what Graph says, else follows from who signed in", async () => {
  const rows = await derive("signins", [
    { signInEventTypes: ["nonInteractiveUser"], isInteractive: true },
    { signInEventTypes: ["servicePrincipal"], servicePrincipalId: "sp" },
    { signInEventTypes: [], managedServiceIdentity: { msiType: "systemAssigned" }, servicePrincipalId: "sp" },
    { servicePrincipalId: "sp", isInteractive: false },
    { servicePrincipalId: "", userId: "u", isInteractive: false },
    { userId: "u", isInteractive: true, managedServiceIdentity: { msiType: "none" } },
    {},
  ]);
  assert.deepEqual(
    rows.map((row) => row["signinkind"]),
    [
      "nonInteractiveUser",
      "servicePrincipal",
      "managedIdentity",
      "servicePrincipal",
      "nonInteractiveUser",
      "interactiveUser",
      null,
    ],
  );
});

test("an interrupt is no failure, and a sign-in without a code has no outcome", async () => {
  const codes = [0, 50126, 50140, 50074, 50076, 50055, 53003, null, "50126", "x"];
  const rows = await derive(
    "signins",
    codes.map((errorCode) => ({ status: { errorCode } })),
  );
  assert.deepEqual(
    rows.map((row) => row["outcome"]),
    ["success", "failure", "interrupted", "interrupted", "interrupted", "failure", "failure", null, "failure", null],
  );
});

test("an address has no port and no brackets, from whichever column has it", async () => {
  const cases: readonly [Row, string | null][] = [
    [{ ClientIP: "203.0.113.24" }, "203.0.113.24"],
    [{ ClientIP: "203.0.113.24:5678" }, "203.0.113.24"],
    [{ ClientIP: "[2001:db8::1]:5678" }, "2001:db8::1"],
    [{ ClientIP: "2001:db8::1" }, "2001:db8::1"],
    [{ ClientIP: "", ClientIPAddress: "203.0.113.25" }, "203.0.113.25"],
    [{ ClientIP: "<null>", ActorIpAddress: "203.0.113.26" }, "203.0.113.26"],
    [{ ClientIP: "[" }, null],
    [{}, null],
  ];
  const rows = await derive(
    "activity",
    cases.map(([record]) => record),
  );
  assert.deepEqual(
    rows.map((row) => row["ipaddress"]),
    cases.map(([, expected]) => expected),
  );
});

test("session and token come from the record, the access context or the device", async () => {
  const rows = await derive("activity", [
    { SessionId: "s1", AppAccessContext: { AADSessionId: "s2", UniqueTokenId: "t1" } },
    { SessionId: "", AppAccessContext: { AADSessionId: "s2", IssuedAtTime: "2026-03-01T00:00:00Z" } },
    {
      DeviceProperties: [
        { Name: "OS", Value: "Windows" },
        { Name: "SessionId", Value: "s3" },
      ],
    },
    { DeviceProperties: "none" },
  ]);
  assert.deepEqual(
    rows.map((row) => [row["sessionid"], row["uniquetokenid"]]),
    [
      ["s1", "t1"],
      ["s2", null],
      ["s3", null],
      [null, null],
    ],
  );
});

test("record types have names, and unknown numbers stay numbers", async () => {
  const rows = await derive("activity", [{ RecordType: 15 }, { RecordType: 463 }, { RecordType: "50" }]);
  assert.deepEqual(
    rows.map((row) => [row["recordtype"], row["recordtypename"]]),
    [
      [15, "AzureActiveDirectoryStsLogon"],
      [463, null],
      [50, "ExchangeItemAggregated"],
    ],
  );
});

test("parameters and changes are one form of JSON, whatever form they came in", async () => {
  const pair = { Name: "ForwardTo", Value: "x@y.example" };
  const rows = await derive("activity", [
    { Parameters: [pair], ModifiedProperties: [{ Name: "A", NewValue: "1", OldValue: "" }] },
    { Parameters: '-Identity "a"', ModifiedProperties: ["ItemClass", "Subject"] },
    { Parameters: JSON.stringify([pair]), ExtendedProperties: pair },
    { Parameters: "", ModifiedProperties: null, ExtendedProperties: [] },
    { Parameters: 7, ModifiedProperties: [null, 1] },
    { Parameters: "[not json" },
  ]);
  const json = (row: Row | undefined, name: string): unknown => {
    const text = row?.[name];
    return typeof text === "string" ? JSON.parse(text) : text;
  };
  assert.deepEqual(json(rows[0], "parameters"), [pair]);
  assert.deepEqual(json(rows[0], "modifiedproperties"), [{ Name: "A", NewValue: "1", OldValue: "" }]);
  assert.deepEqual(json(rows[1], "parameters"), [{ Value: '-Identity "a"' }]);
  assert.deepEqual(json(rows[1], "modifiedproperties"), [{ Name: "ItemClass" }, { Name: "Subject" }]);
  assert.deepEqual(json(rows[2], "parameters"), [pair]);
  assert.deepEqual(json(rows[2], "extendedproperties"), [pair]);
  assert.equal(json(rows[3], "parameters"), null);
  assert.equal(json(rows[3], "modifiedproperties"), null);
  assert.deepEqual(json(rows[3], "extendedproperties"), []);
  assert.equal(json(rows[4], "parameters"), null);
  assert.deepEqual(json(rows[4], "modifiedproperties"), [{ Name: null }, { Name: "1" }]);
  assert.deepEqual(json(rows[5], "parameters"), [{ Value: "[not json" }]);
});
