import type { DayPart } from "../ledger/day-part.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { parseSlicePath } from "../ledger/slice-path.ts";

/** A file with the name of a slice that a ledger says nothing of. */
export interface UnnamedSlice {
  readonly path: string;
  readonly part: DayPart;
}

type Named = Pick<LedgerState, "slices" | "replaced" | "anomalies">;

/**
 * Of some paths, those of slices that a state does not name: neither as the present ones, nor as ones that were replaced
 * and lie there until they are swept, nor as ones that were left out when the ledger was rebuilt.
 */
export function unnamedSlices(paths: readonly string[], { slices, replaced, anomalies }: Named): UnnamedSlice[] {
  return without(paths, [...slices.values(), ...replaced, ...anomalies]);
}

/** Of some paths, those of slices that are not the present ones of a state. */
export function otherSlices(paths: readonly string[], { slices }: Pick<LedgerState, "slices">): UnnamedSlice[] {
  return without(paths, [...slices.values()]);
}

function without(paths: readonly string[], known: readonly { readonly path: string }[]): UnnamedSlice[] {
  const named = new Set(known.map(({ path }) => path));
  return paths.flatMap((path) => {
    const part = named.has(path) ? undefined : parseSlicePath(path);
    return part === undefined ? [] : [{ path, part }];
  });
}
