import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { Lake } from "../lake.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { atOnce } from "../storage/at-once.ts";
import { type Storage, type StoredContent, type WriteCondition, WriteConflict } from "../storage/storage.ts";
import { dayOfManifest, daysChangedAfter, manifestPath, manifestText } from "./day-manifest.ts";

const requestsAtOnce = 16;
const attempts = 50;

export interface ManifestOptions {
  /** The address by which Athena reads a path of the lake's storage. */
  readonly addressOf: (path: string) => string;
  readonly signal?: AbortSignal;
}

/**
 * Brings the manifests of a table up to its ledger, with what an earlier run left: a marker says up to which entry they
 * were published (docs/design.md, Athena's view). Several may publish at once. A manifest is looked at first, then the
 * ledger is read, then the manifest is replaced if it is still the one that was looked at: so it never becomes that of
 * an older state.
 * @throws TenantTrailError `write-failed` for a damaged ledger, or when others publish without end; CancelledError.
 */
export async function publishManifests(lake: Lake<Storage>, table: TableName, options: ManifestOptions): Promise<void> {
  const { storage } = lake;
  const marker = readMarker(await storage.get(markerPath(table)));
  const { state } = await readWhole(lake, table, options.signal);
  if (state.n <= marker) return;
  let days = await daysToPublish(storage, table, marker, state);
  // Most entries only tell what was read: the marker would be written for each of them.
  if (days.length === 0 && state.rebuilt <= marker) return;
  for (let attempt = 1; days.length > 0; attempt += 1) {
    if (attempt > attempts) throw tooManyPublishers(table);
    days = await publishDays(lake, table, days, options);
  }
  await moveMarker(storage, table, state.n);
}

/** A ledger that was rebuilt may have lost days of which there is a manifest. */
async function daysToPublish(
  storage: Storage,
  table: TableName,
  marker: number,
  state: LedgerState,
): Promise<readonly string[]> {
  const days = new Set(daysChangedAfter(marker, state));
  if (state.rebuilt > marker)
    for (const path of await storage.names(`tables/${table}/`)) {
      const day = dayOfManifest(path);
      if (day !== undefined) days.add(day);
    }
  return [...days].sort();
}

/** Answers the days whose manifest another publisher replaced meanwhile. */
async function publishDays(
  lake: Lake<Storage>,
  table: TableName,
  days: readonly string[],
  { addressOf, signal }: ManifestOptions,
): Promise<readonly string[]> {
  const { storage } = lake;
  const before = await atOnce(days, requestsAtOnce, (day) => storage.get(manifestPath(table, day)));
  const { state } = await readWhole(lake, table, signal);
  const overtaken = await atOnce(days, requestsAtOnce, async (day, index) => {
    const [seen, wanted] = [before[index], new TextEncoder().encode(manifestText(state, day, addressOf))];
    if (seen !== undefined && Buffer.compare(seen.content, wanted) === 0) return [];
    return (await isWritten(storage, manifestPath(table, day), wanted, conditionOf(seen))) ? [] : [day];
  });
  return overtaken.flat();
}

async function moveMarker(storage: Storage, table: TableName, n: number): Promise<void> {
  const content = new TextEncoder().encode(`${JSON.stringify({ n })}\n`);
  for (let attempt = 1; ; attempt += 1) {
    const seen = await storage.get(markerPath(table));
    if (readMarker(seen) >= n) return;
    if (await isWritten(storage, markerPath(table), content, conditionOf(seen))) return;
    if (attempt === attempts) throw tooManyPublishers(table);
  }
}

async function isWritten(
  storage: Storage,
  path: string,
  content: Uint8Array,
  condition: WriteCondition,
): Promise<boolean> {
  try {
    await storage.write(path, content, condition);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}

async function readWhole(
  lake: Lake<Storage>,
  table: TableName,
  signal: AbortSignal | undefined,
): Promise<{ readonly state: LedgerState }> {
  throwIfCancelled(signal);
  const { state, damage } = await lake.ledger(table).read(signal);
  if (damage === undefined) return { state };
  throw new TenantTrailError(
    "write-failed",
    `The ledger of ${table} is damaged at ${damage}, so Athena's view of it stays as it is. The next import or collection rebuilds it.`,
  );
}

function markerPath(table: TableName): string {
  return `_state/manifests/${table}.json`;
}

/** Number of the last entry that is published; 0 where the marker does not say, so that all is published again. */
function readMarker(stored: StoredContent | undefined): number {
  if (stored === undefined) return 0;
  try {
    const { n }: { readonly n?: unknown } = JSON.parse(new TextDecoder().decode(stored.content));
    return typeof n === "number" && Number.isSafeInteger(n) && n >= 0 ? n : 0;
  } catch {
    return 0;
  }
}

function conditionOf(seen: StoredContent | undefined): WriteCondition {
  return seen === undefined ? { ifAbsent: true } : { ifVersion: seen.version };
}

function tooManyPublishers(table: TableName): TenantTrailError {
  return new TenantTrailError(
    "write-failed",
    `Others published ${table} for Athena ${attempts} times meanwhile. Run it again when they are done.`,
  );
}
