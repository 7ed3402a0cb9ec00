/** Which API a token opens. */
export type Audience = "graph" | "management";

export interface AccessToken {
  readonly audience: Audience;
  readonly tenantId: string;
  readonly expiresMs: number;
  /** Names as in Entra: `AuditLog.Read.All`, `ActivityFeed.Read`. */
  readonly permissions: ReadonlySet<string>;
}

export const allPermissions: ReadonlySet<string> = new Set([
  "AuditLog.Read.All",
  "Directory.Read.All",
  "Policy.Read.ConditionalAccess",
  "IdentityRiskEvent.Read.All",
  "IdentityRiskyUser.Read.All",
  "IdentityRiskyServicePrincipal.Read.All",
  "AuditLogsQuery.Read.All",
  "ActivityFeed.Read",
  "ActivityFeed.ReadDlp",
]);

/** Tokens that were issued. Their text is opaque, and begins with a word that a search for leaked secrets finds. */
export class AccessTokens {
  readonly #tokens = new Map<string, AccessToken>();
  #count = 0;

  issue(token: AccessToken): string {
    const text = `SimulatedAccessToken.${token.audience}.${this.#count++}.${Math.abs(token.expiresMs).toString(36)}`;
    this.#tokens.set(text, token);
    return text;
  }

  /** The token of an `Authorization` header; undefined when there is none, it is unknown or its time is over. */
  open(authorization: string | null, nowMs: number): AccessToken | undefined {
    const token = this.#tokens.get(authorization?.replace(/^Bearer /i, "") ?? "");
    return token !== undefined && nowMs < token.expiresMs ? token : undefined;
  }

  /** Ends a token before its time. */
  revoke(authorization: string | null): void {
    this.#tokens.delete(authorization?.replace(/^Bearer /i, "") ?? "");
  }
}
