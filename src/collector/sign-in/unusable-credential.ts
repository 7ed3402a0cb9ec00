import { CollectError } from "../collect-error.ts";

/** A credential that cannot be used as it is; nothing was sent. */
export function unusableCredential(message: string): CollectError {
  return new CollectError("sign-in-failed", message, { kind: "stop-tenant" });
}

/** The password of a PFX file or of a protected private key is wrong. */
export function wrongPassword(): CollectError {
  return unusableCredential("The password does not open the certificate's private key.");
}
