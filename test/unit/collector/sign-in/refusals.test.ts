import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { serversOf } from "../../../../src/collector/clouds.ts";
import { MsalTokens } from "../../../../src/collector/sign-in/msal-tokens.ts";
import type { SignInCredential } from "../../../../src/collector/sign-in/sign-in-credential.ts";
import { signInFailure } from "../../../../src/collector/sign-in/sign-in-failure.ts";
import { SignInNetwork } from "../../../../src/collector/sign-in/sign-in-network.ts";
import type { ErrorCode } from "../../../../src/protocol/errors.ts";
import { accessAt, StillClock } from "./accesses.ts";
import { type LoginAnswer, type LoginServer, refusal, startLoginServer } from "./login-server.ts";

let server: LoginServer;

before(async () => {
  server = await startLoginServer(() => refusal("7000215"));
});
after(() => server[Symbol.asyncDispose]());

const secret: SignInCredential = { kind: "secret", secret: "value~of~a~secret" };
const assertion: SignInCredential = { kind: "assertion", assertion: async () => "eyJh.eyJi.c" };

function refusedWith(answer: LoginAnswer, credential: SignInCredential = secret): Promise<string> {
  server.answer = () => answer;
  return new MsalTokens({ access: accessAt(server.origin, credential), fetch, clock: new StillClock() }).token("graph");
}

/** Every code of Microsoft Entra that a collector meets, and what the person must be told. */
const rows: readonly (readonly [codes: string, words: RegExp, code?: ErrorCode])[] = [
  ["7000215", /copy the column Value, not the Secret ID/],
  ["7000222", /expired: make a new one/],
  ["7000218", /enter a client secret or a certificate/],
  ["700025", /turn off Allow public client flows/],
  ["70002", /client secret is wrong/],
  ["700016 700011", /check the client id, the tenant id and the cloud/],
  ["70001 7000112", /disabled in this tenant: enable/],
  ["700027 50012", /upload exactly this certificate/],
  ["700030", /subject name/],
  ["50013 500133 700024", /check this computer's clock/],
  ["50027", /issuer, audience and times/],
  ["900384", /RS256/],
  ["90002", /no such tenant in this cloud/],
  ["90038 900382 900432", /choose its cloud/],
  ["50059 90019 50194 9001023 90130", /directory \(tenant\) id/],
  ["500011", /grant admin consent once/],
  ["50001", /API is disabled/],
  ["650052", /licences/],
  ["650057", /add its permissions under API permissions/],
  ["650056", /grant admin consent/],
  ["65001", /consent address/],
  ["90094", /administrator/],
  ["70011 700022 28002", /\/\.default/],
  ["50034", /account of this tenant/],
  ["50126 50053 50055 50057 50076 50079", /an app signs in with a secret or a certificate/],
  ["53003", /Conditional Access/],
  ["530032 530035", /adjust the policy/],
  ["700213 7002137 7002138", /subject of the federated credential/],
  ["700211", /issuer of the federated credential/],
  ["700212", /api:\/\/AzureADTokenExchange/],
  ["70021", /made just now, wait some minutes/],
  ["700229", /app's own token/],
  ["50196", /wait some minutes/, "throttled"],
  ["90055", /throttled/, "throttled"],
  ["50033 90006 90012 90024 90033 50087", /passing fault/, "unreachable"],
];

for (const [codes, words, code = "sign-in-failed"] of rows) {
  for (const each of codes.split(" ")) {
    test(`AADSTS${each} is said in words`, async () => {
      const kind = code === "sign-in-failed" ? "stop-tenant" : "again";
      const expected = { code, message: words, remedy: { kind } };
      await assert.rejects(refusedWith(refusal(each)), expected);
      const { body, ...rest } = refusal(each);
      const withoutCodes = { ...rest, body: { ...(body as object), error_codes: undefined } };
      await assert.rejects(refusedWith(withoutCodes), { ...expected, message: new RegExp(`AADSTS${each}\\b`) });
    });
  }
}

test("a secret's id pasted in place of its value is told apart", async () => {
  const pasted = { kind: "secret", secret: " 0f8fad5b-d9cb-469f-a165-70867728950e " } as const;
  await assert.rejects(refusedWith(refusal("7000215"), pasted), { message: /looks like the secret's id \(a GUID\)/ });
  await assert.rejects(refusedWith(refusal("7000215")), { message: /^(?!.*looks like)/ });
});

test("a public client's refusal depends on how the person signs in", () => {
  const answer = { status: 401, error: "invalid_client", codes: ["7000218"], retryAfter: null };
  const said = (flow: "browser" | "device-code") =>
    signInFailure(undefined, { credential: "person", flow, answer }).message;
  assert.match(said("browser"), /http:\/\/localhost/);
  assert.match(said("device-code"), /Allow public client flows/);
});

test("a federated credential's mismatch says what was presented, but never a token", async () => {
  const subject = "arn:aws:iam::123456789012:role/collector";
  const said = (value: string) => refusal("700213", "invalid_request", `presented assertion subject '${value}'.`);
  await assert.rejects(refusedWith(said(subject), assertion), { message: new RegExp(`the subject '${subject}'`) });
  await assert.rejects(refusedWith(said("eyJh.eyJi.c"), assertion), { message: /^(?!.*eyJ)/ });
  await assert.rejects(refusedWith(said("value~of~a~secret")), { message: /^(?!.*value~)/ });
});

test("an unknown code is named, with the page that tells it", async () => {
  await assert.rejects(refusedWith(refusal("123456")), {
    code: "sign-in-failed",
    message: /error\?code=123456.*AADSTS123456, correlation id [0-9a-f-]{36}/,
  });
});

test("a refusal without any code, even with a name that every object has", async () => {
  for (const error of ["constructor", "__proto__", "", "server_error"]) {
    const failure = refusedWith({ status: 400, body: { error, error_description: "x" } });
    await assert.rejects(failure, { code: "sign-in-failed", message: /did not name/ });
  }
});

const unusable: readonly (readonly [string, LoginAnswer, ErrorCode, RegExp])[] = [
  ["an HTML page", { body: "<html>Sign in to the network</html>" }, "unreachable", /network sign-in page/],
  ["an empty body", { body: "" }, "unreachable", /not a sign-in answer \(HTTP 200\)/],
  ["a list", { body: [] }, "unreachable", /not a sign-in answer/],
  ["a truncated body", { body: '{"access_token":"abc' }, "unreachable", /not a sign-in answer/],
  ["a redirect", { status: 302, headers: { location: "https://example.com/" }, body: "" }, "unreachable", /redirect/],
  ["a 429 page", { status: 429, body: "slow down" }, "throttled", /slow down/],
  ["a 500 without a code", { status: 500, body: { error: "server_error" } }, "unreachable", /passing fault/],
  ["an answer without a token", { body: { token_type: "Bearer", expires_in: 3599 } }, "sign-in-failed", /./],
];

for (const [what, answer, code, words] of unusable) {
  test(`${what} is not taken for a token`, async () => {
    await assert.rejects(refusedWith(answer), { code, message: words });
  });
}

test("a redirect is not followed", async () => {
  server.requests.length = 0;
  await assert.rejects(refusedWith({ status: 307, headers: { location: `${server.origin}/elsewhere` }, body: "" }), {
    code: "unreachable",
  });
  assert.equal(server.requests.length, 1);
});

test("a host that is not there, or whose certificate nobody vouches for", async () => {
  const failing =
    (cause: object): typeof fetch =>
    () =>
      Promise.reject(new TypeError("fetch failed", { cause }));
  const ask = (cause: object) =>
    new MsalTokens({ access: accessAt(server.origin, secret), fetch: failing(cause), clock: new StillClock() }).token(
      "graph",
    );
  await assert.rejects(ask({ code: "ENOTFOUND" }), {
    code: "unreachable",
    message: /cannot be reached \(ENOTFOUND\)\. Check the network/,
    remedy: { kind: "again" },
  });
  await assert.rejects(ask({ code: "SELF_SIGNED_CERT_IN_CHAIN" }), { message: /inspects TLS.* NODE_EXTRA_CA_CERTS/ });
});

test("whatever MSAL is told, nothing is sent to another host", async () => {
  const sent: string[] = [];
  const recording: typeof fetch = async (input) => {
    sent.push(`${input}`);
    return Response.json({});
  };
  const servers = serversOf({ cloud: "global" });
  const signal = new AbortController().signal;
  const network = new SignInNetwork({ fetch: recording, clock: new StillClock(), servers, signal });
  const body = "client_secret=value";
  for (const url of [
    "https://login.microsoftonline.us/t/token",
    "http://login.microsoftonline.com/",
    "https://evil/",
  ]) {
    await assert.rejects(network.sendPostRequestAsync(url, { body }), { code: "untrusted-server" });
    await assert.rejects(network.sendGetRequestAsync(url), { code: "untrusted-server" });
  }
  assert.deepEqual(sent, []);
});
