import { type Doing, type MethodOf, methodsOf } from "./methods.ts";
import type { RequestLine } from "./request-line.ts";

/** What the core may ask back of the editor: what only a person or the editor's own stores can give. */
export interface Host {
  /** A secret of the editor's SecretStorage; undefined when there is none. */
  readSecret(key: string): Promise<string | undefined>;
  writeSecret(secret: { readonly key: string; readonly value: string }): Promise<void>;
  deleteSecret(key: string): Promise<void>;
  /** Opens an address in the person's own browser; false when it could not be opened. */
  openExternal(url: string): Promise<boolean>;
  /**
   * Asks for the code that a person's MFA device shows; undefined when the person gives none.
   * `serial` is the device's serial number or ARN.
   */
  askMfaCode(request: { readonly profile: string; readonly serial: string }): Promise<string | undefined>;
  /** Shows a code that the person enters at `url`. */
  showDeviceCode(request: { readonly userCode: string; readonly url: string }): Promise<void>;
  /** Writes a request that was sent to Microsoft into the log of requests. */
  tellRequest(line: RequestLine): Promise<void>;
}

const doing: Doing<Host> = {
  readSecret: "reading a secret",
  writeSecret: "keeping a secret",
  deleteSecret: "deleting a secret",
  openExternal: "opening the browser",
  askMfaCode: "asking for an MFA code",
  showDeviceCode: "showing a code",
  tellRequest: "writing the log of requests",
};

export const hostMethods: readonly MethodOf<Host>[] = methodsOf(doing);

/** Where a tenant's `TenantAccess` is kept, as JSON. */
export function accessKey(tenantId: string): string {
  return `tenantTrail.access.${tenantId.toLowerCase()}`;
}

/** Where the token cache of a signed-in person is kept. */
export function tokenCacheKey(tenantId: string): string {
  return `tenantTrail.tokens.${tenantId.toLowerCase()}`;
}
