import { basename, dirname } from "node:path";
import { Disposable, Uri, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import type { ConnectionInfo } from "../../protocol/lake.ts";
import { commandIds } from "../registry/command-ids.ts";
import { StatusItem } from "../shown/status-item.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { onOneLine } from "../words/plain-text.ts";
import { awsLabel } from "./aws-words.ts";
import type { Connections } from "./connections.ts";

/** The status bar: which lake is open or would be, and beside it what runs. */
export function showConnectionStatus(connections: Connections, tasks: RunningTasks): Disposable {
  const lake = new StatusItem("tenantTrail.connection", t("TenantTrail lake"), commandIds.useConnection, 50);
  const running = new StatusItem("tenantTrail.running", t("TenantTrail work"), commandIds.showRunning, 49);
  let unopened: string | undefined;
  const drawLake = (): void => {
    const info = connections.current;
    const named = (info && labelOf(info)) ?? unopened;
    // Most windows have nothing to do with logs.
    if (named === undefined) {
      lake.draw(undefined);
      return;
    }
    const label = onOneLine(named);
    const simulated = info?.simulated && !/simulated/i.test(label) ? " (simulated)" : "";
    lake.draw({
      icon: info?.connection.kind === "aws" ? "cloud" : "database",
      text: `${label}${simulated}`,
      tooltip: info ? t("{0}\nChoose another lake", onOneLine(placeOf(info))) : t("Open a lake, or make one"),
      spoken: t("TenantTrail lake: {0}{1}", label, simulated),
    });
  };
  const drawRunning = (): void => {
    const newest = tasks.running.at(-1);
    if (!newest) {
      running.draw(undefined);
      return;
    }
    const more = tasks.running.length > 1 ? ` (+${tasks.running.length - 1})` : "";
    running.draw({
      icon: "sync~spin",
      text: `${newest.title}${newest.detail && ` · ${newest.detail}`}${more}`,
      tooltip: t("Show what runs, and cancel it"),
      spoken: t("Running: {0} {1}", newest.title, newest.detail),
    });
  };
  const find = (): void => {
    if (connections.current) return;
    void connections.findDefault().then((found) => {
      unopened = found && (found.kind === "folder" ? folderLabel(found.path) : awsLabel(found));
      drawLake();
    });
  };
  drawLake();
  drawRunning();
  find();
  return Disposable.from(lake, running, connections.onDidChange(drawLake), tasks.onDidChange(drawRunning));
}

function labelOf({ connection, label }: ConnectionInfo): string {
  return connection.kind === "folder" ? folderLabel(connection.path) : label;
}

function placeOf({ connection, root }: ConnectionInfo): string {
  if (connection.kind === "folder") return connection.path;
  const { profile, stack, workgroup, database, endpoint } = connection;
  const named = [
    [t("Stack"), stack],
    [t("Workgroup"), workgroup],
    [t("Database"), database],
    [t("Region"), connection.region],
    [t("Profile"), profile],
    [t("Bucket"), root],
    [t("Endpoint"), endpoint],
  ].flatMap(([title, value]) => (value === undefined || value === "" ? [] : [`${title} ${value}`]));
  return named.join(" · ");
}

/**
 * A lake has the name of its folder. A folder called `lake` says nothing, so the name of the folder around it is taken.
 */
function folderLabel(path: string): string {
  const name = basename(path) === "lake" ? basename(dirname(path)) : basename(path);
  return workspace.getWorkspaceFolder(Uri.file(path)) ? t("{0} · this folder", name) : name;
}
