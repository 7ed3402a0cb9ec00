import { TenantTrailError } from "../protocol/errors.ts";
import type { Host } from "../protocol/service/host.ts";

const refuse = (): Promise<never> =>
  Promise.reject(new TenantTrailError("no-tenant", "No credential is kept here: collecting needs the editor."));

/** For where nobody can be asked: everything but collecting works. */
export const noHost: Host = {
  readSecret: refuse,
  writeSecret: refuse,
  deleteSecret: refuse,
  openExternal: refuse,
  showDeviceCode: refuse,
};
