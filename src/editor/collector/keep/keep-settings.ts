import { workspace } from "vscode";
import { settingIds } from "../../registry/settings.ts";

const least = 5;
const usual = 15;

/**
 * Minutes between two collections; `undefined` while it is off, and in restricted mode whatever the settings say. Only
 * the user's own settings count: a workspace, trusted or not, begins no collection.
 */
export function keepCollectingMinutes(): number | undefined {
  if (!workspace.isTrusted || ownValue(settingIds.keepCollecting) !== true) return undefined;
  const minutes = ownValue(settingIds.keepCollectingMinutes);
  return typeof minutes === "number" && Number.isFinite(minutes) ? Math.max(least, minutes) : usual;
}

function ownValue(id: string): unknown {
  return workspace.getConfiguration().inspect(id)?.globalValue;
}
