import { isDeepStrictEqual } from "node:util";
import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../ledger/checkpoint.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { ChainCheck, type ChainFinding } from "./chain-check.ts";

/** A table's ledger, folded from its first entry. */
export interface VerifiedLedger {
  readonly table: TableName;
  readonly state: LedgerState;
  readonly findings: readonly ChainFinding[];
  /** Path of every slice that an entry has ever named. */
  readonly named: ReadonlySet<string>;
}

const damaged =
  "The ledger is damaged or missing from here on; what was covered is unknown. The next import or collection rebuilds it from the slices.";

const wrongCheckpoint =
  "The checkpoint says something else than the entries do, and questions and log days rely on it. Delete it: it is made anew from the entries.";

/** Reads a table's ledger from its first entry and names what is wrong with it. @throws CancelledError. */
export async function verifyLedger(
  lake: Lake,
  table: TableName,
  signal: AbortSignal | undefined,
): Promise<VerifiedLedger> {
  const ledger = lake.ledger(table);
  const chain = new ChainCheck((n) => ledger.entryPath(n));
  const checkpoint = await ledger.checkpoint();
  let isWrong = false;
  for await (const entry of ledger.entries(signal)) {
    chain.add(entry);
    if (checkpoint?.state.n === entry.n && chain.findings.length === 0)
      isWrong ||= isWrongBelief(chain, checkpoint.state);
  }
  const findings = [...chain.findings];
  if (checkpoint !== undefined && isWrong) findings.push({ path: checkpoint.path, reason: wrongCheckpoint });
  const { damage } = await ledger.readWhole(signal);
  if (damage !== undefined && findings.length === 0) findings.push({ path: damage, reason: damaged });
  for (const { path, expected, found } of chain.recorded)
    if (!findings.some((known) => known.path === path))
      findings.push({ path, reason: anomalyWords(path, expected, found) });
  return { table, state: chain.state, findings, named: chain.named };
}

/** Whether a checkpoint fits the entry that was added last, so that readers believe it, and says something else. */
function isWrongBelief({ state }: ChainCheck, said: LedgerState): boolean {
  const folded = decodeCheckpoint(encodeCheckpoint({ state, version: undefined }))?.state;
  return said.head === state.head && !isDeepStrictEqual(said, folded);
}

/** What an earlier writer had met and recorded. */
function anomalyWords(path: string, expected: string | null, found: string | null): string {
  if (path.startsWith("_ledger/"))
    return "The ledger was damaged here and was rebuilt from the slices; what was covered before is unknown.";
  if (expected === null)
    return "The slice cannot be read or is not what its name says; it was left out when the ledger was rebuilt.";
  return found === null
    ? "The slice had been deleted when it was next written to."
    : "The slice had been changed by something else when it was next written to.";
}
