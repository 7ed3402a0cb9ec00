import { t } from "../../base/translated.ts";
import { tell } from "../shown/messages.ts";
import { pickOne } from "../shown/quick-pick.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** Lists what runs; choosing one cancels it. */
export async function showRunning(tasks: RunningTasks): Promise<void> {
  const choices = tasks.running.map((task) => ({
    icon: "debug-stop",
    label: task.title,
    description: task.detail,
    detail: t("Cancel"),
    value: task,
  }));
  if (choices.length === 0) {
    await tell("information", t("Nothing is running."));
    return;
  }
  const chosen = await pickOne(choices, { title: t("Running"), placeHolder: t("Choose what to cancel") });
  chosen?.cancel();
}
