import type { TenantAccess } from "../../protocol/collector.ts";
import { serversOf } from "../clouds.ts";

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GUID without blanks around it in lower case; undefined for anything else. */
export function guidOf(text: string | undefined): string | undefined {
  const trimmed = text?.trim().toLowerCase() ?? "";
  return guid.test(trimmed) ? trimmed : undefined;
}

/**
 * Where an administrator consents to what the app registration lists, for the whole tenant; null while an id is not a
 * GUID. (Microsoft: "Construct the URL for granting tenant-wide admin consent".)
 * @throws TenantTrailError `untrusted-server`.
 */
export function consentAddress(
  access: Pick<TenantAccess, "cloud" | "endpoints"> & { readonly tenantId?: string; readonly clientId?: string },
): string | null {
  const [tenantId, clientId] = [guidOf(access.tenantId), guidOf(access.clientId)];
  if (tenantId === undefined || clientId === undefined) return null;
  return `${serversOf(access).login}/${tenantId}/adminconsent?client_id=${clientId}`;
}
