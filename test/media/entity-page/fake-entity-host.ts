import { RequestType } from "vscode-jsonrpc/browser";
import type {
  EntityPageNotifications,
  EntityPageRequests,
  EntityPageState,
} from "../../../src/protocol/entity/entity-page.ts";
import { connectFakeHost } from "../fake-transport.ts";
import { fakeColumns, fakeRow, fakeSummary } from "../result-view/fake-rows.ts";
import { fakeEvent } from "./fake-entity.ts";

/** The extension host's end, in the page itself: what it was asked, and what it is to say. */
export interface FakeEntityHost {
  readonly calls: { readonly method: string; readonly params: unknown }[];
  /** When set, no record is found. */
  recordIsGone: boolean;
  show(state: EntityPageState): void;
}

declare global {
  var fakeEntityHost: FakeEntityHost;
}

let rowCount = 0;
const connection = connectFakeHost();
const host: FakeEntityHost = {
  calls: [],
  recordIsGone: false,
  show: (state) => {
    if (state.timeline.kind === "ready") rowCount = state.timeline.content.summary.rowCount;
    void connection.sendNotification("state", state);
  },
};
globalThis.fakeEntityHost = host;

function answer<Method extends keyof EntityPageRequests>(
  method: Method,
  reply: (params: EntityPageRequests[Method]["params"]) => EntityPageRequests[Method]["result"],
): void {
  connection.onRequest(
    new RequestType<EntityPageRequests[Method]["params"], unknown, unknown>(method),
    async (params) => {
      host.calls.push({ method, params });
      return reply(params);
    },
  );
}

for (const method of [
  "ready",
  "cancel",
  "fillGaps",
  "showEntity",
  "askAboutEntity",
  "read",
  "openFact",
] satisfies (keyof EntityPageNotifications)[]) {
  connection.onNotification(method, (params: unknown) => void host.calls.push({ method, params }));
}

answer("readWindow", ({ offset, limit, filters = [], search }) => {
  const shown = search === "nothing" ? 0 : Math.floor(rowCount / (filters.length + 1));
  const rows = Array.from({ length: Math.max(0, Math.min(limit, shown - offset)) }, (_, index) =>
    fakeEvent(offset + index),
  );
  return { offset, rowCount: shown, rows };
});
answer("columnValues", () => ({
  values: [
    { value: "One Outlook Web", count: 402 },
    { value: null, count: 280 },
    { value: "Microsoft Teams", count: 12 },
  ],
  distinct: 9,
}));
answer("copyText", () => null);
answer("readRecord", () => {
  if (host.recordIsGone) return null;
  return { summary: fakeSummary(1), cells: fakeRow(3), meanings: [], order: fakeColumns.map((_, index) => index) };
});
answer("readRecordCell", () => "the whole text");
connection.listen();
