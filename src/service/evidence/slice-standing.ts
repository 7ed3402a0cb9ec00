import type { LedgerLook, Looked } from "../../lake/ledger-look.ts";
import { atOnce } from "../../lake/storage/at-once.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import type { ReadSlice, ReadTable } from "../../protocol/evidence/result-origin.ts";
import type { SliceStanding } from "../../query/evidence/facts/evidence-facts.ts";

const filesAtOnce = 4;

/**
 * How slices that were read stand now: what the ledger names in their part of their day, and the digest of their files,
 * which are read whole.
 */
export async function sliceStanding(
  look: LedgerLook,
  read: readonly ReadTable[],
  signal: AbortSignal | undefined,
  onSlice: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, SliceStanding>> {
  const looked = await look.readAll(
    signal,
    read.map(({ table }) => table),
  );
  const slices = read.flatMap((each) => each.slices.map((slice) => ({ slice, looked: looked.get(each.table) })));
  let done = 0;
  const stands = await atOnce(slices, filesAtOnce, async ({ slice, looked: of }) => {
    throwIfCancelled(signal);
    const standing = await standingOf(look, of, slice);
    done += 1;
    onSlice(done, slices.length);
    return [slice.path, standing] as const;
  });
  return new Map(stands);
}

async function standingOf(
  { lake }: LedgerLook,
  looked: Looked | undefined,
  { path, sha256 }: ReadSlice,
): Promise<SliceStanding> {
  const part = path.replace(/\.[0-9a-f]{16}\.parquet$/, "");
  const named = looked?.state.slices.get(part);
  if (named === undefined) return "unknown";
  if (named.path !== path || named.sha256 !== sha256) return "replaced";
  const found = await lake.storage.sha256Of(path);
  if (found === undefined) return "gone";
  return found === sha256 ? "same" : "changed";
}
