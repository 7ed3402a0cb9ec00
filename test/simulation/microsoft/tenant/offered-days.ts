import type { SourceId } from "../../../../src/protocol/collector.ts";
import { isContentType } from "./offer.ts";

/** How many days back an API reaches with each licence; null where it refuses for want of a licence. */
export interface OfferedDays {
  readonly free: number | null;
  readonly p1: number | null;
  readonly p2: number | null;
}

/** Audit logs: 7 days with Free, 30 with P1 and P2 (graph.md §2.5, Retention; reference-reports-data-retention). */
const audits: OfferedDays = { free: 7, p1: 30, p2: 30 };

/** Reading sign-ins and provisioning through Graph takes P1 (graph.md §2.1; the free tenant of MES #202 gets a 403). */
const signIns: OfferedDays = { free: null, p1: 30, p2: 30 };

/** "Risky sign-ins" are kept for 30 days with P1 and 90 with P2 (reference-reports-data-retention). */
const risk: OfferedDays = { free: null, p1: 30, p2: 90 };

/** States of users stay until they are remediated; the risky users' report takes P2. */
const users: OfferedDays = { free: null, p1: null, p2: 3650 };

/** Those of service principals take Workload ID Premium, whatever else the tenant has. */
const principals: OfferedDays = { free: null, p1: 3650, p2: 3650 };

/** The Management Activity API refuses what is 7 days old (graph.md §3.1), whatever the tenant pays. */
const content: OfferedDays = { free: 7, p1: 7, p2: 7 };

/** Audit (Standard) keeps records for 180 days (learn.microsoft.com/purview/audit-solutions-overview). */
const searched: OfferedDays = { free: 180, p1: 180, p2: 180 };

/**
 * What Microsoft offers of a source, after its documents alone: a mistake in the product's own table must show as a
 * difference from this one.
 */
export function offeredDays(source: SourceId): OfferedDays {
  if (isContentType(source)) return content;
  switch (source) {
    case "auditLogQuery":
      return searched;
    case "directoryAudits":
      return audits;
    case "riskDetections":
    case "servicePrincipalRiskDetections":
    case "signIns.risky":
      return risk;
    case "riskyUsers":
      return users;
    case "riskyServicePrincipals":
      return principals;
    default:
      return signIns;
  }
}
