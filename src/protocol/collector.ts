import type { RejectedRecord } from "./lake.ts";
import type { TableName } from "./tables.ts";

/** What is read on its own and has a coverage of its own: a kind of sign-in, a content type, an API version. */
export const sourceIds = [
  "signIns.interactiveUser",
  "signIns.nonInteractiveUser",
  "signIns.servicePrincipal",
  "signIns.managedIdentity",
  "signIns.v1.0",
  "signIns.risky",
  "directoryAudits",
  "provisioning",
  "riskDetections",
  "riskyUsers",
  "servicePrincipalRiskDetections",
  "riskyServicePrincipals",
  "Audit.AzureActiveDirectory",
  "Audit.Exchange",
  "Audit.SharePoint",
  "Audit.General",
  "DLP.All",
  "auditLogQuery",
] as const;

export type SourceId = (typeof sourceIds)[number];

/** The content types of the Management Activity API, each of which is a source (graph.md §3.1). */
export const contentTypes = [
  "Audit.AzureActiveDirectory",
  "Audit.Exchange",
  "Audit.SharePoint",
  "Audit.General",
  "DLP.All",
] as const satisfies readonly SourceId[];

export type ContentType = (typeof contentTypes)[number];

/** GCC is a cloud of its own only to the Management Activity API. */
export const cloudNames = ["global", "us-government-gcc", "us-government-l4", "us-government-dod", "china"] as const;

export type CloudName = (typeof cloudNames)[number];

/** Origins (`https://host:port`) of a simulated Microsoft; only loopback hosts are accepted. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
  readonly management: string;
}

/** What the collector signs in with. It is kept in the editor's SecretStorage, never in a lake. */
export type Credential =
  | { readonly kind: "secret"; readonly secret: string }
  | {
      readonly kind: "certificate";
      /** PEM text with certificate and private key, or the base64 of a PFX file. */
      readonly format: "pem" | "pfx";
      readonly content: string;
      readonly password?: string;
    }
  /** A signed-in person; the tokens are in the token cache. */
  | { readonly kind: "person"; readonly flow: "browser" | "device-code" };

/** A stretch of time in which no subscription to a content type ran, ISO 8601. */
export interface UnsubscribedStretch {
  /** 1970 when none had ever run, as far as the lake knows. */
  readonly from: string;
  readonly to: string;
  /** A start was asked for at `to`, and it is not known what became of it. */
  readonly tried?: boolean;
}

/** What the lake knows of a tenant that is collected; nothing in it is secret. */
export interface TenantSettings {
  /** GUID, lower case. */
  readonly tenantId: string;
  /** How people call it, for example `contoso.com`. */
  readonly name: string;
  readonly cloud: CloudName;
  /** The app registration's application (client) id. */
  readonly clientId: string;
  readonly credentialKind: Credential["kind"];
  readonly sources: readonly SourceId[];
  /** When it was added, ISO 8601. */
  readonly since: string;
  /** When a source was added that was not collected from the beginning, ISO 8601. */
  readonly sourcesSince?: Readonly<Partial<Record<SourceId, string>>>;
  /** How many days back a source turned out to reach, and when that was found. */
  readonly floors: Readonly<Partial<Record<SourceId, { readonly days: number; readonly at: string }>>>;
  /** While no subscription to a content type ran, so that no content was made. */
  readonly unsubscribed?: Readonly<Partial<Record<SourceId, readonly UnsubscribedStretch[]>>>;
}

/** A tenant with the credential that opens it, and the servers both are bound to. */
export interface TenantAccess {
  readonly tenantId: string;
  readonly clientId: string;
  readonly cloud: CloudName;
  /** Only for a simulated Microsoft. */
  readonly endpoints?: Endpoints;
  readonly credential: Credential;
}

export interface AddTenantRequest {
  readonly name: string;
  readonly sources: readonly SourceId[];
  readonly access: TenantAccess;
}

export type SourceCheckState =
  | "works"
  | "missing-permission"
  | "missing-licence"
  | "throttled"
  | "unreachable"
  | "not-offered"
  | "failed";

/** Whether one source can be read, and what to do when it cannot. */
export interface SourceCheck {
  readonly source: SourceId;
  readonly table: TableName;
  readonly state: SourceCheckState;
  /** What was found, one sentence. */
  readonly detail: string;
  /** What to do next; empty when it works. */
  readonly nextStep: string;
}

export interface TenantCheck {
  /** How the collector signed in, or why it could not. */
  readonly signIn: { readonly works: boolean; readonly detail: string; readonly nextStep: string };
  /** Of a certificate: SHA-256 thumbprint (upper-case hex) and the end of its validity, ISO 8601. */
  readonly certificate?: {
    readonly thumbprintSha256: string;
    readonly thumbprintSha1: string;
    readonly expires: string;
  };
  readonly sources: readonly SourceCheck[];
  /** For example a clock that is wrong. */
  readonly warnings: readonly string[];
}

export interface CollectFilter {
  /** User principal names or object ids. */
  readonly users?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Application (client) ids. */
  readonly apps?: readonly string[];
}

export interface CollectRequest {
  /** Default: every tenant of the lake. */
  readonly tenantId?: string;
  readonly tables?: readonly TableName[];
  /** ISO 8601 instants or days; `from` included, `to` not. Read whether it was read before or not. */
  readonly from?: string;
  readonly to?: string;
  /** Adds rows and covers nothing. */
  readonly filter?: CollectFilter;
  /** The run, of all its tenants, ends itself in this time and leaves the rest for the next; default no limit. */
  readonly maxMinutes?: number;
  /**
   * Collects only into this lake (`ConnectionInfo.root`) and only these tenants, even if another lake is open by then
   * or the lake's files say otherwise.
   */
  readonly allowed?: { readonly root: string; readonly tenantIds: readonly string[] };
  /** Nobody is looking, so a person whose sign-in has expired is not asked, and the run fails and says so. */
  readonly unattended?: boolean;
}

export interface CollectProgress {
  readonly tenantId: string;
  readonly table: TableName;
  readonly source: SourceId;
  /** The window that is read, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** Totals of the run. */
  readonly fetched: number;
  readonly added: number;
  readonly requests: number;
  /** Windows read and still to read, as planned now. */
  readonly windows: number;
  readonly remaining: number;
  /** ISO 8601, while Microsoft told us to wait. */
  readonly waitingUntil?: string;
}

export interface CollectedTable {
  readonly table: TableName;
  readonly windows: number;
  readonly fetched: number;
  readonly added: number;
  readonly updated: number;
  readonly late: number;
  /** Windows that are due and were not read. */
  readonly remaining: number;
}

export interface CollectFailure {
  readonly tenantId: string;
  readonly source: SourceId;
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly message: string;
}

export interface CollectOutcome {
  readonly tables: readonly CollectedTable[];
  readonly failures: readonly CollectFailure[];
  readonly warnings: readonly string[];
  readonly requests: number;
  readonly throttledMs: number;
  readonly rejected: readonly (RejectedRecord & { readonly source: SourceId })[];
  readonly rejectedFile?: string;
  /** Those of the warnings that say of which table Athena sees an older state than the lake holds. */
  readonly unpublished?: readonly string[];
}

/** A stretch of a source's axis, ISO 8601, `to` excluded. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** How the collection of one source stands. */
export interface SourceHealth {
  readonly tenantId: string;
  readonly tenantName: string;
  readonly table: TableName;
  readonly source: SourceId;
  /** When a window of it was last read to its end; null when never. */
  readonly lastRead: string | null;
  /** Up to when the newest of it was read; `gaps` tell what is missing before. Null when never. */
  readonly readUpTo: string | null;
  readonly gaps: readonly Stretch[];
  readonly lost: readonly Stretch[];
  /** Of the last 7 days of reads. */
  readonly requests: number;
  readonly throttledSeconds: number;
  readonly fetched: number;
  readonly added: number;
  readonly updated: number;
  readonly late: number;
  readonly lastError: { readonly at: string; readonly code: string; readonly message: string } | null;
}

/** How the rows of one table arrive. */
export interface TableHealth {
  readonly tenantId: string;
  readonly table: TableName;
  /** Newest event that is held, ISO 8601; null when none. */
  readonly lastEvent: string | null;
  /** Milliseconds between an event and its first observation by the collector, last 7 days; null without rows. */
  readonly lateness: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  /** Rows of each hour of the last 7 days by event time, oldest first, 168 numbers. */
  readonly rowsPerHour: readonly number[];
}

export interface HealthReport {
  /** ISO 8601. */
  readonly at: string;
  readonly sources: readonly SourceHealth[];
  readonly tables: readonly TableHealth[];
}

/** What a tenant's app registration is asked about. */
export interface TenantGuideRequest {
  readonly cloud: CloudName;
  /** GUID, or empty while it is not known. */
  readonly tenantId: string;
  /** GUID, or empty while the app is not registered. */
  readonly clientId: string;
  readonly credentialKind: Credential["kind"];
  /** How a person signs in; default `browser`. A device code needs another setting of the app. */
  readonly flow?: "browser" | "device-code";
  readonly sources: readonly SourceId[];
}

/** What a tenant's app registration needs, and how to give it. */
export interface TenantGuide {
  readonly permissions: readonly {
    readonly source: SourceId;
    /** The API that has the permission, by its name in the portal. */
    readonly api: string;
    /** For example `AuditLog.Read.All`. */
    readonly permission: string;
    /** A licence or a role that is needed beside it, one sentence. */
    readonly note?: string;
  }[];
  /** Where an administrator consents; empty while tenant or app are not known. */
  readonly consentUrl: string;
  /** Scripts that register the app, for example for Azure CLI. */
  readonly scripts: readonly { readonly title: string; readonly text: string }[];
}
