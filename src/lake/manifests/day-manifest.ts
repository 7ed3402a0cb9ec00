import type { TableName } from "../../protocol/tables.ts";
import { parsePartKey } from "../ledger/day-part.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";

/** The path of a day's manifest, the only file that Athena's table finds below the day's partition. */
export function manifestPath(table: TableName, day: string): string {
  return `tables/${table}/dt=${day}/slices`;
}

/** The day of a manifest's path; undefined for another path. */
export function dayOfManifest(path: string): string | undefined {
  return /^tables\/[a-z]+\/dt=(\d{4}-\d{2}-\d{2})\/slices$/.exec(path)?.[1];
}

/**
 * The addresses of a day's slices, a line each, as Hive's `SymlinkTextInputFormat` reads them; empty for a day that has
 * none. @param addressOf for example `s3://bucket/slices/…` of a path in the lake's storage.
 */
export function manifestText(state: LedgerState, day: string, addressOf: (path: string) => string): string {
  const keys = [...state.slices.keys()].filter((key) => parsePartKey(key)?.day === day).sort();
  return keys.map((key) => `${addressOf(state.slices.get(key)?.path ?? "")}\n`).join("");
}

/** The days of which a slice is named by an entry after the nth. */
export function daysChangedAfter(n: number, { slices }: LedgerState): ReadonlySet<string> {
  return new Set([...slices].flatMap(([key, slice]) => (slice.n > n ? (parsePartKey(key)?.day ?? []) : [])));
}
