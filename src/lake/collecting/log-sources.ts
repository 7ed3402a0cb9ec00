import type { SourceId } from "../../protocol/collector.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

/**
 * The time that a source is asked by. `eventTime` says which days were read; `contentCreated` and `lastUpdated` say
 * nothing about a day until they were read far beyond it; `polled` is state, of which no history can be complete
 * (design: Coverage).
 */
export type Axis = "eventTime" | "contentCreated" | "lastUpdated" | "polled";

/** What coverage and planning need to know of a source. */
export interface LogSource {
  readonly id: SourceId;
  readonly table: TableName;
  readonly axis: Axis;
  readonly rowSource: Source;
  /**
   * How many days back the API reaches with a premium licence and without; 0 when it offers nothing. `p2` is asked for
   * once something that only P2 gives was read: with P1 the older days come back empty, without an error.
   */
  readonly retentionDays: { readonly premium: number; readonly p2?: number; readonly free: number };
  /** Read only when asked for, never on its own. */
  readonly onRequest?: true;
  /**
   * Some of its table's events, which the API keeps for longer than the rest: it is asked only for what the other
   * sources no longer offer, and says nothing of a day.
   */
  readonly olderOnly?: true;
  /**
   * Needs a licence that the other sources of its table do not. While Microsoft refuses it for want of that, and never
   * gave anything, it is not offered: its days are neither gaps nor lost.
   */
  readonly ownLicence?: true;
}

const entra = { premium: 30, free: 7 } as const;
const premiumOnly = { premium: 30, free: 0 } as const;
/** Microsoft Entra data retention, Security signals: "Risky sign-ins" 7, 30 and 90 days with Free, P1 and P2. */
const risk = { premium: 30, p2: 90, free: 0 } as const;
/** The Management Activity API refuses 7 days and more (graph.md §3.1). */
const content = { premium: 7, free: 7 } as const;

function signIns(id: SourceId, rowSource: Source): LogSource {
  return { id, table: "signins", axis: "eventTime", rowSource, retentionDays: premiumOnly };
}

function contentType(id: SourceId): LogSource {
  return { id, table: "activity", axis: "contentCreated", rowSource: "management-activity", retentionDays: content };
}

/** Whether a source is to have read the whole of a day, so that a day's state follows from it. */
export function isWhole({ onRequest, olderOnly }: LogSource): boolean {
  return !onRequest && !olderOnly;
}

/** Every source, by its id (graph.md §2.1, §2.6, §3.1). */
export const logSources: Readonly<Record<SourceId, LogSource>> = {
  "signIns.interactiveUser": signIns("signIns.interactiveUser", "graph-beta"),
  "signIns.nonInteractiveUser": signIns("signIns.nonInteractiveUser", "graph-beta"),
  "signIns.servicePrincipal": signIns("signIns.servicePrincipal", "graph-beta"),
  "signIns.managedIdentity": signIns("signIns.managedIdentity", "graph-beta"),
  "signIns.v1.0": signIns("signIns.v1.0", "graph-v1.0"),
  "signIns.risky": {
    id: "signIns.risky",
    table: "signins",
    axis: "eventTime",
    rowSource: "graph-beta",
    retentionDays: risk,
    olderOnly: true,
  },
  directoryAudits: {
    id: "directoryAudits",
    table: "audits",
    axis: "eventTime",
    rowSource: "graph-beta",
    retentionDays: entra,
  },
  provisioning: {
    id: "provisioning",
    table: "provisioning",
    axis: "eventTime",
    rowSource: "graph-v1.0",
    retentionDays: premiumOnly,
  },
  riskDetections: {
    id: "riskDetections",
    table: "riskdetections",
    axis: "lastUpdated",
    rowSource: "graph-v1.0",
    retentionDays: risk,
  },
  riskyUsers: {
    id: "riskyUsers",
    table: "riskyusers",
    axis: "polled",
    rowSource: "graph-v1.0",
    retentionDays: { premium: 3650, free: 0 },
  },
  servicePrincipalRiskDetections: {
    id: "servicePrincipalRiskDetections",
    table: "riskdetections",
    axis: "lastUpdated",
    rowSource: "graph-v1.0",
    retentionDays: risk,
    ownLicence: true,
  },
  riskyServicePrincipals: {
    id: "riskyServicePrincipals",
    table: "riskyusers",
    axis: "polled",
    rowSource: "graph-v1.0",
    retentionDays: { premium: 3650, free: 0 },
    ownLicence: true,
  },
  "Audit.AzureActiveDirectory": contentType("Audit.AzureActiveDirectory"),
  "Audit.Exchange": contentType("Audit.Exchange"),
  "Audit.SharePoint": contentType("Audit.SharePoint"),
  "Audit.General": contentType("Audit.General"),
  "DLP.All": contentType("DLP.All"),
  auditLogQuery: {
    id: "auditLogQuery",
    table: "activity",
    axis: "eventTime",
    rowSource: "audit-search",
    retentionDays: { premium: 180, free: 180 },
    onRequest: true,
  },
};
