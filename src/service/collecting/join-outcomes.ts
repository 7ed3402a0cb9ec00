import type { CollectedTable, CollectOutcome } from "../../protocol/collector.ts";
import { tableNames } from "../../protocol/tables.ts";

/** The outcomes of several tenants as one. */
export function joinOutcomes(outcomes: readonly CollectOutcome[]): CollectOutcome {
  const sum = (of: (outcome: CollectOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const rejectedFile = outcomes.findLast((outcome) => outcome.rejectedFile !== undefined)?.rejectedFile;
  const tables = outcomes.flatMap((outcome) => outcome.tables);
  return {
    tables: tableNames.flatMap((table) => {
      const same = tables.filter((each) => each.table === table);
      return same.length === 0 ? [] : [same.reduce(addTables)];
    }),
    failures: outcomes.flatMap(({ failures }) => failures),
    warnings: [...new Set(outcomes.flatMap(({ warnings }) => warnings))],
    requests: sum(({ requests }) => requests),
    throttledMs: sum(({ throttledMs }) => throttledMs),
    rejected: outcomes.flatMap(({ rejected }) => rejected),
    ...(rejectedFile !== undefined && { rejectedFile }),
  };
}

function addTables(a: CollectedTable, b: CollectedTable): CollectedTable {
  return {
    table: a.table,
    windows: a.windows + b.windows,
    fetched: a.fetched + b.fetched,
    added: a.added + b.added,
    updated: a.updated + b.updated,
    late: a.late + b.late,
    remaining: a.remaining + b.remaining,
  };
}
