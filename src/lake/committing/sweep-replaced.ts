import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import { partKey } from "../ledger/day-part.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { parseSlicePath } from "../ledger/slice-path.ts";
import type { Storage } from "../storage/storage.ts";

/** One sweep deletes at most so many slices. */
const mostAtOnce = 256;

/** A sweep is made once so many replaced slices wait, or when they have waited long. */
const waitingSlices = 8;
const longGraces = 6;

/**
 * Deletes slices that were replaced longer ago than the lake's grace period, which no reader can still be reading. Ages
 * are those of the ledger's entries by the storage's own clock, because the clocks of writers differ.
 *
 * @param nowMs the storage's clock, for example when this writer's last slice was written.
 * @returns the number of the last entry whose replaced slices are gone, to be told with the next entry.
 */
export async function sweepReplaced(
  lake: Lake<Storage>,
  table: TableName,
  state: LedgerState,
  nowMs: number,
): Promise<number | undefined> {
  const waiting = state.replaced.slice(0, mostAtOnce);
  const [oldest] = waiting;
  if (oldest === undefined) return undefined;
  if (waiting.length < waitingSlices && lake.time.now() - oldest.atMs < longGraces * lake.graceMs) return undefined;
  let sweptTo: number | undefined;
  const due: string[] = [];
  const current = new Set([...state.slices.values()].map(({ path }) => path));
  for (const [n, slices] of Map.groupBy(waiting, (each) => each.n)) {
    const isCut = state.replaced.length > mostAtOnce && n === waiting.at(-1)?.n;
    if (isCut || !(await isOlderThan(lake, table, n, nowMs - lake.graceMs))) break;
    due.push(...slices.map(({ path }) => path).filter((path) => !current.has(path)));
    sweptTo = n;
  }
  await lake.storage.remove(await withSuccessor(lake.storage, due, state));
  return sweptTo;
}

/**
 * Those of the replaced slices whose part has its present slice where it belongs. The others may be all that is left of
 * their rows: they stay, as files that no entry names any more.
 */
async function withSuccessor(
  storage: Storage,
  due: readonly string[],
  { slices }: LedgerState,
): Promise<readonly string[]> {
  const byPart = Map.groupBy(due, (path) => {
    const part = parseSlicePath(path);
    return part && slices.get(partKey(part))?.path;
  });
  const kept = [...byPart].map(async ([successor, paths]) =>
    successor !== undefined && (await storage.head(successor)) !== undefined ? paths : [],
  );
  return (await Promise.all(kept)).flat();
}

async function isOlderThan(lake: Lake<Storage>, table: TableName, n: number, ms: number): Promise<boolean> {
  const writtenMs = await lake.ledger(table).writtenMs(n);
  return writtenMs !== undefined && writtenMs < ms;
}
