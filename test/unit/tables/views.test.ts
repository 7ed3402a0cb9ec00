import assert from "node:assert/strict";
import { test } from "node:test";
import { tableNames } from "../../../src/protocol/tables.ts";
import { keySql } from "../../../src/tables/sql/events-view.ts";
import { views, visibleAuditsSql } from "../../../src/tables/sql/views.ts";
import { createDerived, type Observation, rowsOf, withEngine } from "./derive-helper.ts";

const time = "2026-03-01T00:58:41.234Z";

const observations: Readonly<Record<string, readonly Observation[]>> = {
  signins: ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"].map((kind) => ({
    source: "graph-beta",
    record: {
      id: kind,
      createdDateTime: time,
      signInEventTypes: [kind],
      userPrincipalName: kind.endsWith("User") ? "mira@contoso.example" : "",
      servicePrincipalName: kind.endsWith("User") ? "" : "billing-api",
      sessionId: "s1",
      uniqueTokenIdentifier: "t1",
      ipAddress: "203.0.113.24",
      appId: "a1",
      resourceDisplayName: "Microsoft Graph",
      status: { errorCode: 0 },
    },
  })),
  audits: [
    {
      source: "graph-beta",
      record: {
        id: "d1",
        activityDateTime: time,
        correlationId: "c1",
        activityDisplayName: "Add member to role",
        result: "success",
        initiatedBy: { user: { userPrincipalName: "mira@contoso.example", ipAddress: "203.0.113.24" } },
        targetResources: [{ id: "t1", displayName: "Role" }],
      },
    },
    ...["t1", "t2"].map(
      (target): Observation => ({
        source: "portal-csv",
        record: {
          "Date (UTC)": "2026-03-01T00:58:41Z",
          CorrelationId: "c1",
          Activity: "Add member to role",
          Target1ObjectId: target,
        },
      }),
    ),
  ],
  activity: [
    {
      source: "management-activity",
      record: {
        Id: "m1",
        CreationTime: "2026-03-01T00:58:42",
        Operation: "UserLoginFailed",
        ResultStatus: "Success",
        UserId: "mira@contoso.example",
        ClientIP: "[2001:db8::1]:443",
        AppAccessContext: { AADSessionId: "s1", UniqueTokenId: "t1", ClientAppId: "a1" },
        ObjectId: "o1",
      },
    },
  ],
  provisioning: [],
  riskdetections: [],
  riskyusers: [
    {
      source: "graph-beta",
      record: { id: "u1", riskLastUpdatedDateTime: time, riskState: "atRisk", riskDetail: "none" },
    },
  ],
};

test("views of sign-ins hold one kind each; events has a line per event with session, token and key", () =>
  withEngine(async (connection) => {
    for (const name of tableNames) await createDerived(connection, name, name, observations[name] ?? []);
    for (const view of views("duckdb")) await connection.run(`CREATE VIEW ${view.name} AS ${view.sql}`);
    for (const [name, kind] of [
      ["signins_interactive", "interactiveUser"],
      ["signins_noninteractive", "nonInteractiveUser"],
      ["signins_serviceprincipal", "servicePrincipal"],
      ["signins_managedidentity", "managedIdentity"],
    ])
      assert.deepEqual(await rowsOf(connection, `SELECT id FROM ${name}`), [{ id: kind }]);
    for (const view of views("duckdb")) {
      const described = await rowsOf(connection, `DESCRIBE ${view.name}`);
      assert.deepEqual(
        described.map((row) => String(row["column_name"]).toLowerCase()),
        view.columns.map((column) => column.name.toLowerCase()),
      );
    }
    const events = await rowsOf(connection, `SELECT * FROM events WHERE dt = '2026-03-01' ORDER BY "table", "key"`);
    assert.equal(events.length, 9);
    assert.deepEqual(events[0], {
      time: "2026-03-01 00:58:42",
      actor: "mira@contoso.example",
      ipAddress: "2001:db8::1",
      sessionId: "s1",
      uniqueTokenId: "t1",
      appId: "a1",
      operation: "UserLoginFailed",
      outcome: "failure",
      target: "o1",
      table: "activity",
      key: "m1",
      tenantid: "unassigned",
      dt: "2026-03-01",
    });
    const servicePrincipal = events.find((event) => event["key"] === "servicePrincipal");
    assert.equal(servicePrincipal?.["actor"], "billing-api");
    assert.equal(servicePrincipal?.["outcome"], "success");
    assert.equal(events.find((event) => event["key"] === "d1")?.["target"], "Role");
    assert.equal(events.find((event) => event["table"] === "riskyusers")?.["key"], "u1@2026-03-01T00:58:41.234Z");
  }));

test("the key of every row can be told from its columns", () =>
  withEngine(async (connection) => {
    for (const name of tableNames) {
      await createDerived(connection, name, name, observations[name] ?? []);
      const keys = await rowsOf(connection, `SELECT ${keySql(name, "duckdb")} AS key FROM ${name} ORDER BY 1`);
      assert.deepEqual(keys, await rowsOf(connection, "SELECT key FROM observed ORDER BY 1"));
    }
  }));

test("a portal CSV audit is hidden only by an audit of its correlation id, activity, target and second", () =>
  withEngine(async (connection) => {
    const twin = {
      "Date (UTC)": "2026-03-01T00:58:41Z",
      CorrelationId: "c1",
      Activity: "Add member to role",
      Target1ObjectId: "t1",
    };
    const others = [
      { CorrelationId: "c2" },
      { Activity: "Remove member from role" },
      { Target1ObjectId: "t2" },
      { "Date (UTC)": "2026-03-01T00:58:42Z" },
    ].map((change): Observation => ({ source: "portal-csv", record: { ...twin, ...change } }));
    const [exact] = observations["audits"] ?? [];
    assert.ok(exact !== undefined);
    await createDerived(connection, "audits", "audits", [{ source: "portal-csv", record: twin }, exact, ...others]);
    const shown = await rowsOf(
      connection,
      `SELECT source, CAST(count(*) AS INTEGER) AS n FROM (${visibleAuditsSql("audits", "duckdb")}) GROUP BY source ORDER BY source`,
    );
    assert.deepEqual(shown, [
      { source: "graph-beta", n: 1 },
      { source: "portal-csv", n: 4 },
    ]);
  }));

test("Trino's texts reach into lists so that an empty one gives NULL", () => {
  const events = views("trino").find((view) => view.name === "events")?.sql ?? "";
  assert.match(events, /element_at\(targetResources, 1\)/);
  assert.doesNotMatch(events, /targetResources\[1\]|strftime/);
  assert.match(visibleAuditsSql("audits", "trino"), /element_at\(a\.targetResources, 1\)/);
});
