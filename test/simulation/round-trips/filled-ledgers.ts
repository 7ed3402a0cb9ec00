import { encodeCheckpoint } from "../../../src/lake/ledger/checkpoint.ts";
import { partKey, partOf, partTimes } from "../../../src/lake/ledger/day-part.ts";
import {
  encodeEntry,
  type LedgerEntry,
  type SliceChange,
  sha256,
  type WindowRead,
} from "../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../src/lake/ledger/ledger-paths.ts";
import { emptyLedger, LedgerFold } from "../../../src/lake/ledger/ledger-state.ts";
import { slicePath } from "../../../src/lake/ledger/slice-path.ts";
import type { Storage } from "../../../src/lake/storage/storage.ts";
import { type TableName, tableNames } from "../../../src/protocol/tables.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const entriesADay = day / (15 * minute);

const tenantId = "00000000-0000-4000-8000-000000000009";

/** Days of which so much happens have parts. */
const busy: readonly TableName[] = ["signins", "activity"];

/**
 * What another tenant of a lake left in its ledgers until an instant, milliseconds since 1970: a window each quarter of
 * an hour; at the end of each day its slices, four of sign-ins and activity and one of the others; and the last re-read
 * of the day that Microsoft is about to forget. It is written as it would lie there, not entry by entry; nobody reads
 * the slices.
 */
export async function fillLedgers(storage: Storage, entries: number, untilMs: number): Promise<void> {
  for (const table of tableNames) {
    const paths = new LedgerPaths(table);
    const fold = new LedgerFold();
    let state = emptyLedger;
    let loose: Uint8Array[] = [];
    for (let n = 1; n <= entries; n += 1) {
      const endMs = untilMs + (n - entries) * 15 * minute;
      const isDayOver = (entries - n) % entriesADay === 0;
      const lastAge = isDayOver ? [filledRead(endMs - 30 * day, endMs - 29 * day, endMs)] : [];
      const windows = [filledRead(endMs - 15 * minute, endMs, endMs), ...lastAge];
      const slices = isDayOver ? await writtenSlices(storage, table, endMs - day) : [];
      const at = new Date(endMs).toISOString();
      const entry: LedgerEntry = { n, previous: state.head, at, kind: "commit", windows, slices };
      const bytes = encodeEntry(entry);
      state = fold.add(state, entry, sha256(bytes));
      loose.push(bytes);
      if (n % paths.entriesPerArchive !== 0 || n > entries - paths.entriesPerArchive) continue;
      await storage.overwrite(paths.archive(n), Buffer.concat(loose));
      loose = [];
    }
    const before = entries - loose.length;
    for (const [index, bytes] of loose.entries()) await storage.overwrite(paths.entry(before + index + 1), bytes);
    await storage.overwrite(paths.checkpoint, encodeCheckpoint({ state, version: undefined }));
  }
}

async function writtenSlices(storage: Storage, table: TableName, dayMs: number): Promise<SliceChange[]> {
  const parts = busy.includes(table) ? 4 : 1;
  const changes: SliceChange[] = [];
  for (let part = 0; part < parts; part += 1) {
    const own = partOf(table, dayMs + (part * day) / parts, parts);
    const key = partKey(own);
    const content = Buffer.from(key);
    const after = sha256(content);
    await storage.overwrite(slicePath(key, after), content);
    const firstMs = partTimes(own).fromMs;
    changes.push({
      part: key,
      before: null,
      after,
      bytes: content.length,
      rows: 1,
      firstMs,
      lastMs: firstMs,
      tenants: { [tenantId]: 1 },
      approximate: 0,
      portalCsv: 0,
      columnBytes: [],
      added: 1,
      updated: 0,
      late: 0,
    });
  }
  return changes;
}

/** A window of the other tenant that was read to its end and brought nothing new; milliseconds since 1970. */
function filledRead(fromMs: number, toMs: number, atMs: number): WindowRead {
  const [from, to, at] = [fromMs, toMs, atMs].map((ms) => new Date(ms).toISOString());
  return {
    tenantId,
    source: "filled",
    from: from ?? "",
    to: to ?? "",
    at: at ?? "",
    fetched: 0,
    added: 0,
    updated: 0,
    late: 0,
    requests: 1,
    throttledMs: 0,
    elapsedMs: 0,
  };
}
