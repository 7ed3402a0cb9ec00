import type { CloudName, Credential } from "../../protocol/collector.ts";
import type { ApiPermission } from "./permissions.ts";

/** What both registration scripts are written from; its text is ours or a GUID, so nothing in it needs quoting. */
export interface Registration {
  readonly cloud: CloudName;
  /** A GUID; undefined while the person has not entered one. */
  readonly tenantId: string | undefined;
  readonly credential: Credential["kind"];
  readonly flow: "browser" | "device-code";
  readonly permissions: readonly ApiPermission[];
}

export const appName = "TenantTrail collector";

/** Stands in a script until the person puts the id in its place. */
export const missingTenantId = "<directory (tenant) id>";

/** MSAL listens there for the browser's answer; Microsoft Entra ignores the port of a loopback address. */
export const redirectAddress = "http://localhost";

/** The permissions of each API, in the order of the list. */
export function byApi(permissions: readonly ApiPermission[]): readonly (readonly [ApiPermission, readonly string[]])[] {
  const first = permissions.filter(({ apiId }, at) => permissions.findIndex((each) => each.apiId === apiId) === at);
  return first.map((one) => [
    one,
    permissions.filter(({ apiId }) => apiId === one.apiId).map(({ permission }) => permission),
  ]);
}

/** The head of a script: what it does and who may run it, as comment lines. */
export function scriptHead({ permissions, credential }: Registration): readonly string[] {
  return [
    "Registers an app in one tenant, for TenantTrail to collect its logs: with these permissions, all of them to read,",
    "and with consent for the whole tenant.",
    ...permissions.map(({ api, permission, type }) => `  ${api}: ${permission} (${type})`),
    "Whoever runs it signs in as a Privileged Role Administrator or Global Administrator.",
    ...(credential === "certificate" ? ["The certificate is self-signed and valid for one year."] : []),
    ...(credential === "secret" ? ["The secret is valid for one year and shown once, at the end."] : []),
  ];
}
