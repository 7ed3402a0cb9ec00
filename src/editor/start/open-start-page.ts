import { commands, type Memento, workspace } from "vscode";
import { settingIds } from "../registry/settings.ts";
import { viewContainerId, walkthroughId } from "../registry/view-ids.ts";

const shownKey = "start.shown";

/** True of a workspace that was made to look at the sample lake, as `npm start` makes one. */
export function isSampleWorkspace(): boolean {
  return workspace.getConfiguration().get<boolean>(settingIds.sampleWorkspace, false);
}

/**
 * Opens a sample workspace on TenantTrail's view, with the walkthrough beside it. It does so once: afterwards the
 * window opens as the person left it. Any other workspace is left alone.
 */
export async function openStartPage(memory: Memento): Promise<void> {
  if (!isSampleWorkspace() || memory.get<boolean>(shownKey)) return;
  await memory.update(shownKey, true);
  await commands.executeCommand(`workbench.view.extension.${viewContainerId}`);
  await commands.executeCommand("workbench.action.openWalkthrough", walkthroughId, false);
}
