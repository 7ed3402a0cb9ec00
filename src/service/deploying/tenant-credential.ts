import { pemOf } from "../../collector/sign-in/certificate.ts";
import type { TenantCredential } from "../../protocol/aws/stack-changes.ts";
import type { TenantAccess } from "../../protocol/collector.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { validAccess } from "../collecting/tenant-access.ts";

/**
 * A tenant's credential as the functions read it.
 *
 * @param nowMs milliseconds since 1970.
 * @throws TenantTrailError `bad-argument` for ids that are none and for a person, who cannot sign in to a function;
 *   `sign-in-failed` for a certificate that cannot be used.
 */
export function tenantCredential(access: TenantAccess, nowMs: number): TenantCredential {
  const { tenantId, clientId, cloud, credential } = validAccess(access);
  const of = { tenantId, clientId, cloud };
  switch (credential.kind) {
    case "secret":
      return { ...of, secret: { clientSecret: credential.secret } };
    case "certificate":
      return { ...of, secret: pemOf(credential, nowMs) };
    case "person":
      throw new TenantTrailError(
        "bad-argument",
        "A function cannot sign in as a person. Give the app registration a client secret or a certificate.",
      );
  }
}
