import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  ConfidentialClientApplication,
  type NodeAuthOptions,
  PublicClientApplication,
  ServerError,
} from "@azure/msal-node";
import { readCertificate } from "../../simulation/microsoft/login/certificates.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.face.stop());

const graphScope = "https://graph.microsoft.com/.default";
const managementScope = "https://manage.office.com/.default";

function auth(more: Partial<NodeAuthOptions>, tenantId = server.microsoft.tenant.tenantId): NodeAuthOptions {
  const { login } = server.face.endpoints;
  const { clientId } = server.app;
  return { clientId, authority: `${login}/${tenantId}`, knownAuthorities: [new URL(login).host], ...more };
}

async function appToken(options: NodeAuthOptions, scope = graphScope): Promise<string> {
  const result = await new ConfidentialClientApplication({ auth: options }).acquireTokenByClientCredential({
    scopes: [scope],
  });
  return result?.accessToken ?? "";
}

/** The number after AADSTS that MSAL reports. */
async function refusal(options: NodeAuthOptions, scope = graphScope): Promise<number> {
  try {
    await appToken(options, scope);
  } catch (error) {
    assert.ok(error instanceof ServerError, String(error));
    return Number(/AADSTS(\d+)/.exec(error.errorMessage)?.[1]);
  }
  return 0;
}

const secret = (): string => server.app.secrets[0]?.value ?? "";

test("MSAL signs in with a secret, and each token opens its own API only", async () => {
  const { graph, management } = server.face.endpoints;
  const { tenantId } = server.microsoft.tenant;
  const graphToken = await appToken(auth({ clientSecret: secret() }));
  const managementToken = await appToken(auth({ clientSecret: secret() }), managementScope);
  const status = async (url: string, token: string): Promise<number> =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
  const list = `${management}/api/v1.0/${tenantId}/activity/feed/subscriptions/list`;
  assert.equal(await status(`${graph}/beta/auditLogs/signIns`, graphToken), 200);
  assert.equal(await status(`${graph}/beta/auditLogs/signIns`, managementToken), 401);
  assert.equal(await status(list, managementToken), 200);
  assert.equal(await status(list, graphToken), 401);
});

test("MSAL signs in with a certificate that is registered, and with no other", async () => {
  const { certificate, privateKey } = server.clientCertificate;
  const thumbprintSha256 = readCertificate({ certificate, privateKey }).fingerprint256.replaceAll(":", "");
  assert.match(await appToken(auth({ clientCertificate: { thumbprintSha256, privateKey } })), /^SimulatedAccessToken/);
  const other = thumbprintSha256.replace(/^../, (pair) => (pair === "00" ? "01" : "00"));
  assert.equal(await refusal(auth({ clientCertificate: { thumbprintSha256: other, privateKey } })), 700027);
});

test("what is wrong with a sign-in has Microsoft's number", async () => {
  const [good, expired] = server.app.secrets;
  assert.ok(good !== undefined && expired !== undefined);
  assert.equal(await refusal(auth({ clientSecret: good.id })), 7000215);
  assert.equal(await refusal(auth({ clientSecret: expired.value })), 7000222);
  assert.equal(await refusal(auth({ clientSecret: good.value, clientId: good.id })), 700016);
  assert.equal(await refusal(auth({ clientSecret: good.value }, good.id)), 90002);
  assert.equal(await refusal(auth({ clientSecret: good.value }), "https://vault.azure.net/.default"), 500011);
});

test("a person signs in by browser with PKCE, silently later, and by device code", async () => {
  const app = new PublicClientApplication({ auth: auth({}) });
  const result = await app.acquireTokenInteractive({
    scopes: [graphScope],
    openBrowser: async (url) => {
      const page = await (await fetch(url)).text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
        name,
        value,
      ]);
      if (action !== undefined) await fetch(action, { method: "POST", body: new URLSearchParams(fields) });
    },
  });
  assert.equal(result.account?.username, server.app.person.userPrincipalName);
  assert.equal(result.tenantId, server.microsoft.tenant.tenantId);
  assert.ok(result.account);
  const silent = await app.acquireTokenSilent({
    account: result.account,
    scopes: [managementScope],
    forceRefresh: true,
  });
  assert.match(silent.accessToken, /^SimulatedAccessToken\.management/);
  const codes: string[] = [];
  const device = await app.acquireTokenByDeviceCode({
    scopes: [graphScope],
    deviceCodeCallback: ({ userCode }) => codes.push(userCode),
  });
  assert.match(device?.accessToken ?? "", /^SimulatedAccessToken\.graph/);
  assert.match(codes.join(), /^[A-Z0-9]{9}$/);
});

test("a code goes to this machine only, once, and to who knows the verifier", async () => {
  const { login } = server.face.endpoints;
  const base = `${login}/${server.microsoft.tenant.tenantId}/oauth2/v2.0`;
  const asked = { client_id: server.app.clientId, scope: graphScope, code_challenge: "x", state: "s" };
  const authorize = (redirect: string): Promise<Response> =>
    fetch(`${base}/authorize?${new URLSearchParams({ ...asked, redirect_uri: redirect })}`, { redirect: "manual" });
  assert.equal((await authorize("https://evil.example/")).status, 400);
  const location = new URL((await authorize("http://localhost:1/")).headers.get("location") ?? "");
  assert.equal(location.searchParams.get("state"), "s");
  const body = new URLSearchParams({
    client_id: server.app.clientId,
    grant_type: "authorization_code",
    code: location.searchParams.get("code") ?? "",
    redirect_uri: "http://localhost:1/",
    code_verifier: "wrong",
  });
  const refused = await fetch(`${base}/token`, { method: "POST", body });
  assert.equal(refused.status, 400);
  assert.equal(((await refused.json()) as { error: string }).error, "invalid_grant");
});
