import type { BrokenHead, LakeHeads, LedgerHead } from "../../protocol/ledger-heads.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import type { Ledger } from "./ledger.ts";
import type { LedgerState } from "./ledger-state.ts";

/** The heads that states of ledgers have. */
export function headsOf(states: ReadonlyMap<TableName, LedgerState>): LakeHeads {
  const heads: Partial<Record<TableName, LedgerHead>> = {};
  for (const [table, { n, head }] of states) if (head !== null) heads[table] = { n, sha256: head };
  return heads;
}

/**
 * Where ledgers do not go on from heads that were seen before: entries were deleted, the table is gone, an older state
 * was put back, or the chain was rewritten. Without a head from outside none of these can be seen, for what is left is
 * a good ledger.
 */
export async function brokenHeads(
  known: LakeHeads,
  ledgerOf: (table: TableName) => Pick<Ledger, "digestOf" | "last">,
  signal?: AbortSignal,
): Promise<readonly BrokenHead[]> {
  const looked = tableNames.map(async (table): Promise<readonly BrokenHead[]> => {
    const head = known[table];
    if (head === undefined) return [];
    const reason = await breakOf(ledgerOf(table), head, signal);
    return reason === undefined ? [] : [{ table, reason }];
  });
  return (await Promise.all(looked)).flat();
}

async function breakOf(
  ledger: Pick<Ledger, "digestOf" | "last">,
  { n, sha256 }: LedgerHead,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const digest = await ledger.digestOf(n, signal);
  if (digest === sha256) return undefined;
  if (digest !== undefined)
    return `Entry ${n} of the ledger is not the one that was seen before: the ledger was rewritten.`;
  const last = await ledger.last(signal);
  if (last === 0) return `The ledger is gone: ${n} entries of it were seen before.`;
  if (last < n)
    return `The ledger ends with entry ${last}, and entry ${n} was seen before: entries were deleted, or an older state was put back.`;
  return `Entry ${n} of the ledger, which was seen before, is gone.`;
}
