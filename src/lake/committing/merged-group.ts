import type { TenantTrailError } from "../../protocol/errors.ts";
import { type DayPart, partKey } from "../ledger/day-part.ts";
import type { Anomaly, SliceChange } from "../ledger/ledger-entry.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import type { InputChange, WrittenSlice } from "../slices/slice-work.ts";

/** What became of the staged rows of one part. */
export interface MergedPart {
  readonly part: DayPart;
  /** SHA-256 of its slice when it was merged, as the ledger had it; null when there was none. */
  readonly before: string | null;
  readonly outcome:
    | {
        readonly inputs: readonly InputChange[];
        /** Undefined when nothing changed. */
        readonly written: WrittenSlice | undefined;
        /** The slice that it was merged from is not what the ledger says. */
        readonly anomaly: Anomaly | undefined;
      }
    | { readonly error: TenantTrailError };
}

/** Parts of which one entry tells, once all of them are written. */
export interface MergedGroup {
  readonly parts: readonly MergedPart[];
  /** When it was begun, milliseconds since 1970 by the writer's clock. */
  readonly sinceMs: number;
}

/** Whether every part is still what it was when the group was merged. */
export function stillHolds({ parts }: MergedGroup, state: LedgerState): boolean {
  return parts.every(({ part, before }) => (state.slices.get(partKey(part))?.sha256 ?? null) === before);
}

/** The slices that were written for a group. */
export function writtenOf({ parts }: MergedGroup): readonly WrittenSlice[] {
  return parts.flatMap(({ outcome }) =>
    "written" in outcome && outcome.written !== undefined ? [outcome.written] : [],
  );
}

export function changesOf({ parts }: MergedGroup): readonly SliceChange[] {
  return parts.flatMap(({ before, outcome }) =>
    "written" in outcome && outcome.written !== undefined ? [{ ...outcome.written.change, before }] : [],
  );
}

export function inputsOf({ parts }: MergedGroup): readonly InputChange[] {
  return parts.flatMap(({ outcome }) => ("inputs" in outcome ? outcome.inputs : []));
}

export function failuresOf({ parts }: MergedGroup): readonly { part: DayPart; error: TenantTrailError }[] {
  return parts.flatMap(({ part, outcome }) => ("error" in outcome ? [{ part, error: outcome.error }] : []));
}

/** What is to be said for good of the slices that were merged, unless the ledger says it already. */
export function anomaliesOf({ parts }: MergedGroup, state: LedgerState): readonly Anomaly[] {
  return parts.flatMap(({ outcome }) => {
    if (!("anomaly" in outcome) || outcome.anomaly === undefined) return [];
    const { path, expected, found } = outcome.anomaly;
    const isSaid = state.anomalies.some(
      (said) => said.path === path && said.expected === expected && said.found === found,
    );
    return isSaid ? [] : [outcome.anomaly];
  });
}

/** Lets go of what is kept until an entry holds. */
export async function forget(group: MergedGroup): Promise<void> {
  for (const written of writtenOf(group)) await written.forget();
}
