import type { Credential, TenantAccess } from "../../protocol/collector.ts";

/** A signed assertion of another identity provider, fetched anew for each token request; no secret is kept. */
export interface AssertionCredential {
  readonly kind: "assertion";
  readonly assertion: () => Promise<string>;
}

export type SignInCredential = Credential | AssertionCredential;

/** A tenant and what opens it, which may be an assertion where there is no editor. */
export type SignInAccess = Omit<TenantAccess, "credential"> & { readonly credential: SignInCredential };
