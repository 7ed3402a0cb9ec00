import { type Credential, contentTypes, type SourceId } from "../../protocol/collector.ts";
import type { Api } from "../clouds.ts";

/** A permission that the app registration needs. */
export interface ApiPermission {
  /** The API's name in the portal. */
  readonly api: string;
  /** The API's own application id. */
  readonly apiId: string;
  /** As the portal lists it, for example `AuditLog.Read.All`. */
  readonly permission: string;
  readonly type: "application" | "delegated";
  /** The chosen sources that need it. */
  readonly sources: readonly SourceId[];
  /** What else is needed, or what happens without it. */
  readonly note?: string;
}

/** Microsoft's own application ids of both APIs, the same in every tenant and cloud. */
const apis: Readonly<Record<Api, Pick<ApiPermission, "api" | "apiId">>> = {
  graph: { api: "Microsoft Graph", apiId: "00000003-0000-0000-c000-000000000000" },
  management: { api: "Office 365 Management APIs", apiId: "c5393580-f805-4401-95e8-94b7a6ef2fc2" },
};

interface NeededPermission {
  readonly api: Api;
  readonly permission: string;
  readonly sources: readonly SourceId[];
  readonly note?: string;
  /** Of a signed-in person, for a delegated permission reads no more than its user may. */
  readonly role?: string;
}

const signIns: readonly SourceId[] = [
  "signIns.interactiveUser",
  "signIns.nonInteractiveUser",
  "signIns.servicePrincipal",
  "signIns.managedIdentity",
  "signIns.v1.0",
  "signIns.risky",
];
const entraLogs: readonly SourceId[] = [...signIns, "directoryAudits", "provisioning"];
const securityReader = "The person needs the role Security Reader or Global Reader.";
const auditReader = "The person needs the role View-Only Audit Logs.";

/** graph.md §2.1, §3.1; the names are those of application and delegated permissions alike. */
const needed: readonly NeededPermission[] = [
  {
    api: "graph",
    permission: "AuditLog.Read.All",
    sources: entraLogs,
    note: "Sign-ins and provisioning need a Microsoft Entra ID P1 or P2 licence.",
    role: securityReader,
  },
  {
    api: "graph",
    permission: "Directory.Read.All",
    sources: entraLogs,
    note: "Without it Microsoft's licence check fails at times in tenants that have the licence.",
  },
  {
    api: "graph",
    permission: "Policy.Read.ConditionalAccess",
    sources: signIns,
    note: "Without it Microsoft leaves the applied Conditional Access policies out of every sign-in.",
  },
  {
    api: "graph",
    permission: "IdentityRiskEvent.Read.All",
    sources: ["riskDetections", "servicePrincipalRiskDetections"],
    note: "Needs a Microsoft Entra ID P1 or P2 licence; for service principals a Workload ID Premium licence.",
    role: securityReader,
  },
  {
    api: "graph",
    permission: "IdentityRiskyUser.Read.All",
    sources: ["riskyUsers"],
    note: "Needs a Microsoft Entra ID P2 licence.",
    role: securityReader,
  },
  {
    api: "graph",
    permission: "IdentityRiskyServicePrincipal.Read.All",
    sources: ["riskyServicePrincipals"],
    note: "Needs a Microsoft Entra Workload ID Premium licence.",
    role: securityReader,
  },
  { api: "graph", permission: "AuditLogsQuery.Read.All", sources: ["auditLogQuery"], role: auditReader },
  {
    api: "management",
    permission: "ActivityFeed.Read",
    sources: contentTypes,
    note: "Auditing must be switched on in Microsoft Purview.",
    role: auditReader,
  },
  {
    api: "management",
    permission: "ActivityFeed.ReadDlp",
    sources: ["DLP.All"],
    note: "Reads the sensitive data that was found, too.",
  },
];

/** The permissions that an app registration needs for these sources, and no others. */
export function permissionsOf(sources: readonly SourceId[], credential: Credential["kind"]): readonly ApiPermission[] {
  const person = credential === "person";
  return needed.flatMap(({ api, permission, sources: all, note, role }) => {
    const chosen = all.filter((source) => sources.includes(source));
    if (chosen.length === 0) return [];
    const notes = [note, person ? role : undefined].filter((each) => each !== undefined).join(" ");
    const type = person ? "delegated" : "application";
    return [{ ...apis[api], permission, type, sources: chosen, ...(notes === "" ? {} : { note: notes }) }];
  });
}
