import { sum } from "../../../src/base/sum.ts";
import type { HealthReport, SourceHealth, Stretch, TableHealth } from "../../../src/protocol/collector.ts";
import type { OfferedSource } from "../../../src/protocol/collector-page.ts";
import { isFailing } from "../../../src/protocol/is-failing.ts";
import { joinStretches } from "../../../src/protocol/join-stretches.ts";
import type { TableName } from "../../../src/protocol/tables.ts";

/** A failure that one source met, or several of a table with the same words. */
export interface HealthError {
  readonly titles: readonly string[];
  /** ISO 8601, of the newest. */
  readonly at: string;
  readonly message: string;
  /** True when they were read since. */
  readonly isOver: boolean;
}

/** One line of the health table: a table as a whole, or one of its sources. */
export interface HealthRow {
  readonly key: string;
  readonly title: string;
  readonly readUpTo: string | null;
  /** On a table's line what any of its sources misses. */
  readonly gaps: readonly Stretch[];
  readonly lost: readonly Stretch[];
  readonly late: number;
  readonly requests: number;
  readonly throttledSeconds: number;
}

/** A table of one tenant, what failed in it, and its sources where it has several. */
export interface HealthGroup extends HealthRow {
  readonly table: TableName;
  readonly arrival: TableHealth | undefined;
  readonly errors: readonly HealthError[];
  /** How many of its sources were never read. */
  readonly unread: number;
  readonly sources: readonly HealthRow[];
}

/** The tables of one tenant of which the ledger knows something, in the order they are offered. */
export function healthGroups(
  report: HealthReport,
  tenantId: string,
  offered: readonly OfferedSource[],
): readonly HealthGroup[] {
  const ofTenant = report.sources.filter((source) => source.tenantId === tenantId);
  const tables = [...new Set(offered.map(({ table }) => table))];
  return tables.flatMap((table): readonly HealthGroup[] => {
    const sources = ofTenant.filter((source) => source.table === table);
    if (sources.length === 0) return [];
    const title = offered.find((each) => each.table === table)?.tableTitle ?? table;
    const titleOf = ({ source }: SourceHealth): string =>
      offered.find((each) => each.source === source)?.title ?? source;
    const several = sources.length > 1;
    // What is read on request only is never behind.
    const due = sources.filter(({ source }) => source !== "auditLogQuery");
    return [
      {
        key: table,
        title,
        table,
        arrival: report.tables.find((each) => each.tenantId === tenantId && each.table === table),
        readUpTo: earliest(due.map(({ readUpTo }) => readUpTo)),
        gaps: joinStretches(sources.flatMap(({ gaps }) => gaps)),
        lost: joinStretches(sources.flatMap(({ lost }) => lost)),
        late: sum(sources, ({ late }) => late),
        requests: sum(sources, ({ requests }) => requests),
        throttledSeconds: sum(sources, ({ throttledSeconds }) => throttledSeconds),
        unread: due.filter(({ lastRead }) => lastRead === null).length,
        errors: errorsOf(sources, several ? titleOf : () => title),
        sources: several ? sources.map((source) => ({ ...source, key: source.source, title: titleOf(source) })) : [],
      },
    ];
  });
}

/** The last error of each source, those that still fail first. Sources with the same error share a line. */
function errorsOf(sources: readonly SourceHealth[], titleOf: (source: SourceHealth) => string): readonly HealthError[] {
  const met = sources.flatMap((source) => {
    if (source.lastError === null) return [];
    const { at, message } = source.lastError;
    return [{ title: titleOf(source), at, message, isOver: !isFailing(source) }];
  });
  return [...Map.groupBy(met, ({ message, isOver }) => JSON.stringify([message, isOver])).values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const same = [first, ...others];
      const at = same.reduce((newest, each) => (each.at > newest ? each.at : newest), first.at);
      return [{ titles: same.map(({ title }) => title), at, message: first.message, isOver: first.isOver }];
    })
    .sort((a, b) => Number(a.isOver) - Number(b.isOver) || b.at.localeCompare(a.at));
}

/** A table was read only as far as the source that lags most. */
function earliest(moments: readonly (string | null)[]): string | null {
  if (moments.includes(null)) return null;
  return moments.reduce((least, each) => (least === null || (each !== null && each < least) ? each : least), null);
}
