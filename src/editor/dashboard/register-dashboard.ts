import { ConfigurationTarget, commands, Disposable, type Memento, ViewColumn, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { commandIds } from "../registry/command-ids.ts";
import { settingIds } from "../registry/settings.ts";
import { dashboardPageType } from "../registry/view-ids.ts";
import { openPanel } from "../shown/panel.ts";
import { isSampleWorkspace } from "../start/open-start-page.ts";
import { DashboardMemory } from "./dashboard-memory.ts";
import { DashboardPanel, type DashboardPanelParts } from "./dashboard-panel.ts";
import { TileQueries, type TileQueryParts } from "./tile-queries.ts";

interface DashboardParts
  extends Pick<DashboardPanelParts, "extension" | "connections" | "files" | "errors" | "onDidRefresh">,
    Omit<TileQueryParts, "record"> {
  /** Where filters are remembered: the workspace's state. */
  readonly memory: Pick<Memento, "get" | "update">;
}

/** The dashboard: its command, the page that a reload brings back, and the page on which an empty window opens. */
export function registerDashboard(parts: DashboardParts): Disposable {
  const { extension, errors, connections } = parts;
  const record = (error: unknown): void => errors.record(error);
  const panelParts = {
    ...parts,
    memory: new DashboardMemory(parts.memory),
    opensAtStart: { get: opensAtStart, set: setOpensAtStart },
  };
  let opened: DashboardPanel | undefined;
  const show = (panel = openPanel(extension, dashboardPageType, t("Dashboard"), ViewColumn.Active)): void => {
    const shown = new DashboardPanel(panel, { ...panelParts, queries: new TileQueries({ ...parts, record }) });
    opened = shown;
    shown.onDidClose(() => {
      if (opened === shown) opened = undefined;
    });
  };
  const openEmptyWindow = async (): Promise<void> => {
    if (!opensAtStart() || !workspace.isTrusted || isSampleWorkspace()) return;
    if (!isWindowEmpty() || (await connections.findDefault()) === undefined) return;
    const lake = await connections.open();
    // The person may have opened something while the lake was.
    if (lake?.isKnown && opened === undefined && isWindowEmpty())
      show(
        openPanel(extension, dashboardPageType, t("Dashboard"), { viewColumn: ViewColumn.Active, preserveFocus: true }),
      );
  };
  void openEmptyWindow().catch(record);
  return Disposable.from(
    commands.registerCommand(commandIds.showDashboard, () => (opened ? opened.reveal() : show())),
    window.registerWebviewPanelSerializer(dashboardPageType, {
      deserializeWebviewPanel: async (panel) => show(panel),
    }),
    new Disposable(() => opened?.dispose()),
  );
}

function isWindowEmpty(): boolean {
  return window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
}

function opensAtStart(): boolean {
  return workspace.getConfiguration().get(settingIds.openDashboardAtStart, true);
}

async function setOpensAtStart(opens: boolean): Promise<void> {
  await workspace.getConfiguration().update(settingIds.openDashboardAtStart, opens, ConfigurationTarget.Global);
}
