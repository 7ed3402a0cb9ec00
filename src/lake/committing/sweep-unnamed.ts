import { dayMs } from "../../base/time-units.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { LeftSlices } from "../../protocol/left-rows.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { HeldSlice, SliceProver } from "../slices/slice-work.ts";
import type { Storage, StoredObject } from "../storage/storage.ts";
import { HeldProof } from "../unnamed/held-proof.ts";
import { type UnnamedSlice, unnamedSlices } from "../unnamed/unnamed-slices.ts";

/** Slices that no entry names are looked for each time so many entries were appended. */
const entriesPerSearch = 128;

/** One sweep proves of at most so many that their rows are held. */
const mostProved = 64;

/** A writer that slept so long in the middle of a commit finds its slices where it left them. */
const unnamedMs = 7 * dayMs;

/**
 * Takes away slices that no entry names and nobody has touched for a week, if the slices that the ledger names hold
 * each of their rows: what a killed writer left is gone once its rows were collected again. It is looked for once in a
 * hundred and some entries. Ages are counted from the newest entry, because a file that somebody else put there may
 * have any time. What was left out of a ledger that was rebuilt stays: its permission or its drive may come back.
 * @returns what it left; undefined when it did not look. @throws CancelledError.
 */
export async function sweepUnnamed<Held extends HeldSlice>(
  prover: SliceProver<Held>,
  lake: Lake<Storage>,
  table: TableName,
  before: LedgerState,
  after: LedgerState,
  signal?: AbortSignal,
): Promise<LeftSlices | undefined> {
  const turn = Math.floor(after.n / entriesPerSearch);
  if (Math.floor(before.n / entriesPerSearch) === turn) return undefined;
  const nowMs = await lake.ledger(table).writtenMs(after.n);
  if (nowMs === undefined) return undefined;
  let listed: readonly StoredObject[];
  try {
    listed = await lake.storage.list(`${table}/`);
  } catch (error) {
    // The rows are committed: what somebody put into the folder is said beside that.
    if (!(error instanceof TenantTrailError) || error.code !== "unsafe-lake") throw error;
    return { slices: 0, rows: 0, unread: 0, refused: error.message };
  }
  const objects = new Map(listed.map((object) => [object.path, object.writtenMs]));
  const reading = await lake.ledger(table).read();
  if (reading.damage !== undefined) return undefined;
  const { state } = reading;
  const old = unnamedSlices([...objects.keys()], state).filter(
    ({ path }) => nowMs - (objects.get(path) ?? nowMs) > unnamedMs,
  );
  return sweepHeld(new HeldProof(prover, lake.storage), lake.storage, state, inTurn(old, turn), signal);
}

/** Some of the slices at a time, so that each is looked at once in a while however many there are. */
function inTurn(old: readonly UnnamedSlice[], turn: number): { chosen: readonly UnnamedSlice[]; unseen: number } {
  const from = old.length <= mostProved ? 0 : (turn * mostProved) % old.length;
  const chosen = [...old.slice(from), ...old.slice(0, from)].slice(0, mostProved);
  return { chosen, unseen: old.length - chosen.length };
}

async function sweepHeld<Held extends HeldSlice>(
  proof: HeldProof<Held>,
  storage: Storage,
  state: LedgerState,
  { chosen, unseen }: { readonly chosen: readonly UnnamedSlice[]; readonly unseen: number },
  signal: AbortSignal | undefined,
): Promise<LeftSlices> {
  const held: string[] = [];
  let [slices, rows, unread] = [0, 0, unseen];
  try {
    for (const slice of chosen) {
      throwIfCancelled(signal);
      const found = await proof.of(slice, state, signal);
      if (found.kind === "held") held.push(slice.path);
      if (found.kind === "unread") unread += 1;
      if (found.kind !== "left") continue;
      slices += 1;
      rows += found.rows;
    }
  } finally {
    await proof.release();
  }
  await storage.remove(held);
  return { slices, rows, unread };
}
