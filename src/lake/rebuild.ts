import { TenantTrailError } from "../protocol/errors.ts";
import type { TableName } from "../protocol/tables.ts";
import type { LedgerNote, SliceChange } from "./ledger/ledger-entry.ts";
import type { LedgerReading } from "./ledger/ledger-reader.ts";
import { parseSlicePath, partsOf, type SliceName } from "./slices/slice.ts";
import type { HeldSlice, SliceReader } from "./slices/slice-work.ts";
import type { Storage } from "./storage/storage.ts";

/**
 * What a ledger says after it was damaged: rows and digests from the slices themselves, part counts from their names.
 * Coverage cannot be known from slices and is left out, and so is a slice that cannot be read: `verify` names it as
 * long as it lies there. The damage itself is recorded for `verify`.
 */
export async function rebuildNote<Held extends HeldSlice>(
  reader: SliceReader<Held>,
  storage: Storage,
  table: TableName,
  reading: LedgerReading,
  signal?: AbortSignal,
): Promise<LedgerNote> {
  const parts: NonNullable<LedgerNote["parts"]> = {};
  const slices: SliceChange[] = [];
  for (const path of await storage.names(`${table}/`, { signal })) {
    const slice = parseSlicePath(path);
    if (slice === undefined) continue;
    parts[slice.day] = partsOf(slice);
    const held = await holdIfReadable(reader, slice);
    if (held === undefined) continue;
    try {
      const contents = await reader.contents(held);
      const [after, bytes] = [held.sha256, held.bytes];
      slices.push({ path, before: null, after, bytes, ...contents, added: 0, updated: 0, late: 0 });
    } finally {
      await reader.release(held);
    }
  }
  const anomalies = reading.damage === undefined ? [] : [{ path: reading.damage, expected: null, found: null }];
  return { kind: "rebuilt", parts, slices, anomalies };
}

async function holdIfReadable<Held extends HeldSlice>(
  reader: SliceReader<Held>,
  slice: SliceName,
): Promise<Held | undefined> {
  try {
    return await reader.hold(slice);
  } catch (error) {
    if (error instanceof TenantTrailError && error.code === "broken-slice") return undefined;
    throw error;
  }
}
