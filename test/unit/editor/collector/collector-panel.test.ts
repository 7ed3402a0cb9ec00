import assert from "node:assert/strict";
import { test } from "node:test";
import type { WebviewPanel } from "vscode";
import type { CollectorPageState } from "../../../../src/protocol/collector-page.ts";
import { FakeEventEmitter, useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { CollectorPage } = await import("../../../../src/editor/collector/page/collector-panel.ts");
type Parts = ConstructorParameters<typeof CollectorPage>[0];

/** What the page is told once it listens, over a store of secrets that answers so. */
async function stateWith(readSecret: () => Promise<string | undefined>) {
  const never = new FakeEventEmitter<unknown>().event;
  const heard = new FakeEventEmitter<unknown>();
  const recorded: unknown[] = [];
  const told = Promise.withResolvers<void>();
  let state: CollectorPageState | undefined;
  const panel = {
    webview: {
      cspSource: "",
      options: {},
      html: "",
      asWebviewUri: (uri: unknown) => uri,
      onDidReceiveMessage: heard.event,
      postMessage: async ({ method, params }: { readonly method: string; readonly params: CollectorPageState }) => {
        if (method === "state") state = params;
        // What is sent last.
        if (method === "runs") told.resolve();
        return true;
      },
    },
    onDidDispose: never,
  };
  const page = new CollectorPage({
    extension: { path: "/extension" },
    host: { readSecret },
    tenants: { onDidChange: never, list: async () => [{ tenantId: "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f" }] },
    connections: { onDidChange: never, current: undefined },
    collection: { runs: { onDidChange: never, of: () => [] }, onDidProgress: never },
    errors: { record: (error: unknown) => recorded.push(error), guard: (work: () => Promise<unknown>) => work() },
  } as unknown as Parts);
  page.adopt(panel as unknown as WebviewPanel);
  heard.fire({ jsonrpc: "2.0", method: "ready", params: null });
  await told.promise;
  page.dispose();
  assert.ok(state);
  return { state, recorded };
}

test("a tenant whose credential is not on this computer is told", async () => {
  const { state } = await stateWith(async () => undefined);
  assert.deepEqual(state.withoutCredential, ["7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f"]);
});

test("a store of secrets that cannot be read does not take the tenants off the page", async () => {
  const { state, recorded } = await stateWith(() => Promise.reject(new Error("the keyring is locked")));
  assert.equal(state.failure, undefined);
  assert.equal(state.tenants.length, 1);
  assert.equal(recorded.length, 1);
});
