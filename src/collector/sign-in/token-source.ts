import type { Api } from "../clouds.ts";

export interface TokenOptions {
  readonly signal?: AbortSignal;
  /** After a 401: the token that is held is of no use, so ask for another. */
  readonly refresh?: boolean;
}

/** Access tokens for a tenant's APIs, as text for `Authorization: Bearer`. */
export interface TokenSource {
  /**
   * A token that is valid now; calls at the same time share one request.
   * @throws CollectError; CancelledError. Neither holds a secret, an assertion or a token.
   */
  token(resource: Api, options?: TokenOptions): Promise<string>;
}
