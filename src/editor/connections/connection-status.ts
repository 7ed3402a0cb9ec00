import { basename, dirname } from "node:path";
import { Disposable, StatusBarAlignment, Uri, window, workspace } from "vscode";
import type { ConnectionInfo } from "../../protocol/lake.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { onOneLine } from "../words/plain-text.ts";
import type { Connections } from "./connections.ts";

/** The status bar: which lake is open or would be, and beside it what runs. */
export function showConnectionStatus(connections: Connections, tasks: RunningTasks): Disposable {
  const lake = window.createStatusBarItem("tenantTrail.connection", StatusBarAlignment.Left, 50);
  lake.name = "TenantTrail lake";
  lake.command = commandIds.useConnection;
  const running = window.createStatusBarItem("tenantTrail.running", StatusBarAlignment.Left, 49);
  running.name = "TenantTrail work";
  running.command = commandIds.showRunning;
  let unopened: string | undefined;
  const drawLake = (): void => {
    const info = connections.current;
    const named = (info && labelOf(info)) ?? unopened;
    // Most windows have nothing to do with logs.
    if (named === undefined) {
      lake.hide();
      return;
    }
    const label = onOneLine(named);
    const simulated = info?.simulated && !/simulated/i.test(label) ? " (simulated)" : "";
    lake.text = `$(database) ${label}${simulated}`;
    lake.tooltip = info
      ? `${info.connection.kind === "folder" ? info.connection.path : info.connection.region}\nChoose another lake`
      : "Open a lake, or make one";
    lake.accessibilityInformation = { label: `TenantTrail lake: ${label}${simulated}`, role: "button" };
    lake.show();
  };
  const drawRunning = (): void => {
    const newest = tasks.running.at(-1);
    if (!newest) {
      running.hide();
      return;
    }
    const more = tasks.running.length > 1 ? ` (+${tasks.running.length - 1})` : "";
    running.text = `$(sync~spin) ${newest.title}${newest.detail && ` · ${newest.detail}`}${more}`;
    running.tooltip = "Show what runs, and cancel it";
    running.accessibilityInformation = { label: `Running: ${newest.title} ${newest.detail}`, role: "button" };
    running.show();
  };
  const find = (): void => {
    if (connections.current) return;
    void connections.findDefault().then((path) => {
      unopened = path && folderLabel(path);
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

/** A lake's name is its folder's; one called `lake`, as every workspace may have it, goes by the folder around it. */
function folderLabel(path: string): string {
  const name = basename(path) === "lake" ? basename(dirname(path)) : basename(path);
  return workspace.getWorkspaceFolder(Uri.file(path)) ? `${name} · this folder` : name;
}
