import { TabInputWebview, ViewColumn, window } from "vscode";
import { resultPanelType } from "../registry/view-ids.ts";

/** Where a text opens without covering what stands in `taken`: another column that is there, or a new one. */
export function columnBeside(taken: ViewColumn | undefined): ViewColumn {
  const other = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== taken);
  return other?.viewColumn ?? (window.tabGroups.all.length > 0 ? ViewColumn.Beside : ViewColumn.Active);
}

/** Where a text opens that was asked for in a view: in the active column, unless a result is seen there. */
export function columnOfText(): ViewColumn {
  const { activeTab, viewColumn } = window.tabGroups.activeTabGroup;
  const input = activeTab?.input;
  const isResult = input instanceof TabInputWebview && input.viewType.endsWith(resultPanelType);
  return isResult ? columnBeside(viewColumn) : ViewColumn.Active;
}
