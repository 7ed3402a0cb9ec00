import { hasLeft, type LeftRows } from "../protocol/left-rows.ts";
import { tableNames } from "../protocol/tables.ts";
import { unassignedTenant } from "../protocol/unassigned-tenant.ts";
import type { CommitOptions, CommitOutcome } from "./committing/commit-options.ts";
import { TableCommit } from "./committing/table-commit.ts";
import type { Lake } from "./lake.ts";
import { claimParts } from "./ledger/claim-part-counts.ts";
import type { LedgerState } from "./ledger/ledger-state.ts";
import type { HeldSlice, SliceWork } from "./slices/slice-work.ts";
import type { Storage } from "./storage/storage.ts";

/**
 * Merges every staged row into the slice of its part, as many at once as the work has lanes, and tells the ledger: slices
 * first, then what was read. A cancelled or killed commit covers nothing; running it again finishes it.
 */
export async function commitStaged<Held extends HeldSlice>(
  work: SliceWork<Held>,
  lake: Lake<Storage>,
  options: CommitOptions = {},
): Promise<CommitOutcome> {
  await work.nameTenants(options.unnamedTenant ?? unassignedTenant);
  const counts: CommitOutcome["counts"][number][] = [];
  const failed: CommitOutcome["failed"][number][] = [];
  const left: LeftRows[] = [];
  for (const table of tableNames) {
    const days = await work.rowsByDay(table);
    const reads = options.reads?.table === table ? options.reads : undefined;
    if (days.size === 0 && reads === undefined) continue;
    const { signal } = options;
    const before = await lake.state(work, table, signal);
    const claim = (state: LedgerState) => claimParts(state, days, reads?.expectedRowsPerDay);
    const claimed = await lake.append(table, before, claim, signal);
    const outcome = await new TableCommit(work, lake, table, claimed, days, options).run(reads);
    counts.push(...outcome.changes.map((change) => ({ ...change, table })));
    failed.push(...outcome.failed);
    if (outcome.left !== undefined && hasLeft(outcome.left)) left.push({ table, ...outcome.left });
  }
  return { counts, failed, left };
}
