import { isOfMachine } from "../duckdb/failures.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { TableName } from "../protocol/tables.ts";
import { type DayPart, partKey, partsOf } from "./ledger/day-part.ts";
import type { Anomaly, LedgerNote, SliceChange } from "./ledger/ledger-entry.ts";
import type { LedgerReading } from "./ledger/ledger-reader.ts";
import { isParquetPath, parseSlicePath, slicePath } from "./ledger/slice-path.ts";
import type { HeldSlice, SliceReader } from "./slices/slice-work.ts";
import type { Storage } from "./storage/storage.ts";

/**
 * What a ledger says after it was damaged: rows and digests from the slices themselves, part counts from their names.
 * Of several slices for one part, those are taken that no other names as replaced: merged into one if the reader may
 * write, else the one with the most rows, and the others are recorded as left out. Coverage cannot be known from slices and is
 * left out, and so is a slice that cannot be read or is not what its name says; that and the damage itself are recorded
 * for `verify`.
 * @throws TenantTrailError `unsafe-lake` for a Parquet file that has no slice's name: it may hold logs, and nothing but
 * the ledger could tell; `read-failed` when the machine keeps a slice from being read.
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
  const anomalies: Anomaly[] =
    reading.damage === undefined ? [] : [{ path: reading.damage, expected: null, found: null }];
  const found = (await storage.names(`${table}/`, { signal })).flatMap((path) => {
    const part = parseSlicePath(path);
    if (part === undefined && isParquetPath(path)) throw notASlice(path, table);
    return part === undefined ? [] : [{ part, path }];
  });
  for (const [key, ofPart] of Map.groupBy(found, ({ part }) => partKey(part))) {
    const [{ part } = { part: undefined }] = ofPart;
    if (part === undefined) continue;
    parts[part.day] = partsOf(part);
    const held: Held[] = [];
    for (const { path } of ofPart) {
      const slice = await holdIfReadable(reader, path);
      if (slice !== undefined && slicePath(key, slice.sha256) === path) held.push(slice);
      else {
        anomalies.push({ path, expected: null, found: slice?.sha256 ?? null });
        await slice?.release?.();
      }
    }
    try {
      const { change, others } = await newestOf(reader, part, held);
      if (change !== undefined) slices.push(change);
      for (const { sha256 } of others) anomalies.push({ path: slicePath(key, sha256), expected: null, found: sha256 });
    } finally {
      for (const slice of held) await slice.release?.();
    }
  }
  return { kind: "rebuilt", parts, slices, anomalies };
}

function notASlice(path: string, table: TableName): TenantTrailError {
  return new TenantTrailError(
    "unsafe-lake",
    `The ledger of ${table} is damaged or missing, and ${path} does not have the name of a slice: it may hold logs in a form that this version does not read. Restore the ledger from a backup, or move that file out of the lake and import its logs again.`,
  );
}

async function newestOf<Held extends HeldSlice>(
  reader: SliceReader<Held>,
  part: DayPart,
  held: readonly Held[],
): Promise<{ readonly change?: SliceChange; readonly others: readonly Held[] }> {
  const replaced = new Set(held.map(({ parent }) => parent));
  const newest: SliceChange[] = [];
  const heads = held.filter(({ sha256 }) => !replaced.has(sha256));
  for (const slice of heads) {
    const contents = await reader.contents(part.table, slice);
    const { sha256: after, bytes } = slice;
    newest.push({ part: partKey(part), before: null, after, bytes, ...contents, added: 0, updated: 0, late: 0 });
  }
  const joined = heads.length > 1 ? await reader.join?.(part, heads) : undefined;
  if (joined !== undefined) return { change: { ...joined, before: null, added: 0, updated: 0, late: 0 }, others: [] };
  const [most] = newest.sort((a, b) => b.rows - a.rows || (a.after < b.after ? -1 : 1));
  if (most === undefined) return { others: [] };
  // Who cannot join them says what is left out; who can found that one of them holds all.
  const others = reader.join === undefined ? heads.filter(({ sha256 }) => sha256 !== most.after) : [];
  return { change: most, others };
}

/** What was left out would be missing for good, though nothing may be wrong with it. */
function notNow(path: string, cause: unknown): TenantTrailError {
  return new TenantTrailError(
    "read-failed",
    `The ledger is damaged or missing, and ${path}, from which it is to be rebuilt, cannot be read. Check its permissions and its drive, then try again.`,
    { cause },
  );
}

async function holdIfReadable<Held extends HeldSlice>(
  reader: SliceReader<Held>,
  path: string,
): Promise<Held | undefined> {
  try {
    return await reader.hold(path);
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code !== "broken-slice") throw error;
    if (isOfMachine(error.cause)) throw notNow(path, error.cause);
    return undefined;
  }
}
