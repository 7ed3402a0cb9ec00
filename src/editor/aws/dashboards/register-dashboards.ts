import { commands, Disposable, env } from "vscode";
import type { Dashboard } from "../../../protocol/aws/listed-dashboards.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { Connections } from "../../connections/connections.ts";
import { commandIds } from "../../registry/command-ids.ts";
import { viewIds } from "../../registry/view-ids.ts";
import { type ShownTree, showTree } from "../../shown/tree-view.ts";
import { DashboardsTree } from "./dashboards-tree.ts";

interface DashboardsParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly record: (error: unknown) => void;
}

/** The view of the account's dashboards, read again when another lake is opened. */
export function registerDashboards({ lake, connections, record }: DashboardsParts): Disposable {
  const shown: { view?: ShownTree<Dashboard> } = {};
  const tree = new DashboardsTree({
    lake,
    connections,
    say: (sentence) => shown.view?.say(sentence),
    record,
  });
  const view = showTree<Dashboard>(viewIds.dashboards, { treeDataProvider: tree });
  shown.view = view;
  return Disposable.from(
    view,
    connections.onDidChange(() => tree.refresh()),
    commands.registerCommand(commandIds.refreshDashboards, () => tree.refresh()),
    commands.registerCommand(commandIds.copyDashboardLink, async (dashboard?: Dashboard) => {
      if (dashboard !== undefined) await env.clipboard.writeText(dashboard.url);
    }),
  );
}
