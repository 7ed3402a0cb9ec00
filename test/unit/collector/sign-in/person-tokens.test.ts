import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { MsalTokens } from "../../../../src/collector/sign-in/msal-tokens.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { tokenCacheKey } from "../../../../src/protocol/service/host.ts";
import { accessAt, clientId, StillClock, tenantId } from "./accesses.ts";
import { EditorHost, PersonTokens, postBack } from "./browsing-person.ts";
import { type LoginServer, refusal, startLoginServer } from "./login-server.ts";

let server: LoginServer;
let host: EditorHost;
let people: PersonTokens;

before(async () => {
  server = await startLoginServer(() => refusal("7000215"));
});
after(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  host = new EditorHost();
  people = new PersonTokens();
  server.requests.length = 0;
  server.answer = (request) => {
    people.challenge = host.opened.at(-1)?.searchParams.get("code_challenge") ?? "";
    return people.answer(request);
  };
});

function tokensOf(
  options: { flow?: "browser" | "device-code"; mayAsk?: boolean; clock?: StillClock } = {},
): MsalTokens {
  const { flow = "browser", mayAsk = true, clock = new StillClock() } = options;
  const access = accessAt(server.origin, { kind: "person", flow });
  return new MsalTokens({ access, fetch, clock, host, mayAsk });
}

test("a person signs in once in the browser, with PKCE, at the tenant's own app", async () => {
  const tokens = tokensOf();
  assert.equal(await tokens.token("graph"), "person token 1");
  const [asked] = host.opened;
  assert.equal(asked?.origin, server.origin);
  assert.equal(asked?.pathname, `/${tenantId}/oauth2/v2.0/authorize`);
  assert.equal(asked?.searchParams.get("client_id"), clientId);
  assert.equal(asked?.searchParams.get("code_challenge_method"), "S256");
  assert.match(asked?.searchParams.get("redirect_uri") ?? "", /^http:\/\/localhost:\d+$/);
  assert.match(asked?.searchParams.get("scope") ?? "", /https:\/\/graph\.microsoft\.com\/\.default/);
  assert.equal(await tokens.token("graph"), "person token 1");
  assert.equal(await tokens.token("management"), "person token 2");
  assert.deepEqual(people.grants, ["authorization_code", "refresh_token"]);
  assert.equal(host.opened.length, 1);
});

test("the sign-in outlives the editor, and is kept nowhere but in the secret store", async () => {
  await tokensOf().token("graph");
  assert.deepEqual([...host.secrets.keys()], [tokenCacheKey(tenantId)]);
  const later = tokensOf({ mayAsk: false });
  assert.equal(await later.token("graph"), "person token 1");
  assert.equal(await later.token("graph", { refresh: true }), "person token 2");
  assert.equal(await later.token("graph"), "person token 2");
  assert.equal(host.opened.length, 1);
});

test("a sign-in that Microsoft ended is asked for again, and only when it may be", async () => {
  await tokensOf().token("graph");
  const answer = server.answer;
  server.answer = (request) =>
    request.form.get("grant_type") === "refresh_token" ? refusal("700082", "invalid_grant") : answer(request);
  await assert.rejects(tokensOf({ mayAsk: false }).token("management"), {
    code: "sign-in-failed",
    message: /sign in again/,
  });
  assert.equal(await tokensOf().token("management"), "person token 2");
  assert.equal(host.opened.length, 2);
  assert.equal(host.opened[1]?.searchParams.get("login_hint"), "ada@contoso.com");
});

test("a server that cannot be reached is no reason to open the browser", async () => {
  await tokensOf().token("graph");
  server.answer = () => ({ status: 502, body: "<html>" });
  await assert.rejects(tokensOf().token("management"), { code: "unreachable" });
  assert.equal(host.opened.length, 1);
});

test("a damaged cache is as good as none", async () => {
  host.secrets.set(tokenCacheKey(tenantId), "{damaged");
  assert.equal(await tokensOf().token("graph"), "person token 1");
});

test("declining is said, and the listener is gone", async () => {
  host.browse = postBack({ error: "access_denied", error_description: "AADSTS65004: User declined to consent." });
  await assert.rejects(tokensOf().token("graph"), { code: "sign-in-failed", message: /consent was declined/ });
  await assert.rejects(fetch(host.opened[0]?.searchParams.get("redirect_uri") ?? ""));
});

test("a browser that cannot be opened is said", async () => {
  host.browse = async () => false;
  await assert.rejects(tokensOf().token("graph"), { code: "sign-in-failed", message: /could not be opened/ });
});

test("cancelling while the browser is open closes the listener", async () => {
  const abort = new AbortController();
  const opened = Promise.withResolvers<URL>();
  host.browse = async (url) => {
    opened.resolve(url);
    return true;
  };
  const tokens = tokensOf();
  const asked = tokens.token("graph", { signal: abort.signal });
  const url = await opened.promise;
  abort.abort();
  await assert.rejects(asked, CancelledError);
  host.browse = postBack({ code: "the code" });
  // One call after the other: this one begins when the cancelled one has ended.
  assert.equal(await tokens.token("graph"), "person token 1");
  await assert.rejects(fetch(url.searchParams.get("redirect_uri") ?? ""));
});

test("nobody signs in", async () => {
  const clock = new StillClock();
  host.browse = async () => {
    setImmediate(() => clock.elapse());
    return true;
  };
  await assert.rejects(tokensOf({ clock }).token("graph"), { code: "sign-in-failed", message: /within 10 minutes/ });
});

test("a device code is shown only when the credential says so", async () => {
  let polls = 0;
  server.answer = (request) => {
    if (request.path.includes("/devicecode")) {
      const codes = {
        user_code: "ABCD-EFGH",
        device_code: "device",
        verification_uri: "https://microsoft.com/devicelogin",
      };
      return { body: { ...codes, expires_in: 900, interval: 0, message: "" } };
    }
    polls++;
    return polls === 1 ? { status: 400, body: { error: "authorization_pending" } } : people.answer(request);
  };
  assert.equal(await tokensOf({ flow: "device-code" }).token("graph"), "person token 1");
  assert.deepEqual(host.codes, ["ABCD-EFGH"]);
  assert.equal(host.opened.length, 0);
});

for (const [error, words] of [
  ["authorization_declined", /declined/],
  ["expired_token", /expired/],
  ["bad_verification_code", /does not know the device code/],
] as const) {
  test(`a device code that ends with ${error}`, async () => {
    server.answer = (request) =>
      request.path.includes("/devicecode")
        ? { body: { user_code: "A", device_code: "d", verification_uri: "https://x", expires_in: 900, interval: 0 } }
        : { status: 400, body: { error } };
    await assert.rejects(tokensOf({ flow: "device-code" }).token("graph"), { code: "sign-in-failed", message: words });
  });
}

test("cancelling a device code answers at once", async () => {
  const abort = new AbortController();
  server.answer = (request) => {
    if (request.path.includes("/devicecode")) {
      return {
        body: { user_code: "A", device_code: "d", verification_uri: "https://x", expires_in: 900, interval: 0 },
      };
    }
    abort.abort();
    return { status: 400, body: { error: "authorization_pending" } };
  };
  const asked = tokensOf({ flow: "device-code" }).token("graph", { signal: abort.signal });
  await assert.rejects(asked, CancelledError);
});

test("without an editor nobody can sign in", async () => {
  const access = accessAt(server.origin, { kind: "person", flow: "browser" });
  const tokens = new MsalTokens({ access, fetch, clock: new StillClock() });
  await assert.rejects(tokens.token("graph"), { code: "sign-in-failed", message: /only from the editor/ });
});
