import type { HealthReport, SourceHealth, Stretch, TableHealth } from "../../src/protocol/collector.ts";
import type { OfferedSource } from "../../src/protocol/collector-page.ts";
import { joinStretches } from "../../src/protocol/join-stretches.ts";
import type { TableName } from "../../src/protocol/tables.ts";

/** One line of the health table: a table as a whole, or one of its sources. */
export interface HealthRow {
  readonly key: string;
  readonly title: string;
  readonly table: TableName;
  readonly isSource: boolean;
  /** True of a table whose sources follow on lines of their own. */
  readonly hasSources: boolean;
  /** Of a table; absent on its sources' own lines. */
  readonly arrival?: TableHealth | undefined;
  readonly readUpTo: string | null;
  /** On a table's line what any of its sources misses. */
  readonly gaps: readonly Stretch[];
  readonly lost: readonly Stretch[];
  readonly late: number;
  readonly requests: number;
  readonly throttledSeconds: number;
  readonly errors: readonly { readonly title: string; readonly at: string; readonly message: string }[];
}

/** The lines of one tenant: each table, and under it its sources where it has several. */
export function healthRows(
  report: HealthReport,
  tenantId: string,
  offered: readonly OfferedSource[],
): readonly HealthRow[] {
  const ofTenant = report.sources.filter((source) => source.tenantId === tenantId);
  const tables = [...new Set(offered.map(({ table }) => table))];
  return tables.flatMap((table): readonly HealthRow[] => {
    const sources = ofTenant.filter((source) => source.table === table);
    if (sources.length === 0) return [];
    const title = offered.find((each) => each.table === table)?.tableTitle ?? table;
    const titleOf = ({ source }: SourceHealth): string =>
      offered.find((each) => each.source === source)?.title ?? source;
    const arrival = report.tables.find((each) => each.tenantId === tenantId && each.table === table);
    const several = sources.length > 1;
    const total: HealthRow = {
      key: table,
      title,
      table,
      isSource: false,
      hasSources: several,
      arrival,
      readUpTo: earliest(sources.map(({ readUpTo }) => readUpTo)),
      gaps: joinStretches(sources.flatMap(({ gaps }) => gaps)),
      lost: joinStretches(sources.flatMap(({ lost }) => lost)),
      late: sum(sources, ({ late }) => late),
      requests: sum(sources, ({ requests }) => requests),
      throttledSeconds: sum(sources, ({ throttledSeconds }) => throttledSeconds),
      errors: several ? [] : errorsOf(sources, () => title),
    };
    if (!several) return [total];
    return [
      total,
      ...sources.map((source) => ({
        key: source.source,
        title: titleOf(source),
        table,
        isSource: true,
        hasSources: false,
        readUpTo: source.readUpTo,
        gaps: source.gaps,
        lost: source.lost,
        late: source.late,
        requests: source.requests,
        throttledSeconds: source.throttledSeconds,
        errors: errorsOf([source], titleOf),
      })),
    ];
  });
}

function errorsOf(sources: readonly SourceHealth[], titleOf: (source: SourceHealth) => string): HealthRow["errors"] {
  return sources.flatMap((source) =>
    source.lastError === null
      ? []
      : [{ title: titleOf(source), at: source.lastError.at, message: source.lastError.message }],
  );
}

/** A table was read only as far as the source that lags most. */
function earliest(moments: readonly (string | null)[]): string | null {
  if (moments.includes(null)) return null;
  return moments.reduce((least, each) => (least === null || (each !== null && each < least) ? each : least), null);
}

function sum(sources: readonly SourceHealth[], of: (source: SourceHealth) => number): number {
  return sources.reduce((total, source) => total + of(source), 0);
}
