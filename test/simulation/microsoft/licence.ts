import { logSources } from "../../../src/lake/collecting/log-sources.ts";
import type { SourceId } from "../../../src/protocol/collector.ts";

export type Licence = "free" | "p1" | "p2";

/** A licence and when the tenant got it, milliseconds since 1970. */
export interface LicencePeriod {
  readonly fromMs: number;
  readonly licence: Licence;
  /** False without Workload ID Premium, which the risk of service principals needs; default true. */
  readonly hasWorkloadId?: false;
}

const day = 86_400_000;
const freeDays = 7;

/** The licence at a time; the first period also holds before it began. */
export function licenceAt(periods: readonly LicencePeriod[], atMs: number): LicencePeriod {
  const current = periods.findLast(({ fromMs }) => fromMs <= atMs) ?? periods[0];
  return current ?? { fromMs: Number.NEGATIVE_INFINITY, licence: "p2" };
}

const workloadSources: readonly SourceId[] = ["servicePrincipalRiskDetections", "riskyServicePrincipals"];

/**
 * Whether the API answers at all (graph.md §2.1): sign-ins and provisioning need P1, risk detections too, risky users P2,
 * and the risk of service principals Workload ID Premium.
 */
export function isLicensed(source: SourceId, { licence, hasWorkloadId }: Omit<LicencePeriod, "fromMs">): boolean {
  if (workloadSources.includes(source) && hasWorkloadId === false) return false;
  if (source === "riskyUsers") return licence === "p2";
  return licence !== "free" || logSources[source].retentionDays.free > 0;
}

/**
 * The oldest axis time that a source offers at a time, milliseconds since 1970; Infinity without a licence for it.
 * After a change from Free the API shows at most the 7 days from before it (collecting.md §4.2).
 */
export function floorAt(source: SourceId, periods: readonly LicencePeriod[], atMs: number): number {
  const period = licenceAt(periods, atMs);
  const { licence, fromMs } = period;
  if (!isLicensed(source, period)) return Number.POSITIVE_INFINITY;
  const { premium: p1, p2 = p1, free } = logSources[source].retentionDays;
  const premium = licence === "p2" ? p2 : p1;
  if (licence === "free") return atMs - free * day;
  const before = licenceAt(periods, fromMs - 1);
  const floor = atMs - premium * day;
  return before.licence === "free" && premium !== free ? Math.max(floor, fromMs - freeDays * day) : floor;
}
