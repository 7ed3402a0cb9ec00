import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from "@azure/msal-node";
import type { Clock } from "../clock.ts";
import { isOwnHost, type Servers } from "../clouds.ts";
import { CollectError } from "../collect-error.ts";

/** Longer than Microsoft Entra ever takes, so that a stalled connection ends. */
const deadlineMs = 30_000;

/** What Microsoft's last answer says of a refusal; its description stays here, for a server may echo a secret in it. */
export interface SignInAnswer {
  readonly status: number;
  /** OAuth's `error`. */
  readonly error: string;
  /** The digits of AADSTS codes, the one that counts first. */
  readonly codes: readonly string[];
  readonly retryAfter: string | null;
  /** The claim of a federated assertion that no credential of the app matches. */
  readonly presented?: { readonly claim: string; readonly value: string };
}

export interface SignInNetworkParts {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly servers: Servers;
  readonly signal: AbortSignal;
}

/**
 * MSAL's way to the network, over an injected `fetch`: only the tenant's own login host, no redirects, a deadline for
 * each request. MSAL drops the cause of a failure, so it is kept here.
 */
export class SignInNetwork implements INetworkModule {
  readonly #parts: SignInNetworkParts;
  #problem: CollectError | undefined;
  #answer: SignInAnswer | undefined;

  constructor(parts: SignInNetworkParts) {
    this.#parts = parts;
  }

  /** Why the last request got no usable answer. */
  get problem(): CollectError | undefined {
    return this.#problem;
  }

  get answer(): SignInAnswer | undefined {
    return this.#answer;
  }

  sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>("GET", url, options);
  }

  sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    return this.#send<T>("POST", url, options);
  }

  async #send<T>(method: string, url: string, options: NetworkRequestOptions = {}): Promise<NetworkResponse<T>> {
    this.#problem = undefined;
    try {
      const response = await this.#fetch(method, url, options);
      const body = readObject(response.text);
      if (body === undefined) throw notUnderstood(response.status, this.#host);
      this.#answer = answerOf(response, body);
      // MSAL states the body's type by itself; it was seen to be an object.
      return { status: response.status, headers: Object.fromEntries(response.headers), body: body as T };
    } catch (error) {
      this.#problem = error instanceof CollectError ? error : unreachable(error, this.#host);
      throw this.#problem;
    }
  }

  get #host(): string {
    return new URL(this.#parts.servers.login).host;
  }

  async #fetch(method: string, url: string, options: NetworkRequestOptions): Promise<Received> {
    const { fetch, clock, servers, signal } = this.#parts;
    if (!isOwnHost(url, servers, "login")) {
      throw new CollectError(
        "untrusted-server",
        `Signing in wanted to go to another server than ${this.#host}; nothing was sent.`,
        { kind: "stop-tenant" },
      );
    }
    const late = new AbortController();
    const answered = new AbortController();
    clock.sleep(deadlineMs, answered.signal).then(
      () => late.abort(),
      () => undefined,
    );
    try {
      const response = await fetch(url, {
        method,
        headers: options.headers ?? {},
        redirect: "manual",
        signal: AbortSignal.any([signal, late.signal]),
        ...(method === "POST" ? { body: options.body ?? "" } : {}),
      });
      if (response.status >= 300 && response.status < 400) throw redirected(this.#host);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      if (late.signal.aborted) throw tooSlow(this.#host);
      throw error;
    } finally {
      answered.abort();
    }
  }
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(Object.entries(value));
  } catch {
    return undefined;
  }
}

function answerOf(response: Received, body: Record<string, unknown>): SignInAnswer {
  const codes: readonly unknown[] = Array.isArray(body["error_codes"]) ? body["error_codes"] : [];
  return {
    status: response.status,
    error: typeof body["error"] === "string" ? body["error"] : "",
    codes: codes.map(String).filter((code) => /^\d{1,8}$/.test(code)),
    retryAfter: response.headers.get("retry-after"),
    ...presentedClaim(body["error_description"]),
  };
}

/** Quoted by Microsoft as `presented assertion subject '…'`; nothing that looks like a token is taken over. */
function presentedClaim(description: unknown): Pick<SignInAnswer, "presented"> {
  const found = /assertion (subject|issuer|audience) '([\x21-\x26\x28-\x7e]{1,600})'/.exec(String(description));
  const [, claim, value] = found ?? [];
  return claim === undefined || value === undefined || value.includes("eyJ") ? {} : { presented: { claim, value } };
}

function notUnderstood(status: number, host: string): CollectError {
  if (status === 429) return new CollectError("throttled", `${host} asks to slow down.`, { kind: "again" });
  return new CollectError(
    "unreachable",
    `${host} answered with something that is not a sign-in answer (HTTP ${status}). A proxy or a network sign-in page ` +
      "may stand in between, or Microsoft has an outage; try again later.",
    { kind: "again" },
  );
}

function redirected(host: string): CollectError {
  return new CollectError(
    "unreachable",
    `${host} answered with a redirect, which Microsoft never does here. A proxy or a network sign-in page stands in ` +
      "between: open a browser, get past it, and try again.",
    { kind: "again" },
  );
}

function tooSlow(host: string): CollectError {
  return new CollectError("unreachable", `${host} did not answer within ${deadlineMs / 1000} seconds; try again.`, {
    kind: "again",
  });
}

function unreachable(error: unknown, host: string): CollectError {
  const code = connectionCode(error);
  const certificate = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS/.test(code);
  const advice = certificate
    ? "Its certificate is not trusted: a proxy that inspects TLS needs its certificate authority in NODE_EXTRA_CA_CERTS."
    : "Check the network connection and the proxy.";
  return new CollectError("unreachable", `${host} cannot be reached${code === "" ? "" : ` (${code})`}. ${advice}`, {
    kind: "again",
  });
}

/** The system's own code of a failed connection (`ENOTFOUND`); never a message, for that is not ours to vouch for. */
function connectionCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]{2,60}$/.test(code) ? code : "";
}
