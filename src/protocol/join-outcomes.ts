import { sum } from "../base/sum.ts";
import type { CollectOutcome } from "./collector.ts";
import { tableNames } from "./tables.ts";

/** The outcomes of several collections as one: numbers are added, warnings said once, and the newest rejects file is named. */
export function joinOutcomes(outcomes: readonly CollectOutcome[]): CollectOutcome {
  const all = outcomes.flatMap(({ tables }) => tables);
  const rejectedFile = outcomes.findLast((outcome) => outcome.rejectedFile !== undefined)?.rejectedFile;
  return {
    tables: tableNames.flatMap((table) => {
      const same = all.filter((each) => each.table === table);
      if (same.length === 0) return [];
      const windows = sum(same, (each) => each.windows);
      const fetched = sum(same, (each) => each.fetched);
      const added = sum(same, (each) => each.added);
      const updated = sum(same, (each) => each.updated);
      const late = sum(same, (each) => each.late);
      const remaining = sum(same, (each) => each.remaining);
      return [{ table, windows, fetched, added, updated, late, remaining }];
    }),
    failures: outcomes.flatMap(({ failures }) => failures),
    warnings: [...new Set(outcomes.flatMap(({ warnings }) => warnings))],
    requests: sum(outcomes, ({ requests }) => requests),
    throttledMs: sum(outcomes, ({ throttledMs }) => throttledMs),
    rejected: outcomes.flatMap(({ rejected }) => rejected),
    ...(rejectedFile !== undefined && { rejectedFile }),
  };
}
