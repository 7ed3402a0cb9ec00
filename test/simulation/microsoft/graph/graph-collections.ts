import type { SourceId } from "../../../../src/protocol/collector.ts";
import type { FilterRules, Operator } from "./odata-filter.ts";

/** A collection of Microsoft Graph, as its documentation describes it (graph.md §1, §2.1). */
export interface GraphCollection {
  /** Without the version. */
  readonly path: string;
  readonly segment: string;
  readonly sources: readonly SourceId[];
  readonly axisProperty: string;
  readonly rules: FilterRules;
  readonly top: { readonly standard: number; readonly most: number };
  readonly permission: string;
  readonly limit: "reports" | "risk";
  /** The oldest lower bound that is accepted, and how an older one is refused. */
  readonly oldestFilter?: "90 days" | "floor";
  readonly hasSelect: boolean;
}

const equal: readonly Operator[] = ["eq"];
const equalOrStart: readonly Operator[] = ["eq", "startswith"];
const equalOrContains: readonly Operator[] = ["eq", "contains"];
const inclusive: readonly Operator[] = ["eq", "ge", "le"];
const anyOrder: readonly Operator[] = ["eq", "ge", "le", "gt", "lt"];

const signInRules: FilterRules = {
  id: equal,
  // `lt` is not documented and works; `gt` was reported to return everything, so nobody should get it to work here.
  createdDateTime: [...inclusive, "lt"],
  appDisplayName: equalOrStart,
  appId: equal,
  ipAddress: equalOrStart,
  userDisplayName: equalOrStart,
  userId: equal,
  userPrincipalName: equalOrStart,
  servicePrincipalId: equal,
  servicePrincipalName: equal,
  correlationId: equal,
  "status/errorCode": equal,
  riskState: equal,
};

export const signInKinds = ["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"] as const;

const signIns = {
  path: "/auditLogs/signIns",
  segment: "signIns",
  axisProperty: "createdDateTime",
  top: { standard: 1000, most: 1000 },
  permission: "AuditLog.Read.All",
  limit: "reports",
  oldestFilter: "90 days",
  hasSelect: false,
} as const;

export const betaSignIns: GraphCollection = {
  ...signIns,
  sources: signInKinds.map((kind) => `signIns.${kind}` as const),
  rules: { ...signInRules, signInEventTypes: ["eq", "ne"] },
};

export const signInsV1: GraphCollection = { ...signIns, sources: ["signIns.v1.0"], rules: signInRules };

export const directoryAudits: GraphCollection = {
  path: "/auditLogs/directoryAudits",
  segment: "directoryAudits",
  sources: ["directoryAudits"],
  axisProperty: "activityDateTime",
  rules: {
    activityDateTime: inclusive,
    activityDisplayName: equalOrStart,
    category: equal,
    correlationId: equal,
    loggedByService: equal,
    "initiatedBy/user/id": equal,
    "initiatedBy/user/displayName": equal,
    "initiatedBy/user/userPrincipalName": equalOrStart,
    "initiatedBy/app/appId": equal,
    "initiatedBy/app/displayName": equal,
    "targetResources/id": equal,
    "targetResources/displayName": equalOrStart,
  },
  top: { standard: 1000, most: 1000 },
  permission: "AuditLog.Read.All",
  limit: "reports",
  oldestFilter: "floor",
  hasSelect: false,
};

export const provisioning: GraphCollection = {
  path: "/auditLogs/provisioning",
  segment: "provisioning",
  sources: ["provisioning"],
  axisProperty: "activityDateTime",
  rules: {
    activityDateTime: ["eq", "gt", "lt"],
    tenantId: equalOrContains,
    jobId: equalOrContains,
    cycleId: equalOrContains,
    changeId: equalOrContains,
    provisioningAction: equalOrContains,
    "initiatedBy/id": equalOrContains,
    "initiatedBy/displayName": equalOrContains,
    "provisioningStatusInfo/status": equalOrContains,
    "servicePrincipal/id": equal,
    "servicePrincipal/name": equal,
    "sourceIdentity/id": equalOrContains,
    "sourceIdentity/displayName": equalOrContains,
    "targetIdentity/id": equalOrContains,
    "targetIdentity/displayName": equalOrContains,
  },
  top: { standard: 1000, most: 1000 },
  permission: "AuditLog.Read.All",
  limit: "reports",
  hasSelect: false,
};

const riskPerson: FilterRules = {
  id: equal,
  userId: equal,
  userPrincipalName: equalOrStart,
  userDisplayName: equalOrStart,
  riskLevel: equal,
  riskState: equal,
  riskDetail: equal,
};

export const riskDetections: GraphCollection = {
  path: "/identityProtection/riskDetections",
  segment: "riskDetections",
  sources: ["riskDetections"],
  axisProperty: "lastUpdatedDateTime",
  rules: {
    ...riskPerson,
    lastUpdatedDateTime: anyOrder,
    activityDateTime: anyOrder,
    detectedDateTime: anyOrder,
    ipAddress: equal,
    correlationId: equal,
    requestId: equal,
    riskEventType: equal,
  },
  top: { standard: 20, most: 500 },
  permission: "IdentityRiskEvent.Read.All",
  limit: "risk",
  hasSelect: true,
};

export const riskyUsers: GraphCollection = {
  path: "/identityProtection/riskyUsers",
  segment: "riskyUsers",
  sources: ["riskyUsers"],
  axisProperty: "riskLastUpdatedDateTime",
  rules: { ...riskPerson, riskLastUpdatedDateTime: anyOrder },
  top: { standard: 20, most: 500 },
  permission: "IdentityRiskyUser.Read.All",
  limit: "risk",
  hasSelect: true,
};

const riskPrincipal: FilterRules = { id: equal, appId: equal, riskLevel: equal, riskState: equal, riskDetail: equal };

export const servicePrincipalRiskDetections: GraphCollection = {
  path: "/identityProtection/servicePrincipalRiskDetections",
  segment: "servicePrincipalRiskDetections",
  sources: ["servicePrincipalRiskDetections"],
  axisProperty: "lastUpdatedDateTime",
  rules: {
    ...riskPrincipal,
    lastUpdatedDateTime: anyOrder,
    activityDateTime: anyOrder,
    detectedDateTime: anyOrder,
    servicePrincipalId: equal,
    requestId: equal,
    riskEventType: equal,
  },
  // The page of its parameters has no `$top`.
  top: { standard: 20, most: 20 },
  permission: "IdentityRiskEvent.Read.All",
  limit: "risk",
  hasSelect: true,
};

export const riskyServicePrincipals: GraphCollection = {
  path: "/identityProtection/riskyServicePrincipals",
  segment: "riskyServicePrincipals",
  sources: ["riskyServicePrincipals"],
  axisProperty: "riskLastUpdatedDateTime",
  rules: { ...riskPrincipal, riskLastUpdatedDateTime: equal },
  top: { standard: 20, most: 500 },
  permission: "IdentityRiskyServicePrincipal.Read.All",
  limit: "risk",
  hasSelect: true,
};

const collections = [
  directoryAudits,
  provisioning,
  riskDetections,
  riskyUsers,
  servicePrincipalRiskDetections,
  riskyServicePrincipals,
];

/** The collection at a path below the version; v1.0 has only interactive sign-ins. */
export function collectionAt(version: string, path: string): GraphCollection | undefined {
  if (path === signIns.path) return version === "v1.0" ? signInsV1 : betaSignIns;
  return collections.find((collection) => collection.path === path);
}
