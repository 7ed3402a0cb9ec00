import { commands, Disposable, env, type Memento, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { Connections } from "../connections/connections.ts";
import { watchLake } from "../connections/lake-watch.ts";
import { pickConnection } from "../connections/pick-connection.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import { debounce } from "../platform/cancellation.ts";
import { commandIds } from "../registry/command-ids.ts";
import { settingIds } from "../registry/settings.ts";
import { collectorPageType, viewIds } from "../registry/view-ids.ts";
import { pickOne } from "../shown/quick-pick.ts";
import { showTree } from "../shown/tree-view.ts";
import type { Collection } from "./collecting/collect-logs.ts";
import { askCollectOnly } from "./collecting/collect-only.ts";
import type { CollectorNode } from "./collector-model.ts";
import type { CollectorTree } from "./collector-tree.ts";
import type { KeepCollecting } from "./keep/keep-collecting.ts";
import { chooseKeepAction, showKeepStatus } from "./keep/keep-status.ts";
import type { CollectorPage } from "./page/collector-panel.ts";
import type { TenantActions } from "./tenant-actions.ts";

/** Reading the health costs more than listing days, so the view follows at this distance, in milliseconds. */
const treePauseMs = 2000;

interface CollectorParts {
  readonly tree: CollectorTree;
  readonly page: CollectorPage;
  readonly keep: KeepCollecting;
  readonly collection: Collection;
  readonly tenants: TenantActions;
  readonly connections: Connections;
  readonly memory: Memento;
  readonly errors: ErrorPresenter;
}

/** The collector view, the collector page's commands, and collecting on its own. */
export function registerCollector(parts: CollectorParts): Disposable {
  const { tree, page, keep, collection, tenants, connections, memory, errors } = parts;
  const refresh = debounce(treePauseMs, () => tree.refresh());
  const addTenant = async (): Promise<void> => {
    if (!(await connections.open())) {
      await connections.use(await pickConnection(connections, t("Where to keep the collected logs")));
    }
    page.show({ view: "add" });
  };
  const onTenant = (work: (tenantId: string) => Promise<unknown>) => (node?: CollectorNode | string) =>
    errors.guard(async () => work(await chooseTenant(tenants, node)));
  const view = showTree(viewIds.collector, { treeDataProvider: tree, showCollapseAll: true });
  tree.attach(view);
  keep.follow();
  return Disposable.from(
    window.registerWebviewPanelSerializer(collectorPageType, {
      deserializeWebviewPanel: async (panel) => page.adopt(panel),
    }),
    refresh,
    view,
    watchLake(connections, { isMissed: () => tree.isMissed, onChange: refresh }),
    collection.onDidBegin(() => keep.giveWay()),
    collection.onDidProgress(refresh),
    tenants.onDidChange(() => tree.refresh()),
    keep.onDidChange(() => tree.refresh()),
    showKeepStatus(keep),
    workspace.onDidGrantWorkspaceTrust(() => keep.follow()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingIds.keepCollecting)) keep.follow();
      else if (change.affectsConfiguration(settingIds.keepCollectingMinutes)) keep.follow();
    }),
    commands.registerCommand(commandIds.collectOnly, () =>
      errors.guard(async () => collection.collect([await askCollectOnly(memory)], true)),
    ),
    commands.registerCommand(commandIds.showCollector, () => page.show({ view: "tenants" })),
    commands.registerCommand(commandIds.showHealth, () => page.show({ view: "health" })),
    commands.registerCommand(commandIds.addTenant, () => errors.guard(addTenant)),
    commands.registerCommand(
      commandIds.editTenant,
      onTenant(async (tenantId) => page.show({ view: "edit", tenantId })),
    ),
    commands.registerCommand(
      commandIds.testTenant,
      onTenant(async (tenantId) => page.show({ view: "test", tenantId })),
    ),
    commands.registerCommand(
      commandIds.removeTenant,
      onTenant((tenantId) => tenants.remove(tenantId)),
    ),
    commands.registerCommand(
      commandIds.collectTenant,
      onTenant((tenantId) => collection.collect([{ tenantId }], true)),
    ),
    commands.registerCommand(
      commandIds.copyClientId,
      onTenant(async (tenantId) => {
        const tenant = (await tenants.list()).find((each) => each.tenantId === tenantId);
        if (tenant) await env.clipboard.writeText(tenant.clientId);
      }),
    ),
    commands.registerCommand(commandIds.refreshCollector, () => tree.refresh()),
    commands.registerCommand(commandIds.showKeepCollecting, () => errors.guard(() => chooseKeepAction(keep))),
  );
}

/** The tenant of a line of the view, or the one that the person picks. */
async function chooseTenant(tenants: TenantActions, node: CollectorNode | string | undefined): Promise<string> {
  if (typeof node === "string") return node;
  if (node?.kind === "tenant") return node.tenant.tenantId;
  const choices = (await tenants.list()).map(({ name, tenantId }) => ({
    label: name,
    description: tenantId,
    value: tenantId,
  }));
  const chosen = await pickOne(choices, { placeHolder: t("Tenant") });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}
