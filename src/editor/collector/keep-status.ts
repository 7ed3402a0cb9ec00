import { commands, Disposable, StatusBarAlignment, ThemeColor, window, workspace } from "vscode";
import { type CommandId, commandIds } from "../registry/command-ids.ts";
import { settingIds } from "../registry/settings.ts";
import type { KeepCollecting } from "./keep-collecting.ts";
import { keepWords } from "./keep-words.ts";

/** The status bar while logs are kept collected: when the next collection is, or that the last one failed. */
export function showKeepStatus(keep: KeepCollecting): Disposable {
  const item = window.createStatusBarItem("tenantTrail.keepCollecting", StatusBarAlignment.Left, 48);
  item.name = "TenantTrail collecting";
  item.command = commandIds.showKeepCollecting;
  const draw = (): void => {
    const { state } = keep;
    // A running collection has its own item, with its progress.
    if (state.kind === "off" || state.kind === "collecting") {
      item.hide();
      return;
    }
    const { icon, short, long } = keepWords(state);
    const text = state.kind === "failed" ? "Collecting failed" : `Collecting: ${short}`;
    item.text = `$(${icon}) ${text}`;
    item.tooltip = long;
    item.backgroundColor = state.kind === "failed" ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    item.accessibilityInformation = { label: `TenantTrail, collecting: ${long}`, role: "button" };
    item.show();
  };
  draw();
  return Disposable.from(item, keep.onDidChange(draw));
}

/** Says how keeping collecting stands, and offers what can be done about it. */
export async function chooseKeepAction(keep: KeepCollecting): Promise<void> {
  const isOn = keep.state.kind !== "off";
  const actions: readonly { readonly label: string; readonly detail: string; readonly act: () => Thenable<unknown> }[] =
    [
      run("$(cloud-download) Collect now", "Reads what is due", commandIds.collect),
      run("$(pulse) Show health", "Gaps, lateness and the last error of each source", commandIds.showHealth),
      run(
        "$(settings-gear) Open the collector",
        "Tenants, their credentials and permissions",
        commandIds.showCollector,
      ),
      {
        label: isOn
          ? "$(circle-slash) Stop collecting on its own"
          : "$(clock) Keep collecting while the editor is open",
        detail: isOn ? "Logs are then collected only when you ask for it" : "The interval is a setting",
        act: () => workspace.getConfiguration().update(settingIds.keepCollecting, !isOn, target()),
      },
    ];
  const chosen = await window.showQuickPick(actions, { title: keepWords(keep.state).long, placeHolder: "Collecting" });
  await chosen?.act();
}

function run(
  label: string,
  detail: string,
  command: CommandId,
): { readonly label: string; readonly detail: string; readonly act: () => Thenable<unknown> } {
  return { label, detail, act: () => commands.executeCommand(command) };
}

/** Where the setting is kept: with the workspace when it has one, for a lake belongs to a workspace. */
function target(): boolean | undefined {
  return workspace.workspaceFolders === undefined;
}
