import { Disposable, EventEmitter, type Extension, lm, Uri, workspace } from "vscode";
import type { Connections } from "../connections/connections.ts";
import { openFolder } from "../connections/open-folder.ts";
import { settingIds } from "../registry/settings.ts";
import { mcpProviderId } from "../registry/view-ids.ts";
import { mcpServerDefinition } from "../shown/mcp-server-definition.ts";

/**
 * Offers the MCP server over the open lake to VS Code, where the setting wants it: nothing is offered in restricted
 * mode, and for a lake on AWS, because the server cannot ask for consent.
 */
export function offerMcpServer(extension: Extension<unknown>, connections: Connections): Disposable {
  const changed = new EventEmitter<void>();
  const tell = (): void => changed.fire();
  return Disposable.from(
    changed,
    connections.onDidChange(tell),
    workspace.onDidGrantWorkspaceTrust(tell),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration(settingIds.mcpServer) && tell()),
    lm.registerMcpServerDefinitionProvider(mcpProviderId, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => {
        const folder = openFolder(connections.current);
        const isWanted = workspace.getConfiguration().get<boolean>(settingIds.mcpServer, false);
        if (!isWanted || !workspace.isTrusted || folder === undefined) return [];
        return [
          mcpServerDefinition({
            label: "TenantTrail",
            command: process.execPath,
            args: [Uri.joinPath(extension.extensionUri, "dist", "mcp-server.mjs").fsPath, "--lake", folder],
            // The desktop's own program runs as Node only when it is told to.
            env: { ELECTRON_RUN_AS_NODE: "1" },
            version: String(extension.packageJSON.version),
          }),
        ];
      },
    }),
  );
}
