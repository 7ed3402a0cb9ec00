import assert from "node:assert/strict";
import { createHash, createPublicKey, constants as cryptoConstants, verify, X509Certificate } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { MsalTokens } from "../../../../src/collector/sign-in/msal-tokens.ts";
import type { SignInCredential } from "../../../../src/collector/sign-in/sign-in-credential.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { accessAt, clientId, StillClock, tenantId } from "./accesses.ts";
import { makeCertificate, pfxOf } from "./certificates.ts";
import { type LoginServer, startLoginServer } from "./login-server.ts";

let server: LoginServer;
let issued = 0;

function issueToken() {
  issued++;
  return { body: { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: `token ${issued}` } };
}

before(async () => {
  server = await startLoginServer(issueToken);
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  server.requests.length = 0;
  server.answer = issueToken;
  issued = 0;
});

function tokensFor(credential: SignInCredential, origin = server.origin): MsalTokens {
  return new MsalTokens({ access: accessAt(origin, credential), fetch, clock: new StillClock() });
}

const secret: SignInCredential = { kind: "secret", secret: "s3cret~value\n" };

test("a secret is exchanged for a token of each API, once", async () => {
  const tokens = tokensFor(secret);
  assert.equal(await tokens.token("graph"), "token 1");
  assert.equal(await tokens.token("management"), "token 2");
  assert.equal(await tokens.token("graph"), "token 1");
  assert.deepEqual(
    server.requests.map(({ path }) => path.split("?")[0]),
    [`/${tenantId}/oauth2/v2.0/token`, `/${tenantId}/oauth2/v2.0/token`],
  );
  const [first, second] = server.requests.map(({ form }) => form);
  assert.equal(first?.get("grant_type"), "client_credentials");
  assert.equal(first?.get("client_id"), clientId);
  assert.equal(first?.get("client_secret"), "s3cret~value");
  assert.equal(first?.get("scope"), "https://graph.microsoft.com/.default");
  assert.equal(second?.get("scope"), "https://manage.office.com/.default");
});

test("after a 401 a new token is fetched, and kept", async () => {
  const tokens = tokensFor(secret);
  await tokens.token("graph");
  assert.equal(await tokens.token("graph", { refresh: true }), "token 2");
  assert.equal(await tokens.token("graph"), "token 2");
  assert.equal(server.requests.length, 2);
});

test("those who ask at once share one request, and one refresh", async () => {
  const tokens = tokensFor(secret);
  const all = await Promise.all(Array.from({ length: 20 }, () => tokens.token("graph")));
  assert.deepEqual(new Set(all), new Set(["token 1"]));
  const renewed = await Promise.all(Array.from({ length: 20 }, () => tokens.token("graph", { refresh: true })));
  assert.deepEqual(new Set(renewed), new Set(["token 2"]));
  assert.equal(server.requests.length, 2);
});

test("a failure is not remembered: the next request is sent", async () => {
  const tokens = tokensFor(secret);
  server.answer = () => ({ status: 503, body: "<html>busy</html>", headers: { "Retry-After": "3600" } });
  await assert.rejects(tokens.token("graph"), { code: "unreachable" });
  server.answer = () => ({ status: 429, body: { error: "temporarily_unavailable" }, headers: { "Retry-After": "17" } });
  await assert.rejects(tokens.token("graph"), { code: "throttled", message: /wait 17 seconds/ });
  server.answer = issueToken;
  assert.equal(await tokens.token("graph"), "token 1");
});

for (const format of ["pem", "pfx"] as const) {
  test(`a certificate as ${format} signs an assertion that its public key verifies`, async () => {
    const made = makeCertificate();
    const content = format === "pem" ? made.certificatePem + made.privateKeyPem : pfxOf(made, "pass word");
    const password = format === "pem" ? {} : { password: "pass word" };
    await tokensFor({ kind: "certificate", format, content, ...password }).token("graph");
    const form = server.requests[0]?.form;
    assert.equal(form?.get("client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const [header = "", payload = "", signature = ""] = (form?.get("client_assertion") ?? "").split(".");
    const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
    const raw = new X509Certificate(made.certificatePem).raw;
    assert.deepEqual(decode(header), {
      alg: "PS256",
      typ: "JWT",
      "x5t#S256": createHash("sha256").update(raw).digest("base64url"),
    });
    assert.equal(decode(payload).aud, `${server.origin}/${tenantId}/oauth2/v2.0/token`);
    assert.equal(decode(payload).sub, clientId);
    const key = { key: createPublicKey(made.certificatePem), padding: cryptoConstants.RSA_PKCS1_PSS_PADDING };
    assert.ok(verify("sha256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url")));
  });
}

test("a certificate that came with its issuers sends the chain, its own first", async () => {
  const [made, issuer] = [makeCertificate(), makeCertificate({ subject: "Issuer" })];
  const content = issuer.certificatePem + made.certificatePem + made.privateKeyPem;
  await tokensFor({ kind: "certificate", format: "pem", content }).token("graph");
  const header = server.requests[0]?.form.get("client_assertion")?.split(".")[0] ?? "";
  const chain: string[] = JSON.parse(Buffer.from(header, "base64url").toString()).x5c;
  const der = (pem: string) => new X509Certificate(pem).raw.toString("base64");
  assert.deepEqual(chain, [der(made.certificatePem), der(issuer.certificatePem)]);
});

test("an assertion is fetched anew for each token request", async () => {
  let fetched = 0;
  const tokens = tokensFor({ kind: "assertion", assertion: async () => `assertion ${++fetched}` });
  await tokens.token("graph");
  await tokens.token("graph");
  await tokens.token("graph", { refresh: true });
  const sent = server.requests.map(({ form }) => form.get("client_assertion"));
  assert.equal(sent.length, 2);
  assert.notEqual(sent[0], sent[1]);
});

test("cancelling ends the request on the wire", async () => {
  const abort = new AbortController();
  const seen = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const watched: typeof fetch = (input, init) => {
    init?.signal?.addEventListener("abort", () => gone.resolve());
    return fetch(input, init);
  };
  server.answer = () => {
    seen.resolve();
    return new Promise(() => undefined);
  };
  const tokens = new MsalTokens({ access: accessAt(server.origin, secret), fetch: watched, clock: new StillClock() });
  const asked = tokens.token("graph", { signal: abort.signal });
  await seen.promise;
  abort.abort();
  await assert.rejects(asked, CancelledError);
  await gone.promise;
  server.answer = issueToken;
  assert.equal(await tokens.token("graph"), "token 1");
});

test("one who goes does not take the token from the others", async () => {
  const abort = new AbortController();
  const seen = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  server.answer = async () => {
    seen.resolve();
    await go.promise;
    return issueToken();
  };
  const tokens = tokensFor(secret);
  const [gone, stays] = [tokens.token("graph", { signal: abort.signal }), tokens.token("graph")];
  await seen.promise;
  abort.abort();
  await assert.rejects(gone, CancelledError);
  go.resolve();
  assert.equal(await stays, "token 1");
});

test("a server that does not answer is given up", async () => {
  const seen = Promise.withResolvers<void>();
  server.answer = () => {
    seen.resolve();
    return new Promise(() => undefined);
  };
  const clock = new StillClock();
  const asked = new MsalTokens({ access: accessAt(server.origin, secret), fetch, clock }).token("graph");
  await seen.promise;
  clock.elapse();
  await assert.rejects(asked, { code: "unreachable", message: /within 30 seconds/ });
});

for (const host of ["localhost", "127.0.0.1"]) {
  test(`the simulation may be at ${host}`, async () => {
    assert.equal(await tokensFor(secret, `https://${host}:${server.port}`).token("graph"), "token 1");
  });
}

test("the simulation may be at [::1]", async () => {
  const asked: string[] = [];
  const answering: typeof fetch = async (input) => {
    asked.push(new URL(String(input)).host);
    return Response.json(issueToken().body);
  };
  const access = accessAt("https://[::1]:4443", secret);
  assert.equal(await new MsalTokens({ access, fetch: answering, clock: new StillClock() }).token("graph"), "token 1");
  assert.deepEqual(asked, ["[::1]:4443"]);
});
