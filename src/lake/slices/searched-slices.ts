import { neighbouringDay } from "../../protocol/log-day.ts";
import { parsePartKey } from "../ledger/day-part.ts";
import type { LedgerState, SliceState } from "../ledger/ledger-state.ts";

/** Staged rows of one hour. */
export interface StagedHour {
  /** Its beginning, milliseconds since 1970. */
  readonly hourMs: number;
  readonly rows: number;
  /** Those of them whose time is only approximately known. */
  readonly approximate: number;
}

/**
 * The slices within a day of a staged row that may hold its key at another time, by part: any for an approximate row,
 * those with approximate rows for an exact one (design: Slices).
 */
export function slicesToSearch(
  hours: readonly StagedHour[],
): (state: Pick<LedgerState, "slices">) => ReadonlyMap<string, SliceState> {
  const nearApproximate = daysNear(hours.filter(({ approximate }) => approximate > 0));
  const nearExact = daysNear(hours.filter(({ rows, approximate }) => rows > approximate));
  return ({ slices }) =>
    new Map(
      [...slices].filter(([key, { approximate }]) => {
        if (nearApproximate.size === 0 && approximate === 0) return false;
        const day = parsePartKey(key)?.day ?? "";
        return nearApproximate.has(day) || (approximate > 0 && nearExact.has(day));
      }),
    );
}

function daysNear(hours: readonly StagedHour[]): ReadonlySet<string> {
  const days = new Set(hours.map(({ hourMs }) => new Date(hourMs).toISOString().slice(0, 10)));
  return new Set([...days].flatMap((day) => [-1, 0, 1].map((steps) => neighbouringDay(day, steps))));
}
