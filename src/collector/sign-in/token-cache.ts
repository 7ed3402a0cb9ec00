import type { ICachePlugin, TokenCacheContext } from "@azure/msal-node";
import { isRecord, parsedJson } from "../../base/json-record.ts";
import { type Host, tokenCacheKey } from "../../protocol/service/host.ts";
import { unusableCredential } from "./unusable-credential.ts";

/** MSAL's cache of an app's tokens, for as long as the object lives: they are cheap to ask for again. */
export class MemoryTokenCache implements ICachePlugin {
  #cache = "";

  async beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    if (this.#cache !== "") context.tokenCache.deserialize(this.#cache);
  }

  async afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (context.cacheHasChanged) this.#cache = context.tokenCache.serialize();
  }
}

/** MSAL's cache of a person's tokens, in the editor's secret store, so that the sign-in outlives the editor. */
export class HostTokenCache implements ICachePlugin {
  readonly #host: Pick<Host, "readSecret" | "writeSecret">;
  readonly #key: string;

  constructor(host: Pick<Host, "readSecret" | "writeSecret">, tenantId: string) {
    this.#host = host;
    this.#key = tokenCacheKey(tenantId);
  }

  async beforeCacheAccess(context: TokenCacheContext): Promise<void> {
    const cache = await this.#ask(() => this.#host.readSecret(this.#key));
    // A damaged cache is as good as none: the person signs in again.
    if (cache !== undefined && isRecord(parsedJson(cache))) context.tokenCache.deserialize(cache);
  }

  async afterCacheAccess(context: TokenCacheContext): Promise<void> {
    if (!context.cacheHasChanged) return;
    const cache = context.tokenCache.serialize();
    await this.#ask(() => this.#host.writeSecret({ key: this.#key, value: cache }));
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch {
      throw unusableCredential("The editor's secret store, where the sign-in is kept, cannot be read or written.");
    }
  }
}
