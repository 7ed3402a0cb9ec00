import { RequestType, ResponseError } from "vscode-jsonrpc/browser";
import type { ErrorData } from "../../../src/protocol/error-response.ts";
import type { ErrorCode } from "../../../src/protocol/errors.ts";
import type { JsonValue } from "../../../src/protocol/query.ts";
import type { ResultState, ResultViewNotifications, ResultViewRequests } from "../../../src/protocol/result-page.ts";
import { connectFakeHost } from "../fake-transport.ts";
import { fakeChart } from "./fake-chart.ts";
import { fakeRow, viewedRows } from "./fake-rows.ts";

type Params<Method extends keyof ResultViewRequests> = ResultViewRequests[Method]["params"];
type Answer<Method extends keyof ResultViewRequests> = ResultViewRequests[Method]["result"];

interface Call {
  readonly method: string;
  readonly params: unknown;
}

/** The extension host's end, in the page itself: what it was asked, and what it is to say. */
export interface FakeHost {
  readonly calls: Call[];
  /** Windows that were asked for and given up. */
  cancelled: number;
  /** When set, every request fails with it. */
  failure: string | undefined;
  /** The code of that failure. */
  failureCode: ErrorCode;
  /** When set, every cell that is opened is it. */
  cell: JsonValue | undefined;
  /** Columns that the host calls empty. */
  empty: readonly number[];
  /** When set, every number of a row is it. */
  number: string | number | undefined;
  /** Requests wait until released. */
  hold: boolean;
  show(state: ResultState): void;
}

declare global {
  var fakeHost: FakeHost;
}

let rowCount = 0;

const connection = connectFakeHost();
const host: FakeHost = {
  calls: [],
  cancelled: 0,
  failure: undefined,
  failureCode: "lake-process-stopped",
  cell: undefined,
  empty: [],
  number: undefined,
  hold: false,
  show: (state) => {
    if (state.kind === "ready") rowCount = state.summary.rowCount;
    void connection.sendNotification("state", state);
  },
};
globalThis.fakeHost = host;

function answer<Method extends keyof ResultViewRequests>(
  method: Method,
  reply: (params: Params<Method>) => Answer<Method>,
): void {
  const type = new RequestType<Params<Method>, unknown, ErrorData>(method);
  connection.onRequest(type, async (params, token) => {
    host.calls.push({ method, params });
    const cancelled = token.onCancellationRequested(() => {
      host.cancelled += 1;
    });
    while (host.hold && !token.isCancellationRequested) await new Promise((resolve) => setTimeout(resolve, 5));
    cancelled.dispose();
    if (host.failure !== undefined)
      throw new ResponseError(-32000, host.failure, { code: host.failureCode, cancelled: false });
    return reply(params);
  });
}

for (const method of [
  "ready",
  "cancel",
  "retry",
  "openQuery",
  "fillGaps",
  "takeNextStep",
  "prefer",
  "compare",
  "arrange",
  "showEntity",
  "pin",
] satisfies (keyof ResultViewNotifications)[]) {
  connection.onNotification(method, (params: unknown) => void host.calls.push({ method, params }));
}

answer("readWindow", (request) => {
  const rows = viewedRows(request, rowCount);
  const count = rows?.length ?? rowCount;
  const end = Math.min(count, request.offset + request.limit);
  return {
    offset: request.offset,
    rowCount: count,
    rows: Array.from({ length: Math.max(0, end - request.offset) }, (_, index) => {
      const row = fakeRow(rows?.[request.offset + index] ?? request.offset + index);
      return host.number === undefined ? row : row.with(3, host.number);
    }),
  };
});
answer("openDashboard", () => ({ passed: ["ipAddress"] }));
answer("readCell", ({ row, column, asText }) => {
  if (host.cell !== undefined) return host.cell;
  const cell = fakeRow(row)[column] ?? null;
  if (typeof cell === "object" && cell !== null) {
    return JSON.stringify({
      id: String(row),
      status: { errorCode: 0, failureReason: "Other." },
      big: "x".repeat(3000),
    });
  }
  return column === 6 && !asText ? JSON.parse(String(cell)) : cell;
});
answer("columnStatistics", ({ column }) => ({
  column,
  rows: 1204,
  nulls: column === 5 ? 241 : 0,
  distinct: 3,
  min: column === 3 ? 0 : "DE",
  max: column === 3 ? 53003 : "US",
  mean: column === 3 ? 22_798.6667 : null,
  top:
    column === 3
      ? [
          { value: 0, count: 802 },
          { value: 50126, count: 201 },
          { value: 53003, count: 120 },
          { value: 50053, count: 81 },
        ]
      : [
          { value: "NL", count: 702 },
          { value: "DE", count: 241 },
          { value: null, count: 241 },
          { value: "", count: 20 },
        ],
}));
answer("copyRows", ({ rows, format }) => ({
  rows: rows.to - rows.from,
  ...(format === "sqlIn" && { values: 3, nulls: 2 }),
}));
answer("emptyColumns", () => ({ columns: host.empty }));
answer("summariseRange", ({ rows, columns }) => ({
  rows: rows.to - rows.from,
  distinct: 4,
  columns: columns.map((column) => ({
    column,
    nulls: column === 5 ? 2 : 0,
    sum: column === 3 ? "100179" : null,
    min: column === 0 ? "2026-11-22T03:10:03.000Z" : column === 3 ? 0 : null,
    max: column === 0 ? "2026-11-22T03:14:07.000Z" : column === 3 ? 50126 : null,
  })),
}));
answer("columnValues", ({ contains = "" }) => {
  const values = [
    { value: "NL", count: 702 },
    { value: "DE", count: 241 },
    { value: null, count: 241 },
    { value: "", count: 20 },
  ].filter(({ value }) => String(value).toLowerCase().includes(contains.toLowerCase()));
  return { values, distinct: values.length };
});
answer("chartData", fakeChart);
answer("savePicture", ({ title, format }) => ({ path: `/home/analyst/${title}.${format}` }));
answer("keepChart", () => ({ file: "spray.sql" }));
answer("copyStatement", () => ({ values: 2 }));
answer("copyText", () => null);
answer("exportResult", ({ format }) => ({ path: `/home/analyst/spray.${format}`, rows: 1204, bytes: 88_000 }));
connection.listen();
