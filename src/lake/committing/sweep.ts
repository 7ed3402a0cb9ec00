import { dayMs } from "../../base/time-units.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import { parseSlicePath } from "../ledger/day-part.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { Storage } from "../storage/storage.ts";

/** One sweep deletes at most so many slices. */
const mostAtOnce = 256;

/** A sweep is made once so many replaced slices wait, or when they have waited long. */
const waitingSlices = 8;
const longGraces = 6;

/** Slices that no entry names are looked for each time so many entries were appended. */
const entriesPerSearch = 128;

/** A writer that slept so long in the middle of a commit finds its slices where it left them. */
const unnamedMs = 7 * dayMs;

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
  await lake.storage.remove(due);
  return sweptTo;
}

async function isOlderThan(lake: Lake<Storage>, table: TableName, n: number, ms: number): Promise<boolean> {
  const writtenMs = await lake.ledger(table).writtenMs(n);
  return writtenMs !== undefined && writtenMs < ms;
}

/**
 * Takes away what no entry names and nobody has touched for a week, which killed writers left behind. It is looked for
 * once in a hundred and some entries. Ages are counted from the newest entry, because a file that somebody else put
 * there may have any time. What was left out of a ledger that was rebuilt stays: its permission or its drive may come
 * back.
 */
export async function sweepUnnamed(
  lake: Lake<Storage>,
  table: TableName,
  before: LedgerState,
  after: LedgerState,
): Promise<void> {
  if (Math.floor(before.n / entriesPerSearch) === Math.floor(after.n / entriesPerSearch)) return;
  const nowMs = await lake.ledger(table).writtenMs(after.n);
  if (nowMs === undefined) return;
  const slices = (await lake.storage.list(`${table}/`)).filter(({ path }) => parseSlicePath(path) !== undefined);
  const old = slices.filter(({ writtenMs }) => nowMs - writtenMs > unnamedMs);
  const reading = await lake.ledger(table).read();
  if (old.length === 0 || reading.damage !== undefined) return;
  const { state } = reading;
  const named = new Set([...state.slices.values(), ...state.replaced, ...state.anomalies].map(({ path }) => path));
  await lake.storage.remove(
    old
      .map(({ path }) => path)
      .filter((path) => !named.has(path))
      .slice(0, mostAtOnce),
  );
}
