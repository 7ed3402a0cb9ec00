import { createHash, timingSafeEqual } from "node:crypto";
import { Random } from "../../../../src/sample-tenant/random.ts";
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest, textAnswer } from "../answer.ts";
import type { AccessTokens, Audience } from "./access-tokens.ts";
import type { AppRegistration } from "./app-registration.ts";
import { checkAssertion } from "./client-assertion.ts";
import * as refuse from "./login-error.ts";

export interface LoginParts {
  readonly tenantId: string;
  readonly app: AppRegistration;
  readonly tokens: AccessTokens;
  readonly permissions: ReadonlySet<string>;
  readonly seed: number;
}

/** A code, a device or a refresh token, and what it was asked for. */
interface Grant {
  readonly scope: string;
  readonly challenge: string | null;
  readonly nonce: string | null;
  readonly redirectUri: string | null;
  /** When it may be used: a device's code only after somebody had the time to type it. */
  readonly fromMs: number;
}

export const loginPath =
  /^\/([^/]+)\/(?:v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/(token|authorize|devicecode|logout))$/;

const lifeSeconds = 3599;
const stream = 107;

/** The hosts of both APIs in every cloud (graph.md §2.6). */
const resources: Readonly<Record<Audience, RegExp>> = {
  graph:
    /^https:\/\/(graph\.microsoft\.com|graph\.microsoft\.us|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn)\/?$/,
  management:
    /^https:\/\/(manage\.office\.com|manage-gcc\.office\.com|manage\.office365\.us|manage\.protection\.apps\.mil)\/?$/,
};

/** Microsoft Entra's sign-in for the one tenant and the one app: client credentials, code with PKCE, device code. */
export class Login {
  readonly #parts: LoginParts;
  readonly #grants = new Map<string, Grant>();
  readonly #random: Random;

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#random = Random.of(parts.seed, 3, 0, stream);
  }

  answer(request: SimulatedRequest, nowMs: number): SimulatedAnswer {
    const [, tenant = "", operation] = loginPath.exec(request.url.pathname) ?? [];
    try {
      if (operation === undefined) return metadata(request.url, tenant);
      if (operation === "logout") return textAnswer(200, "");
      const form = new URLSearchParams(request.method === "POST" ? request.body : request.url.search);
      this.#checkTenantAndApp(tenant, form.get("client_id") ?? "");
      if (operation === "authorize") return this.#authorize(form, nowMs);
      if (operation === "devicecode") return this.#deviceCode(form, request.url, nowMs);
      return this.#token(form, request.url, nowMs);
    } catch (error) {
      if (error instanceof refuse.LoginError) return refuse.loginErrorAnswer(error, nowMs, this.#random.uuid());
      throw error;
    }
  }

  #checkTenantAndApp(tenant: string, clientId: string): void {
    const { tenantId, app } = this.#parts;
    if (tenant.toLowerCase() !== tenantId) throw refuse.noSuchTenant(tenant);
    if (clientId.toLowerCase() !== app.clientId) throw refuse.noSuchApp(clientId, tenant);
  }

  #token(form: URLSearchParams, url: URL, nowMs: number): SimulatedAnswer {
    const grantType = form.get("grant_type") ?? "";
    if (grantType === "client_credentials") {
      this.#checkCredential(form, url, nowMs);
      const scope = form.get("scope") ?? "";
      if (!scope.split(" ").some((each) => each.endsWith("/.default")))
        throw new refuse.LoginError(400, "invalid_scope", 70011, `The provided value for scope ${scope} is not valid.`);
      return jsonAnswer(200, this.#accessToken(scope, nowMs));
    }
    if (grantType.endsWith("device_code"))
      return this.#personToken(this.#take(form.get("device_code"), nowMs), form, url, nowMs);
    if (grantType === "refresh_token") {
      const grant = this.#take(form.get("refresh_token"), nowMs);
      return this.#personToken({ ...grant, scope: form.get("scope") ?? grant.scope }, form, url, nowMs);
    }
    const grant = this.#take(form.get("code"), nowMs);
    const verifier = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (grant.challenge !== null && verifier !== grant.challenge)
      throw refuse.badGrant(
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
      );
    if (grant.redirectUri !== form.get("redirect_uri")) throw refuse.badGrant("The redirect URI does not match.");
    return this.#personToken(grant, form, url, nowMs);
  }

  #checkCredential(form: URLSearchParams, url: URL, nowMs: number): void {
    const { app } = this.#parts;
    const assertion = form.get("client_assertion");
    if (assertion !== null) {
      checkAssertion(assertion, app, `${url.origin}/${this.#parts.tenantId}`, nowMs);
      return;
    }
    const secret = form.get("client_secret");
    if (secret === null) throw refuse.noCredential();
    const known = app.secrets.find(({ value }) => isSame(value, secret));
    if (known === undefined) throw refuse.wrongSecret(app.clientId);
    if (known.expiresMs <= nowMs) throw refuse.expiredSecret(app.clientId);
  }

  /** @throws LoginError 500011 when the scope names no API of ours. */
  #accessToken(scope: string, nowMs: number): Readonly<Record<string, unknown>> {
    const { tokens, tenantId, permissions } = this.#parts;
    const resource = scopeResource(scope);
    const audience = (["graph", "management"] as const).find((name) => resources[name].test(resource));
    if (audience === undefined) throw refuse.noSuchResource(resource);
    const expiresMs = nowMs + lifeSeconds * 1000;
    const text = tokens.issue({ audience, tenantId, expiresMs, permissions });
    return { token_type: "Bearer", expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: text };
  }

  #personToken(grant: Grant, form: URLSearchParams, url: URL, nowMs: number): SimulatedAnswer {
    const { tenantId, app } = this.#parts;
    const { objectId, userPrincipalName, name } = app.person;
    const seconds = Math.floor(nowMs / 1000);
    const claims = {
      aud: app.clientId,
      iss: `${url.origin}/${tenantId}/v2.0`,
      iat: seconds,
      nbf: seconds,
      exp: seconds + lifeSeconds,
      name,
      oid: objectId,
      preferred_username: userPrincipalName,
      sub: objectId,
      tid: tenantId,
      ver: "2.0",
      ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
    };
    const refresh = `SimulatedRefreshToken.${this.#random.token(40)}`;
    this.#grants.set(refresh, { ...grant, challenge: null, nonce: null, fromMs: nowMs });
    return jsonAnswer(200, {
      ...this.#accessToken(grant.scope, nowMs),
      scope: form.get("scope") ?? grant.scope,
      refresh_token: refresh,
      id_token: `${encoded({ typ: "JWT", alg: "none" })}.${encoded(claims)}.simulated`,
      client_info: encoded({ uid: objectId, utid: tenantId }),
    });
  }

  /** Signs the person in without asking, and hands the code back as the request wants it. */
  #authorize(form: URLSearchParams, nowMs: number): SimulatedAnswer {
    const redirectUri = form.get("redirect_uri") ?? "";
    const target = URL.canParse(redirectUri) ? new URL(redirectUri) : undefined;
    if (target === undefined || !["localhost", "127.0.0.1", "[::1]"].includes(target.hostname))
      throw new refuse.LoginError(
        400,
        "invalid_request",
        50011,
        "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
      );
    const code = `SimulatedCode.${this.#random.token(40)}`;
    this.#grants.set(code, {
      scope: form.get("scope") ?? "",
      challenge: form.get("code_challenge"),
      nonce: form.get("nonce"),
      redirectUri,
      fromMs: nowMs,
    });
    const fields = {
      code,
      state: form.get("state") ?? "",
      client_info: encoded({ uid: this.#parts.app.person.objectId, utid: this.#parts.tenantId }),
    };
    if (form.get("response_mode") === "form_post")
      return htmlAnswer(approvalPage(target, fields, this.#parts.app.person.name));
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value);
    return textAnswer(302, "", { location: target.href });
  }

  #deviceCode(form: URLSearchParams, url: URL, nowMs: number): SimulatedAnswer {
    const device = `SimulatedDeviceCode.${this.#random.token(40)}`;
    const scope = form.get("scope") ?? "";
    this.#grants.set(device, { scope, challenge: null, nonce: null, redirectUri: null, fromMs: nowMs + 4000 });
    const userCode = this.#random.token(9).toUpperCase().replace(/[-_]/g, "X");
    const verification = `${url.origin}/${this.#parts.tenantId}/v2.0/.well-known/openid-configuration`;
    return jsonAnswer(200, {
      user_code: userCode,
      device_code: device,
      verification_uri: verification,
      expires_in: 900,
      interval: 2,
      message: `To sign in, use a web browser to open the page ${verification} and enter the code ${userCode} to authenticate.`,
    });
  }

  /** Codes are good for one use, except a device's while it waits. */
  #take(code: string | null, nowMs: number): Grant {
    const grant = this.#grants.get(code ?? "");
    if (code === null || grant === undefined)
      throw refuse.badGrant("The provided authorization code or refresh token is not valid.");
    if (nowMs < grant.fromMs)
      throw new refuse.LoginError(
        400,
        "authorization_pending",
        70016,
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
      );
    this.#grants.delete(code);
    return grant;
  }
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** `https://graph.microsoft.com` of `https://graph.microsoft.com/AuditLog.Read.All openid`. */
function scopeResource(scope: string): string {
  const named = scope.split(" ").find((each) => each.startsWith("https://"));
  return named === undefined ? scope : named.slice(0, named.lastIndexOf("/"));
}

function metadata({ origin }: URL, tenant: string): SimulatedAnswer {
  const base = `${origin}/${tenant}`;
  return jsonAnswer(200, {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    keys: [],
  });
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function htmlAnswer(body: string): SimulatedAnswer {
  return textAnswer(200, body, { "content-type": "text/html; charset=utf-8" });
}

function approvalPage(target: URL, fields: Readonly<Record<string, string>>, person: string): string {
  const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated sign-in</title>
<p>Simulated Microsoft: signing in as ${escaped(person)}.</p>
<form method="post" action="${escaped(target.href)}">${inputs.join("")}<button>Continue</button></form>
<script>document.forms[0].submit();</script></html>`;
}
