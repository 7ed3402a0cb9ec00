import { type Disposable, workspace } from "vscode";
import { settingIds } from "../registry/settings.ts";
import type { Connections } from "./connections.ts";
import { absolute } from "./find-lake.ts";

/** Opens the lake that the setting names, when a person changes it. */
export function followLakeSetting(
  connections: Connections,
  guard: (work: () => Promise<unknown>) => unknown,
): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (!change.affectsConfiguration(settingIds.lake)) return;
    const setting = workspace.getConfiguration().get<string>(settingIds.lake, "").trim();
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
    const path = setting === "" ? undefined : absolute(setting, folder);
    if (path !== undefined) guard(() => connections.use({ kind: "folder", path }));
  });
}
