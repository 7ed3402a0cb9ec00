import { activitySeconds, graphTicks } from "../instants.ts";
import type { Random } from "../random.ts";
import { sampleTenantDomain, sampleTenantId } from "../tenant.ts";
import type { EventSink, SampleRecord } from "../timeline.ts";
import type { Application } from "../world/applications.ts";
import type { Account } from "../world/people.ts";

export interface ModifiedProperty {
  readonly displayName: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

export interface AuditTarget {
  readonly id: string;
  readonly displayName: string | null;
  readonly type: "User" | "Group" | "Application" | "ServicePrincipal" | "Device" | "Policy" | "Role" | "Other";
  readonly userPrincipalName?: string;
  readonly modifiedProperties?: readonly ModifiedProperty[];
}

export type AuditInitiator =
  | {
      readonly kind: "user";
      readonly account: Account;
      readonly ipAddress: string | null;
      readonly sessionId?: string | null;
    }
  | { readonly kind: "app"; readonly app: Application; readonly servicePrincipalId: string };

export interface DirectoryAudit {
  readonly time: number;
  readonly activityDisplayName: string;
  readonly category: string;
  readonly operationType: string;
  readonly loggedByService: string;
  readonly initiator: AuditInitiator;
  readonly targets: readonly AuditTarget[];
  readonly result?: "success" | "failure";
  readonly resultReason?: string;
  readonly userAgent?: string;
}

/** Entra's name for the credentials page, with its en dash and its trailing blank. */
export const credentialsActivity = "Update application – Certificates and secrets management ";

/** Adds an audit and, for the core directory, the unified audit log's copy of it. */
export function addAudit(sink: EventSink, audit: DirectoryAudit, random: Random): void {
  const own = random.fork();
  sink.add("audits", audit.time, () => directoryAuditRecord(audit, own));
  if (audit.loggedByService !== "Core Directory") return;
  const copy = random.fork();
  sink.add("activity", audit.time, () => entraAuditRecord(audit, copy));
}

/** A directory audit as `GET /beta/auditLogs/directoryAudits` returns it. */
export function directoryAuditRecord(audit: DirectoryAudit, random: Random): SampleRecord {
  const correlationId = random.uuid();
  const prefix = audit.loggedByService === "PIM" ? "PIM" : "Directory";
  return {
    id: `${prefix}_${correlationId}_${random.token(5).replace(/[-_]/g, "0").toUpperCase()}_${10_000_000 + random.below(89_999_999)}`,
    activityDateTime: graphTicks(audit.time, random),
    activityDisplayName: audit.activityDisplayName,
    category: audit.category,
    correlationId,
    loggedByService: audit.loggedByService,
    operationType: audit.operationType,
    result: audit.result ?? "success",
    resultReason: audit.resultReason ?? "",
    userAgent: audit.userAgent ?? null,
    initiatedBy: initiatedBy(audit.initiator),
    targetResources: audit.targets.map((target) => ({
      id: target.id,
      displayName: target.displayName,
      type: target.type,
      userPrincipalName: target.userPrincipalName ?? null,
      groupType: target.type === "Group" ? "unifiedGroups" : null,
      modifiedProperties: target.modifiedProperties ?? [],
    })),
    additionalDetails: [
      { key: "SimulatedTenant", value: sampleTenantDomain },
      ...(audit.userAgent === undefined ? [] : [{ key: "User-Agent", value: audit.userAgent }]),
    ],
  };
}

function initiatedBy(initiator: AuditInitiator): SampleRecord {
  if (initiator.kind === "app") {
    const { app, servicePrincipalId } = initiator;
    const fields = { appId: app.appId, displayName: app.displayName, servicePrincipalId, servicePrincipalName: null };
    return { app: fields, user: null };
  }
  const { account, ipAddress } = initiator;
  const user = {
    id: account.id,
    displayName: null,
    userPrincipalName: account.userPrincipalName,
    ipAddress,
    userType: account.userType,
    homeTenantId: account.homeTenantId,
    homeTenantName: null,
  };
  return {
    app: null,
    user,
    ...(initiator.sessionId == null ? {} : { linkableIdentifiers: { sessionId: initiator.sessionId } }),
  };
}

/** Type 8: the operation ends in a dot, values are plain text, and actors are listed by identity. */
function entraAuditRecord(audit: DirectoryAudit, random: Random): SampleRecord {
  const { initiator } = audit;
  const [target] = audit.targets;
  const isUser = initiator.kind === "user";
  const actorId = isUser ? initiator.account.id : initiator.servicePrincipalId;
  return {
    CreationTime: activitySeconds(audit.time),
    Id: random.uuid(),
    Operation: `${audit.activityDisplayName}.`,
    OrganizationId: sampleTenantId,
    RecordType: 8,
    ResultStatus: audit.result === "failure" ? "Failure" : "Success",
    UserKey: isUser ? initiator.account.puid : "Not Available",
    UserType: isUser ? 0 : 4,
    Version: 1,
    Workload: "AzureActiveDirectory",
    ObjectId: target?.userPrincipalName ?? target?.id ?? "Not Available",
    UserId: isUser ? initiator.account.userPrincipalName : `ServicePrincipal_${actorId}`,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: "additionalDetails", Value: JSON.stringify({ "User-Agent": audit.userAgent ?? "" }) },
      { Name: "extendedAuditEventCategory", Value: target?.type ?? "" },
    ],
    ModifiedProperties: (target?.modifiedProperties ?? []).map((property) => ({
      Name: property.displayName,
      NewValue: property.newValue ?? "",
      OldValue: property.oldValue ?? "",
    })),
    Actor: isUser
      ? [
          { ID: initiator.account.userPrincipalName, Type: 5 },
          { ID: actorId, Type: 0 },
        ]
      : [
          { ID: initiator.app.displayName, Type: 1 },
          { ID: actorId, Type: 0 },
        ],
    ActorContextId: sampleTenantId,
    ActorIpAddress: (isUser && initiator.ipAddress) || "",
    InterSystemsId: random.uuid(),
    IntraSystemId: random.uuid(),
    SupportTicketId: "",
    Target: audit.targets.map((each) => ({ ID: each.id, Type: 0 })),
    TargetContextId: sampleTenantId,
  };
}
