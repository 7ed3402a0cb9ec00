import type { DashboardState, DashboardTile, TileOutcome } from "../../../src/protocol/dashboard/dashboard-page.ts";
import type { Cell } from "../../../src/protocol/query.ts";

export const fakeDays = { from: "2026-10-24", to: "2026-11-22" } as const;

export const fakeRows: readonly (readonly Cell[])[] = [
  ["2026-11-20", 12, "ann@contoso.example"],
  ["2026-11-21", 40, "<b>bob</b>\u202e@contoso.example"],
  ["2026-11-22", 7, null],
];

export const chartTile = fakeTile("chart", "Sign-ins over time", {
  isWide: true,
  chart: { type: "bar", x: "day", y: ["signIns"] },
});
export const tableTile = fakeTile("table", "Users at risk", { takes: { days: true, user: true, application: false } });

export function fakeTile(id: string, title: string, more: Partial<DashboardTile> = {}): DashboardTile {
  const takes = { days: true, user: true, application: true };
  return { id, title, description: `What ${title} says.`, isWide: false, takes, ...more };
}

export function fakeDashboard(more: Partial<DashboardState> = {}): DashboardState {
  return {
    lake: "contoso · this folder",
    visit: 1,
    simulated: true,
    engine: "duckdb",
    tiles: [chartTile, tableTile],
    leftOut: [],
    filters: { days: { from: "last 30 days", to: "last 30 days" }, user: "", application: "" },
    opensAtStart: true,
    ...more,
  };
}

export function fakeOutcome(tile: string, more: Partial<Extract<TileOutcome, { kind: "ready" }>> = {}): TileOutcome {
  return {
    kind: "ready",
    tone: "none",
    lines: [],
    ...more,
    summary: {
      resultId: `result-${tile}`,
      title: tile,
      columns: [
        { name: "day", type: "varchar", kind: "text" },
        { name: "signIns", type: "bigint", kind: "number" },
        { name: "account", type: "varchar", kind: "text" },
      ],
      rowCount: fakeRows.length,
      engine: "duckdb",
      scannedBytes: 1000,
      elapsedMs: 210,
      lake: "/lake",
      params: {},
      askedAt: "2026-11-22T12:00:00.000Z",
      coverage: [],
      simulated: true,
      sql: "SELECT 1",
      ...more.summary,
    },
  };
}
