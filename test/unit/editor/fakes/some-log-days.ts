import type { LogDay } from "../../../../src/protocol/lake.ts";
import { tableNames } from "../../../../src/protocol/tables.ts";

/** A log day with what the test names, and something plain for the rest. */
export function day(given: Partial<LogDay>): LogDay {
  return {
    table: "signins",
    day: "2026-11-22",
    tenantId: "tenant",
    rows: 1,
    bytes: 10,
    state: "imported",
    coverage: [],
    simulated: false,
    slices: ["/lake/signins/dt=2026-11-22/00-24.parquet"],
    ...given,
  };
}

/** One day of each state, not in order. */
export const chosenDays: readonly LogDay[] = [
  day({ day: "2026-11-22", rows: 9877, bytes: 1_290_000, state: "complete" }),
  day({ day: "2026-11-23", rows: 6120, bytes: 900_000, state: "settling" }),
  day({ day: "2026-10-30", rows: 0, bytes: 0, state: "lost", slices: [] }),
  day({ day: "2026-11-21", rows: 7010, bytes: 800_000, state: "gap" }),
  day({ day: "2026-10-31", rows: 2201, bytes: 300_000 }),
];

export function sixTablesOfThreeYears(): readonly LogDay[] {
  const days: LogDay[] = [];
  for (const table of tableNames) {
    for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
      days.push(day({ table, day: new Date(at).toISOString().slice(0, 10), rows: (at / 86_400_000) % 1000 }));
    }
  }
  return days;
}
