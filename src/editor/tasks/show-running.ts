import { window } from "vscode";
import type { RunningTasks } from "./running-tasks.ts";

/** Lists what runs; choosing one cancels it. */
export async function showRunning(tasks: RunningTasks): Promise<void> {
  const items = tasks.running.map((task) => ({
    label: task.title,
    description: task.detail,
    detail: "$(debug-stop) Cancel",
    task,
  }));
  if (items.length === 0) {
    await window.showInformationMessage("Nothing is running.");
    return;
  }
  const chosen = await window.showQuickPick(items, { title: "Running", placeHolder: "Choose what to cancel" });
  chosen?.task.cancel();
}
