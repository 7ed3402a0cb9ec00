import type { SourceId } from "../../../src/protocol/collector.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** A promise (design: The planner): a stretch that ends at a multiple of `blockMs` is read again `ageMs` after its end. */
interface Age {
  readonly ageMs: number;
  readonly blockMs: number;
}

const ages: readonly Age[] = [
  { ageMs: 2 * hour, blockMs: 4 * hour },
  { ageMs: day, blockMs: day },
  { ageMs: 3 * day, blockMs: day },
  { ageMs: 7 * day, blockMs: day },
];

/** How many days each source keeps what it has, by Microsoft's documents (graph.md §2.1, §3.1). */
function retentionDays(source: SourceId, isFree: boolean): number {
  if (/^(Audit|DLP)\./.test(source) || isFree) return 7;
  if (source === "riskDetections" || source === "servicePrincipalRiskDetections") return 90;
  return source === "auditLogQuery" ? 180 : 30;
}

/** The ages of a source: those that its retention has room for, and the one a day before it forgets. */
function agesOf(source: SourceId, isFree: boolean): readonly Age[] {
  const last: Age = { ageMs: (retentionDays(source, isFree) - 2) * day, blockMs: day };
  return [...ages.filter(({ ageMs, blockMs }) => ageMs + blockMs <= last.ageMs + day), last];
}

/**
 * From when on a run of the collector that ends by itself must have read a place of the axis again after something
 * appeared there, milliseconds since 1970; undefined when the design promises no such read.
 * @param isFree the tenant has no premium licence, or had none at some time.
 */
export function readAgainFrom(
  source: SourceId,
  axisMs: number,
  appearedMs: number,
  isFree: boolean,
): number | undefined {
  // All states are asked for once a day; times of reads are kept to the hour.
  if (source === "riskyUsers" || source === "riskyServicePrincipals") return appearedMs + day + hour;
  const due = agesOf(source, isFree).map(({ ageMs, blockMs }) => (Math.floor(axisMs / blockMs) + 1) * blockMs + ageMs);
  const later = due.filter((dueMs) => dueMs >= appearedMs);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** What appeared by then was offered to the read that makes a day complete, milliseconds since 1970. */
export function completeReadOf(source: SourceId, axisMs: number, isFree: boolean): number {
  const last = agesOf(source, isFree)
    .filter(({ ageMs }) => ageMs <= 7 * day)
    .at(-1);
  return (Math.floor(axisMs / day) + 1) * day + (last?.ageMs ?? 0);
}
