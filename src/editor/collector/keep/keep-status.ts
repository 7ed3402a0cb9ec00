import { commands, Disposable, workspace } from "vscode";
import { t } from "../../../base/translated.ts";
import { type CommandId, commandIds } from "../../registry/command-ids.ts";
import { settingIds } from "../../registry/settings.ts";
import { type Choice, pickOne } from "../../shown/quick-pick.ts";
import { StatusItem } from "../../shown/status-item.ts";
import type { KeepCollecting } from "./keep-collecting.ts";
import { keepWords } from "./keep-words.ts";

/** The status bar while logs are kept collected: when the next collection is, or that the last one failed. */
export function showKeepStatus(keep: KeepCollecting): Disposable {
  const item = new StatusItem(
    "tenantTrail.keepCollecting",
    t("TenantTrail collecting"),
    commandIds.showKeepCollecting,
    48,
  );
  const draw = (): void => {
    const { state } = keep;
    // A running collection has its own item, with its progress.
    if (state.kind === "off" || state.kind === "collecting") {
      item.draw(undefined);
      return;
    }
    const { icon, short, long } = keepWords(state);
    const isWarning = state.kind === "failed";
    item.draw({
      icon,
      text: isWarning ? t("Collecting failed") : t("Collecting: {0}", short),
      tooltip: long,
      spoken: t("TenantTrail, collecting: {0}", long),
      isWarning,
    });
  };
  draw();
  return Disposable.from(item, keep.onDidChange(draw));
}

/** Says how keeping collecting stands, and offers what can be done about it. */
export async function chooseKeepAction(keep: KeepCollecting): Promise<void> {
  const isOn = keep.state.kind !== "off";
  const change: Choice<Act> = {
    ...(isOn
      ? {
          icon: "circle-slash",
          label: t("Stop collecting on its own"),
          detail: t("Logs are then collected only when you ask for it"),
        }
      : {
          icon: "clock",
          label: t("Keep collecting while the editor is open"),
          detail: t("The interval is a setting"),
        }),
    value: () => workspace.getConfiguration().update(settingIds.keepCollecting, !isOn, true),
  };
  const act = await pickOne(
    [
      run("cloud-download", t("Collect now"), t("Reads what is due"), commandIds.collect),
      run("pulse", t("Show health"), t("Gaps, lateness and the last error of each source"), commandIds.showHealth),
      run(
        "settings-gear",
        t("Open the collector"),
        t("Tenants, their credentials and permissions"),
        commandIds.showCollector,
      ),
      change,
    ],
    { title: keepWords(keep.state).long, placeHolder: t("Collecting") },
  );
  await act?.();
}

type Act = () => Thenable<unknown>;

function run(icon: string, label: string, detail: string, command: CommandId): Choice<Act> {
  return { icon, label, detail, value: () => commands.executeCommand(command) };
}
