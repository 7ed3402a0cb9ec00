import { workspace } from "vscode";
import { settingIds } from "../registry/settings.ts";

const least = 5;
const usual = 15;

/** Minutes between two collections; `undefined` while it is off, and in restricted mode whatever the settings say. */
export function keepCollectingMinutes(): number | undefined {
  const settings = workspace.getConfiguration();
  if (!workspace.isTrusted || !settings.get(settingIds.keepCollecting, false)) return undefined;
  const minutes = settings.get(settingIds.keepCollectingMinutes, usual);
  return Number.isFinite(minutes) ? Math.max(least, minutes) : usual;
}
