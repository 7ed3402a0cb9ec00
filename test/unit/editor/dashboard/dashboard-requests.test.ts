import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type { DashboardRequestParts } from "../../../../src/editor/dashboard/dashboard-requests.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { answerDashboardRequests } = await import("../../../../src/editor/dashboard/dashboard-requests.ts");

test("a dashboard that closes cancels the queries of its tiles", async () => {
  const [there, back] = [new PassThrough(), new PassThrough()];
  const host = createMessageConnection(new StreamMessageReader(there), new StreamMessageWriter(back));
  const page = createMessageConnection(new StreamMessageReader(back), new StreamMessageWriter(there));
  const begun = Promise.withResolvers<AbortSignal>();
  const queries: Pick<DashboardRequestParts["queries"], "run"> = {
    run: async (_tile, _filters, signal) => {
      begun.resolve(signal);
      return new Promise(() => undefined);
    },
  };
  const parts = { queries, tileOf: (id: string) => ({ id }) } as unknown as DashboardRequestParts;
  answerDashboardRequests(host, parts);
  host.listen();
  page.listen();
  page.sendRequest("runTile", { tile: "file:///a.sql", filters: {} }).catch(() => undefined);
  const signal = await begun.promise;
  assert.equal(signal.aborted, false);
  host.dispose();
  assert.ok(signal.reason instanceof CancelledError);
  page.dispose();
});
