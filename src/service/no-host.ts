import { TenantTrailError } from "../protocol/errors.ts";
import type { Host } from "../protocol/service/host.ts";

const refuse = (): Promise<never> =>
  Promise.reject(new TenantTrailError("no-tenant", "No credential is kept here: collecting needs the editor."));

/** A host for callers without a person or a store of secrets: everything but collecting works, and requests are written nowhere. */
export const noHost: Host = {
  readSecret: refuse,
  writeSecret: refuse,
  deleteSecret: refuse,
  openExternal: refuse,
  askMfaCode: refuse,
  showDeviceCode: refuse,
  tellRequest: async () => undefined,
};
