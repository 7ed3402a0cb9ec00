import assert from "node:assert/strict";
import { test } from "node:test";
import { isOwnHost, serversOf } from "../../../../src/collector/clouds.ts";
import { MsalTokens } from "../../../../src/collector/sign-in/msal-tokens.ts";
import { type CloudName, cloudNames } from "../../../../src/protocol/collector.ts";
import { clientId, StillClock, tenantId } from "./accesses.ts";

const hosts: Readonly<Record<CloudName, readonly (string | null)[]>> = {
  global: ["login.microsoftonline.com", "graph.microsoft.com", "manage.office.com"],
  "us-government-gcc": ["login.microsoftonline.com", "graph.microsoft.com", "manage-gcc.office.com"],
  "us-government-l4": ["login.microsoftonline.us", "graph.microsoft.us", "manage.office365.us"],
  "us-government-dod": ["login.microsoftonline.us", "dod-graph.microsoft.us", "manage.protection.apps.mil"],
  china: ["login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn", null],
};

for (const cloud of cloudNames) {
  test(`${cloud}: MSAL signs in at this cloud's host and asks no other server`, async () => {
    const { login, graph, management } = serversOf({ cloud });
    const origins = hosts[cloud].map((host) => (host === null ? null : `https://${host}`));
    assert.deepEqual([login, graph, management], origins);
    const asked: string[] = [];
    const answering: typeof fetch = async (input, init) => {
      asked.push(`${input}`.split("?")[0] ?? "", new URLSearchParams(String(init?.body)).get("scope") ?? "");
      return Response.json({ token_type: "Bearer", expires_in: 3599, access_token: "a token" });
    };
    const access = { tenantId, clientId, cloud, credential: { kind: "secret", secret: "x" } } as const;
    const tokens = new MsalTokens({ access, fetch: answering, clock: new StillClock() });
    const endpoint = `${login}/${tenantId}/oauth2/v2.0/token`;
    await tokens.token("graph");
    assert.deepEqual(asked.splice(0), [endpoint, `${graph}/.default`]);
    if (management === null) {
      await assert.rejects(tokens.token("management"), { code: "sign-in-failed", remedy: { kind: "skip-source" } });
      return;
    }
    await tokens.token("management");
    assert.deepEqual(asked, [endpoint, `${management}/.default`]);
  });
}

test("a regional host that the environment names gets no secret", async () => {
  process.env["MSAL_FORCE_REGION"] = "westeurope";
  try {
    const asked: string[] = [];
    const answering: typeof fetch = async (input) => {
      asked.push(new URL(`${input}`).host);
      return Response.json({ token_type: "Bearer", expires_in: 3599, access_token: "a token" });
    };
    const access = { tenantId, clientId, cloud: "global", credential: { kind: "secret", secret: "x" } } as const;
    await new MsalTokens({ access, fetch: answering, clock: new StillClock() }).token("graph");
    assert.deepEqual(asked, ["login.microsoftonline.com"]);
  } finally {
    delete process.env["MSAL_FORCE_REGION"];
  }
});

test("a simulated Microsoft has its own addresses and its cloud's audiences", () => {
  const endpoints = {
    login: "https://localhost:1",
    graph: "https://127.0.0.1:2/",
    management: "https://[::1]:3",
  };
  assert.deepEqual(serversOf({ cloud: "us-government-l4", endpoints }), {
    login: "https://localhost:1",
    graph: "https://127.0.0.1:2",
    management: "https://[::1]:3",
    audience: { graph: "https://graph.microsoft.us", management: "https://manage.office365.us" },
  });
});

const refused = [
  "http://localhost:1",
  "https://login.microsoftonline.com",
  "https://localhost.example.com",
  "https://localhost.:1",
  "https://example.com#localhost",
  "https://user:password@localhost:1",
  "https://localhost@example.com",
  "https://127.0.0.2:1",
  "https://10.0.0.1",
  "https://[::2]:1",
  "https://localhost:1/path",
  "https://localhost:1/?x",
  "ws://localhost:1",
  "localhost:1",
  "",
];

for (const endpoint of refused) {
  test(`'${endpoint}' is no simulated Microsoft`, () => {
    const loopback = "https://localhost:1";
    for (const field of ["login", "graph", "management"]) {
      const endpoints = { login: loopback, graph: loopback, management: loopback, [field]: endpoint };
      assert.throws(() => serversOf({ cloud: "global", endpoints }), { code: "untrusted-server" });
    }
  });
}

test("a token goes only with an address of the API's own host", () => {
  const servers = serversOf({ cloud: "global" });
  assert.ok(isOwnHost("https://graph.microsoft.com/beta/auditLogs/signIns?$skiptoken=x", servers, "graph"));
  assert.ok(isOwnHost("https://MANAGE.office.com:443/api/v1.0/x", servers, "management"));
  for (const foreign of [
    "https://graph.microsoft.com.example.com/",
    "https://graph.microsoft.com@example.com/",
    "https://user@graph.microsoft.com/",
    "https://graph.microsoft.com:8443/",
    "http://graph.microsoft.com/",
    "https://graph.microsoft.us/",
    "https://manage.office.com/",
    "//graph.microsoft.com/",
    "/beta/auditLogs/signIns",
    "https:\\\\example.com\\graph.microsoft.com",
    "",
  ]) {
    assert.ok(!isOwnHost(foreign, servers, "graph"), foreign);
  }
  assert.ok(!isOwnHost("https://manage.office.com/", serversOf({ cloud: "china" }), "management"));
  assert.ok(!isOwnHost("null", serversOf({ cloud: "china" }), "management"));
});

test("a token goes to no other cloud's host", () => {
  for (const cloud of cloudNames)
    for (const api of ["login", "graph", "management"] as const) {
      const own = serversOf({ cloud })[api];
      for (const host of Object.values(hosts).flat()) {
        if (host === null) continue;
        const address = `https://${host}/api/v1.0/x`;
        assert.equal(
          isOwnHost(address, serversOf({ cloud }), api),
          own === `https://${host}`,
          `${cloud} ${api} ${host}`,
        );
      }
    }
});
