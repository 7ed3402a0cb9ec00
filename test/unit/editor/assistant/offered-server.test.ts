import assert from "node:assert/strict";
import { test } from "node:test";
import type { Connection } from "../../../../src/protocol/lake.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { offerMcpServer } = await import("../../../../src/editor/assistant/offer-mcp-server.ts");

/** What VS Code is offered with a lake open. */
function offered(connection: Connection | undefined): readonly { readonly given: readonly unknown[] }[] {
  const extension = { extensionUri: { path: "/extension" }, packageJSON: { version: "1.2.3" } };
  const connections = { current: connection && { connection }, onDidChange: () => ({ dispose: () => undefined }) };
  offerMcpServer(extension as never, connections as never);
  return (
    editor.tools.get("tenantTrail.mcp") as { provideMcpServerDefinitions(): never }
  ).provideMcpServerDefinitions();
}

test("the server is offered for a folder alone, where the setting wants it, and never in restricted mode", () => {
  const folder: Connection = { kind: "folder", path: "/lake" };
  assert.deepEqual(offered(folder), [], "off unless it is wanted");
  editor.settings.set("tenantTrail.mcpServer", true);
  assert.deepEqual(
    offered(folder).map(({ given }) => given),
    [
      [
        "TenantTrail",
        process.execPath,
        ["/extension/dist/mcp-server.mjs", "--lake", "/lake"],
        { ELECTRON_RUN_AS_NODE: "1" },
        "1.2.3",
      ],
    ],
  );
  assert.deepEqual(
    offered({ kind: "aws", region: "eu-central-1", stack: "acme" }),
    [],
    "it cannot ask about the price",
  );
  assert.deepEqual(offered(undefined), []);
  editor.isTrusted = false;
  assert.deepEqual(offered(folder), [], "restricted mode");
});
