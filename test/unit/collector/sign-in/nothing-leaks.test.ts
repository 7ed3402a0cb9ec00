import assert from "node:assert/strict";
import { after, before, mock, test } from "node:test";
import { inspect } from "node:util";
import { describeCertificate } from "../../../../src/collector/sign-in/certificate.ts";
import { MsalTokens } from "../../../../src/collector/sign-in/msal-tokens.ts";
import type { SignInCredential } from "../../../../src/collector/sign-in/sign-in-credential.ts";
import type { TokenOptions } from "../../../../src/collector/sign-in/token-source.ts";
import { tokenCacheKey } from "../../../../src/protocol/service/host.ts";
import { accessAt, StillClock, tenantId } from "./accesses.ts";
import { EditorHost, PersonTokens, postBack } from "./browsing-person.ts";
import { makeCertificate, pfxOf } from "./certificates.ts";
import { type Answering, type LoginServer, startLoginServer } from "./login-server.ts";

const secretValue = "LEAK-secret~Q1w2";
const password = "LEAK-password-77";
const jwt = "eyJMRUFL.eyJMRUFLLWFzc2VydGlvbg.TEVBSw";
const made = makeCertificate();

let server: LoginServer;
const written: string[] = [];
const consoleMethods = ["log", "info", "warn", "error", "debug", "trace"] as const;

before(async () => {
  server = await startLoginServer(() => ({ body: {} }));
  for (const method of consoleMethods) {
    mock.method(console, method, (...all: unknown[]) => void written.push(inspect(all)));
  }
});
after(async () => {
  mock.restoreAll();
  await server[Symbol.asyncDispose]();
});

/** Everything that a log, a message to the editor or a debugger may show of a value. */
function shown(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, String(value)] : [];
  return [inspect(value, { depth: 10, showHidden: true }), JSON.stringify(value), ...error, ...written].join("\n");
}

function assertKeptSecret(value: unknown): void {
  const text = shown(value);
  const keyLine = made.privateKeyPem.split("\n")[4] ?? "";
  for (const piece of ["LEAK", "eyJ", "TEVBS", keyLine, keyLine.slice(0, 24), "client_assertion", "refresh token"]) {
    assert.ok(piece.length > 2 && !text.includes(piece), `${piece} is in:\n${text}`);
  }
}

const credentials: Readonly<Record<string, SignInCredential>> = {
  secret: { kind: "secret", secret: secretValue },
  pem: { kind: "certificate", format: "pem", content: made.certificatePem + made.privateKeyPem },
  pfx: { kind: "certificate", format: "pfx", content: pfxOf(made, password), password },
  assertion: { kind: "assertion", assertion: async () => jwt },
  person: { kind: "person", flow: "browser" },
};

/** Servers that send everything back that they were sent, wherever there is room for text. */
const echoes: Readonly<Record<string, Answering>> = {
  "in the description": ({ form }) => {
    const all = form.toString() + [...form.values()].join(" ");
    const error_description = `AADSTS7000215: ${all} assertion subject '${form.get("client_assertion") ?? all}'`;
    return { status: 401, body: { error: all, error_description, suberror: all, error_codes: [all], claims: all } };
  },
  "as the error": ({ form }) => ({ status: 400, body: { error: form.get("client_secret") ?? form.toString() } }),
  "as ids": ({ form }) => {
    const all = form.toString();
    return { status: 500, body: { error: "e", error_description: "d", correlation_id: all, trace_id: all } };
  },
  "in a page": ({ form }) => ({
    status: 503,
    body: `<html>${form}</html>`,
    headers: { "x-echo": encodeURI(`${form}`) },
  }),
  "in a cut token": ({ form }) => ({ body: `{"access_token":"LEAK-${form}` }),
  "in Retry-After": ({ form }) => ({ status: 429, body: { error: "x" }, headers: { "retry-after": `${form}` } }),
};

for (const [kind, credential] of Object.entries(credentials)) {
  for (const [where, echo] of Object.entries(echoes)) {
    test(`${kind} sent back ${where} is in nothing that is thrown or logged`, async () => {
      server.answer = echo;
      const host = new EditorHost();
      host.browse = postBack({ code: "LEAK-code" });
      const access = accessAt(server.origin, credential);
      const tokens = new MsalTokens({ access, fetch, clock: new StillClock(), host });
      for (const options of [{}, { refresh: true }] satisfies TokenOptions[]) {
        const failure = await tokens.token("graph", options).then(
          (token) => assert.fail(`got ${token}`),
          (error: unknown) => error,
        );
        assert.ok(failure instanceof Error);
        assertKeptSecret(failure);
      }
      assertKeptSecret(tokens);
    });
  }
}

test("a source of tokens shows no token either", async () => {
  server.answer = () => ({ body: { token_type: "Bearer", expires_in: 3599, access_token: "LEAK-token" } });
  const access = accessAt(server.origin, { kind: "secret", secret: secretValue });
  const tokens = new MsalTokens({ access, fetch, clock: new StillClock() });
  assert.equal(await tokens.token("graph"), "LEAK-token");
  assertKeptSecret(tokens);
});

test("a failing secret store, a failing network and a failing assertion say nothing of what they were given", async () => {
  const access = (kind: string) => accessAt(server.origin, credentials[kind] ?? assert.fail());
  const clock = new StillClock();
  const host = new EditorHost();
  const people = new PersonTokens();
  server.answer = (request) => {
    people.challenge = host.opened.at(-1)?.searchParams.get("code_challenge") ?? "";
    return people.answer(request);
  };
  host.writeSecret = ({ value }) => Promise.reject(new Error(`LEAK cannot write ${value}`));
  const person = new MsalTokens({ access: access("person"), fetch, clock, host });
  const broken: typeof fetch = (_input, init) => Promise.reject(new Error(`LEAK cannot send ${init?.body}`));
  const network = new MsalTokens({ access: access("secret"), fetch: broken, clock });
  const assertion = () => Promise.reject(new Error(`LEAK ${jwt}`));
  const federated = new MsalTokens({ access: accessAt(server.origin, { kind: "assertion", assertion }), fetch, clock });
  for (const tokens of [person, network, federated]) {
    const failure = await tokens.token("graph").catch((error: unknown) => error);
    assert.ok(failure instanceof Error);
    assertKeptSecret(failure);
  }
});

test("a damaged token cache is not quoted", async () => {
  const host = new EditorHost();
  host.secrets.set(tokenCacheKey(tenantId), "LEAK{ refresh token");
  const access = accessAt(server.origin, { kind: "person", flow: "browser" });
  const tokens = new MsalTokens({ access, fetch, clock: new StillClock(), host, mayAsk: false });
  assertKeptSecret(await tokens.token("graph").catch((error: unknown) => error));
});

test("an unusable certificate is not quoted", () => {
  const { certificatePem, privateKeyPem } = made;
  const foreign = makeCertificate();
  const unusable = [
    { format: "pfx", content: pfxOf(made, password), password: "LEAK-another" },
    { format: "pfx", content: Buffer.from(privateKeyPem).toString("base64"), password },
    { format: "pem", content: certificatePem + privateKeyPem.replace("MII", "LEAK") },
    { format: "pem", content: foreign.certificatePem + privateKeyPem },
    { format: "pem", content: privateKeyPem },
  ] as const;
  for (const each of unusable) {
    try {
      describeCertificate({ kind: "certificate", ...each }, Date.now());
      assert.fail("it was taken");
    } catch (error) {
      assertKeptSecret(error);
    }
  }
});
