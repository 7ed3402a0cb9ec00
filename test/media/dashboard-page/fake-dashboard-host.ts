import { type CancellationToken, RequestType, ResponseError } from "vscode-jsonrpc/browser";
import type { ChartData } from "../../../src/protocol/chart/chart-data.ts";
import type {
  DashboardPageNotifications,
  DashboardPageRequests,
  DashboardState,
  TileOutcome,
} from "../../../src/protocol/dashboard/dashboard-page.ts";
import type { ErrorData } from "../../../src/protocol/error-response.ts";
import type { NextStep } from "../../../src/protocol/result-page.ts";
import { connectFakeHost } from "../fake-transport.ts";
import { fakeDays, fakeOutcome, fakeRows } from "./fake-tiles.ts";

type Params<Method extends keyof DashboardPageRequests> = DashboardPageRequests[Method]["params"];
type Answer<Method extends keyof DashboardPageRequests> = DashboardPageRequests[Method]["result"];

/** The extension host's end, in the page itself: what it was asked, and what it is to say. */
export interface FakeDashboardHost {
  readonly calls: { readonly method: string; readonly params: unknown }[];
  /** The tiles whose runs were cancelled. */
  readonly cancelled: string[];
  /** By tile: how its run ends, where that is not as usual; `never` for one that does not. */
  readonly outcomes: Record<string, TileOutcome | "never">;
  offers: readonly NextStep[] | undefined;
  show(state: DashboardState): void;
  tellSeen(isSeen: boolean): void;
  tellChanged(): void;
}

declare global {
  var fakeDashboardHost: FakeDashboardHost;
}

const connection = connectFakeHost();
const host: FakeDashboardHost = {
  calls: [],
  cancelled: [],
  outcomes: {},
  offers: undefined,
  show: (state) => void connection.sendNotification("state", state),
  tellChanged: () => void connection.sendNotification("lakeChanged", null),
  tellSeen: (isSeen) => void connection.sendNotification("seen", { isSeen }),
};
globalThis.fakeDashboardHost = host;

function answer<Method extends keyof DashboardPageRequests>(
  method: Method,
  reply: (params: Params<Method>, token: CancellationToken) => Answer<Method> | Promise<Answer<Method>>,
): void {
  connection.onRequest(new RequestType<Params<Method>, unknown, ErrorData>(method), async (params, token) => {
    host.calls.push({ method, params });
    return reply(params, token);
  });
}

for (const method of [
  "ready",
  "filter",
  "openQuery",
  "openRows",
  "takeNextStep",
  "openAtStart",
] satisfies (keyof DashboardPageNotifications)[]) {
  connection.onNotification(method, (params: unknown) => void host.calls.push({ method, params }));
}

answer("period", ({ days }) => ({
  days: days.from.startsWith("20") ? days : fakeDays,
  ...(host.offers && { offers: host.offers }),
}));
answer("estimate", () => ({ words: "2 queries scan at most 84 MB on Athena (about 0.042 ¢)." }));
answer("runTile", ({ tile }, token) => {
  const outcome = host.outcomes[tile] ?? fakeOutcome(tile);
  if (outcome !== "never") return outcome;
  return new Promise((_, reject) => {
    token.onCancellationRequested(() => {
      host.cancelled.push(tile);
      const data = { code: "internal", cancelled: true } as const;
      reject(new ResponseError(1, "It was cancelled.", data));
    });
  });
});
answer("readWindow", ({ offset }) => ({ offset, rowCount: fakeRows.length, rows: fakeRows }));
answer("chartData", (): ChartData => {
  const starts = ["2026-11-20T00:00:00.000Z", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"];
  const axis = { kind: "time", starts, end: "2026-11-23T00:00:00.000Z", step: { count: 1, unit: "day" } } as const;
  const left = { placeless: 0, measures: [{ nulls: 0, notFinite: 0 }] };
  const series = [{ measure: 0, values: [12, 40, 7] }];
  return { kind: "grouped", rows: 3, axis, series, left, isOneRowEach: true };
});
connection.listen();
