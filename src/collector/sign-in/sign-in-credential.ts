import type { Credential, TenantAccess } from "../../protocol/collector.ts";

/** A signed assertion of another identity provider, fetched anew for each token request; no secret is kept. */
export interface AssertionCredential {
  readonly kind: "assertion";
  readonly assertion: () => Promise<string>;
}

export type SignInCredential = Credential | AssertionCredential;

/** A tenant and what opens it, which may be an assertion where there is no editor. */
export type SignInAccess = Omit<TenantAccess, "credential"> & { readonly credential: SignInCredential };

/** Whether a client secret has the shape of its id, which people copy by mistake; a secret's value never has. */
export function looksLikeSecretId(secret: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(secret.trim());
}
