import type { ICachePlugin } from "@azure/msal-node";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { Host } from "../../protocol/service/host.ts";
import type { Clock } from "../clock.ts";
import { type Api, type Servers, serversOf } from "../clouds.ts";
import { CollectError } from "../collect-error.ts";
import { appToken } from "./app-sign-in.ts";
import { msalSettings } from "./msal-settings.ts";
import { personToken } from "./person-sign-in.ts";
import { looksLikeSecretId } from "./secret-id-by-mistake.ts";
import { SharedCalls } from "./shared-calls.ts";
import type { SignInAccess } from "./sign-in-credential.ts";
import { type FailedSignIn, signInFailure } from "./sign-in-failure.ts";
import { SignInNetwork } from "./sign-in-network.ts";
import { HostTokenCache, MemoryTokenCache } from "./token-cache.ts";
import type { TokenOptions, TokenSource } from "./token-source.ts";
import { unusableCredential } from "./unusable-credential.ts";

export interface MsalTokensParts {
  readonly access: SignInAccess;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Only a signed-in person needs it. */
  readonly host?: Pick<Host, "readSecret" | "writeSecret" | "openExternal" | "showDeviceCode">;
  /** Whether a person may be asked to sign in, default true; false for what runs on its own. */
  readonly mayAsk?: boolean;
}

/**
 * A tenant's tokens through MSAL: secret, certificate, assertion or signed-in person. Each request has an MSAL
 * application of its own, so that its signal reaches the wire and MSAL's 60 s memory of a failure, which no clock of
 * ours governs, does not stand in for an answer; what MSAL caches is carried from one to the next.
 */
export class MsalTokens implements TokenSource {
  readonly #parts: MsalTokensParts;
  readonly #servers: Servers;
  readonly #cache: ICachePlugin;
  readonly #calls = new SharedCalls();

  /** @throws TenantTrailError `untrusted-server`. */
  constructor(parts: MsalTokensParts) {
    this.#parts = parts;
    this.#servers = serversOf(parts.access);
    const { credential, tenantId } = parts.access;
    this.#cache =
      credential.kind === "person" && parts.host !== undefined
        ? new HostTokenCache(parts.host, tenantId)
        : new MemoryTokenCache();
  }

  token(resource: Api, { signal, refresh = false }: TokenOptions = {}): Promise<string> {
    const [kept, renewed] = [resource, `${resource} renewed`] as const;
    return this.#calls.share(refresh ? [renewed] : [kept, renewed], signal, (abort) =>
      this.#acquire(resource, refresh, abort),
    );
  }

  async #acquire(resource: Api, refresh: boolean, signal: AbortSignal): Promise<string> {
    const network = new SignInNetwork({ ...this.#parts, servers: this.#servers, signal });
    try {
      const token = await this.#ask(network, this.#scope(resource), refresh, signal);
      if (token === undefined || token === "") throw unusableCredential("Microsoft's answer held no token; try again.");
      return token;
    } catch (error) {
      if (signal.aborted) throw new CancelledError();
      if (error instanceof TenantTrailError || error instanceof CancelledError) throw error;
      throw network.problem ?? signInFailure(error, this.#context(network));
    }
  }

  #ask(network: SignInNetwork, scope: string, refresh: boolean, signal: AbortSignal): Promise<string | undefined> {
    const { access, clock, host, mayAsk = true } = this.#parts;
    const { credential, tenantId } = access;
    const settings = msalSettings(access, this.#servers, network, this.#cache);
    if (credential.kind !== "person") return appToken({ settings, credential, scope, refresh, nowMs: clock.now() });
    if (host === undefined) throw unusableCredential("A person can sign in only from the editor.");
    return personToken({ settings, tenantId, flow: credential.flow, scope, refresh, mayAsk, host, clock, signal });
  }

  /** `/.default`: what the app registration lists for that API, one API for each token. */
  #scope(resource: Api): string {
    const audience = this.#servers.audience[resource];
    if (audience === null) {
      throw new CollectError("sign-in-failed", "This cloud has no Office 365 Management Activity API.", {
        kind: "skip-source",
      });
    }
    return `${audience}/.default`;
  }

  #context(network: SignInNetwork): FailedSignIn {
    const { credential } = this.#parts.access;
    return {
      credential: credential.kind,
      answer: network.answer,
      ...(credential.kind === "person" ? { flow: credential.flow } : {}),
      ...(credential.kind === "secret" ? { secretLooksLikeItsId: looksLikeSecretId(credential.secret) } : {}),
    };
  }
}
