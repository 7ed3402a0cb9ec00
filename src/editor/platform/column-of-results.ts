import { commands, ViewColumn, window, workspace } from "vscode";
import { settingIds } from "../registry/settings.ts";

/** VS Code's `vscode.getEditorLayout`; orientation 0 has groups side by side, 1 one below the other. */
interface EditorLayout {
  readonly orientation?: number;
  readonly groups?: readonly GroupLayout[];
}

interface GroupLayout {
  readonly size?: number;
  readonly groups?: readonly GroupLayout[];
}

/**
 * Where the first result opens: in a group of its own below everything, at the full width that rows need, or beside what
 * is active. Where nothing is open it takes all.
 */
export async function columnOfResults(): Promise<ViewColumn> {
  const { all, activeTabGroup } = window.tabGroups;
  if (all.every(({ tabs }) => tabs.length === 0)) return ViewColumn.Active;
  const place = workspace.getConfiguration().get<string>(settingIds.resultsOpen, "below");
  if (place === "beside") return activeTabGroup.activeTab ? ViewColumn.Beside : ViewColumn.Active;
  const layout = await commands.executeCommand<EditorLayout>("vscode.getEditorLayout");
  await commands.executeCommand("vscode.setEditorLayout", withGroupBelow(layout));
  return all.length + 1;
}

/** The same groups, with one below them that has half of the height. */
function withGroupBelow({ orientation = 0, groups = [] }: EditorLayout): EditorLayout {
  const above = groups.length > 1 && orientation === 0 ? { groups } : (groups[0] ?? {});
  if (groups.length > 1 && orientation === 1) {
    const heights = groups.map(({ size = 1 }) => size);
    const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length;
    return { orientation: 1, groups: [...groups, { size: mean }] };
  }
  return { orientation: 1, groups: [{ ...above, size: 0.5 }, { size: 0.5 }] };
}
