import { isRecord, type JsonRecord } from "../../base/json-record.ts";
import type { SourceId } from "../../protocol/collector.ts";
import { type GraphSource, isGuid, type Narrowing, quoted } from "./graph-source.ts";

const premium = "Microsoft Entra ID P1 or P2";
const workloadId = "Microsoft Entra Workload ID Premium";
const auditLog = "AuditLog.Read.All";

/** More than 999 was refused at times, although 1,000 is documented (collecting.md §4.1). */
const reportsTop = 999;

/** Microsoft's states of risk (Graph reference, signIn, Properties), without `none` and those that are not known yet. */
const riskyStates = ["atRisk", "confirmedCompromised", "remediated", "dismissed", "confirmedSafe"] as const;

function equals(property: string): Narrowing {
  return {
    conditions: (value) => [`${property} eq ${quoted(value)}`],
    values: (record) => [record[property]],
  };
}

const signInUsers: Narrowing = {
  // Graph keeps user principal names of sign-ins in lower case.
  conditions: (value) => [
    isGuid(value) ? `userId eq ${quoted(value)}` : `userPrincipalName eq ${quoted(value.toLowerCase())}`,
  ],
  values: ({ userId, userPrincipalName }) => [userId, userPrincipalName],
};

/** What all lists of sign-ins have in common. */
const ofSignIns = {
  time: "createdDateTime",
  operators: "inclusive",
  top: reportsTop,
  limit: "reports",
  permission: auditLog,
  licence: premium,
} as const;

function signIns(id: SourceId, kind: string, label: string, isOfUsers: boolean): GraphSource {
  return {
    id,
    label,
    path: "/beta/auditLogs/signIns",
    ...ofSignIns,
    condition: `signInEventTypes/any(t: t eq ${quoted(kind)})`,
    narrowings: {
      ...(isOfUsers && { users: signInUsers }),
      ipAddresses: equals("ipAddress"),
      apps: equals("appId"),
    },
  };
}

function inside(record: JsonRecord, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), record);
}

function targets(record: JsonRecord): readonly JsonRecord[] {
  const list = record["targetResources"];
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

const noConditions = (): readonly string[] => [];

/** An application is asked for by its application id, or by the object id of its service principal. */
const ofPrincipal: Narrowing = {
  conditions: noConditions,
  values: ({ appId, servicePrincipalId, id }) => [appId, servicePrincipalId, id],
};

export type GraphSourceId = Extract<
  SourceId,
  `signIns.${string}` | "directoryAudits" | "provisioning" | `risk${string}` | "servicePrincipalRiskDetections"
>;

export const graphSources: Readonly<Record<GraphSourceId, GraphSource>> = {
  "signIns.interactiveUser": signIns("signIns.interactiveUser", "interactiveUser", "interactive sign-ins", true),
  "signIns.nonInteractiveUser": signIns(
    "signIns.nonInteractiveUser",
    "nonInteractiveUser",
    "non-interactive sign-ins",
    true,
  ),
  "signIns.servicePrincipal": signIns(
    "signIns.servicePrincipal",
    "servicePrincipal",
    "service principal sign-ins",
    false,
  ),
  "signIns.managedIdentity": signIns("signIns.managedIdentity", "managedIdentity", "managed identity sign-ins", false),
  "signIns.v1.0": {
    id: "signIns.v1.0",
    label: "sign-ins",
    path: "/v1.0/auditLogs/signIns",
    ...ofSignIns,
    narrowings: { users: signInUsers, ipAddresses: equals("ipAddress"), apps: equals("appId") },
  },
  // `riskState` is documented with `eq` alone (Graph reference, signIn, Properties); of the states, `none` is that of a sign-in without risk.
  "signIns.risky": {
    id: "signIns.risky",
    label: "risky sign-ins",
    path: "/beta/auditLogs/signIns",
    ...ofSignIns,
    condition: `signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser') and (${riskyStates
      .map((state) => `riskState eq ${quoted(state)}`)
      .join(" or ")})`,
    narrowings: { users: signInUsers, ipAddresses: equals("ipAddress"), apps: equals("appId") },
  },
  directoryAudits: {
    id: "directoryAudits",
    label: "directory audits",
    path: "/beta/auditLogs/directoryAudits",
    time: "activityDateTime",
    operators: "inclusive",
    top: reportsTop,
    limit: "reports",
    permission: auditLog,
    narrowings: {
      users: {
        // Of a target only the id can be asked for, so a name finds what its user did and not what was done to it.
        conditions: (value) =>
          isGuid(value)
            ? [`initiatedBy/user/id eq ${quoted(value)}`, `targetResources/any(t: t/id eq ${quoted(value)})`]
            : [`initiatedBy/user/userPrincipalName eq ${quoted(value)}`],
        values: (record) => [
          inside(record, "initiatedBy", "user", "id"),
          inside(record, "initiatedBy", "user", "userPrincipalName"),
          ...targets(record).flatMap(({ id, userPrincipalName }) => [id, userPrincipalName]),
        ],
      },
      ipAddresses: {
        conditions: noConditions,
        values: (record) => [inside(record, "initiatedBy", "user", "ipAddress")],
      },
      apps: {
        conditions: (value) => [`initiatedBy/app/appId eq ${quoted(value)}`],
        values: (record) => [inside(record, "initiatedBy", "app", "appId")],
      },
    },
  },
  provisioning: {
    id: "provisioning",
    label: "provisioning logs",
    path: "/v1.0/auditLogs/provisioning",
    licence: premium,
    time: "activityDateTime",
    operators: "exclusive",
    top: reportsTop,
    limit: "reports",
    permission: auditLog,
    narrowings: {
      users: {
        conditions: noConditions,
        values: ({ sourceIdentity, targetIdentity }) =>
          [sourceIdentity, targetIdentity]
            .filter(isRecord)
            .flatMap(({ id, displayName, details }) => [
              ...[id, displayName],
              ...(isRecord(details) ? Object.values(details) : []),
            ]),
      },
      apps: { conditions: noConditions, values: (record) => [inside(record, "servicePrincipal", "id")] },
    },
  },
  riskDetections: {
    id: "riskDetections",
    label: "risk detections",
    path: "/v1.0/identityProtection/riskDetections",
    time: "lastUpdatedDateTime",
    operators: "inclusive",
    top: 500,
    limit: "risk",
    permission: "IdentityRiskEvent.Read.All",
    licence: premium,
    narrowings: {
      users: { conditions: noConditions, values: ({ userId, userPrincipalName }) => [userId, userPrincipalName] },
      ipAddresses: { conditions: noConditions, values: ({ ipAddress }) => [ipAddress] },
    },
  },
  riskyUsers: {
    id: "riskyUsers",
    label: "risky users",
    path: "/v1.0/identityProtection/riskyUsers",
    time: "riskLastUpdatedDateTime",
    operators: "inclusive",
    top: 500,
    limit: "risk",
    ...{
      history: "/beta/identityProtection/riskyUsers",
      permission: "IdentityRiskyUser.Read.All",
      licence: "Microsoft Entra ID P2",
    },
    narrowings: {
      users: { conditions: noConditions, values: ({ id, userPrincipalName }) => [id, userPrincipalName] },
    },
  },
  // Graph reference, List servicePrincipalRiskDetections: `$filter` and `$select`, no `$top`. That its filter takes
  // ranges of `lastUpdatedDateTime`, as that of riskDetections does, is documented for neither.
  servicePrincipalRiskDetections: {
    id: "servicePrincipalRiskDetections",
    label: "risk detections of service principals",
    path: "/v1.0/identityProtection/servicePrincipalRiskDetections",
    time: "lastUpdatedDateTime",
    operators: "inclusive",
    top: 20,
    takesTop: false,
    limit: "risk",
    permission: "IdentityRiskEvent.Read.All",
    licence: workloadId,
    narrowings: {
      ipAddresses: { conditions: noConditions, values: ({ ipAddress }) => [ipAddress] },
      apps: ofPrincipal,
    },
  },
  // Graph reference, riskyServicePrincipal, Properties: `riskLastUpdatedDateTime` can be asked for with `eq` alone.
  riskyServicePrincipals: {
    id: "riskyServicePrincipals",
    label: "risky service principals",
    path: "/v1.0/identityProtection/riskyServicePrincipals",
    time: "riskLastUpdatedDateTime",
    operators: "inclusive",
    top: 500,
    takesTime: false,
    limit: "risk",
    history: "/beta/identityProtection/riskyServicePrincipals",
    permission: "IdentityRiskyServicePrincipal.Read.All",
    licence: workloadId,
    narrowings: { apps: ofPrincipal },
  },
};
