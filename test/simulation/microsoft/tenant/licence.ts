import type { SourceId } from "../../../../src/protocol/collector.ts";
import { offeredDays } from "./offered-days.ts";

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
  return offeredDays(source)[licence] !== null;
}

/**
 * The oldest axis time that a source offers at a time, milliseconds since 1970; Infinity without a licence for it.
 * After a change from Free the API shows at most the 7 days from before it (collecting.md §4.2).
 */
export function floorAt(source: SourceId, periods: readonly LicencePeriod[], atMs: number): number {
  const period = licenceAt(periods, atMs);
  const { licence, fromMs } = period;
  const offered = offeredDays(source);
  const days = offered[licence];
  if (days === null || !isLicensed(source, period)) return Number.POSITIVE_INFINITY;
  const before = licenceAt(periods, fromMs - 1);
  const floor = atMs - days * day;
  return before.licence === "free" && days !== offered.free ? Math.max(floor, fromMs - freeDays * day) : floor;
}
