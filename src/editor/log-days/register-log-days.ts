import { commands, Disposable, type Uri } from "vscode";
import { t } from "../../base/translated.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { CollectorFunctions } from "../aws/functions/collector-functions.ts";
import type { S3Branch } from "../aws/objects/s3-branch.ts";
import { isS3Node } from "../aws/objects/s3-nodes.ts";
import type { Collection } from "../collector/collecting/collect-logs.ts";
import { requestsOfDays, requestsOfGaps } from "../collector/collecting/collect-requests.ts";
import { explainLostDays } from "../collector/explain-lost-day.ts";
import type { Connections } from "../connections/connections.ts";
import { watchLake } from "../connections/lake-watch.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { LogImport } from "../import/import-logs.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { commandIds } from "../registry/command-ids.ts";
import { viewIds } from "../registry/view-ids.ts";
import { askText } from "../shown/input-box.ts";
import { showTree } from "../shown/tree-view.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import type { Verification } from "../verify/verify-integrity.ts";
import { invokeRequestsOf } from "./collect-now.ts";
import { chosenNodes, copySlicePaths, revealSlice, verifyArgumentsOf } from "./day-actions.ts";
import { DropLogs } from "./drop-logs.ts";
import { daysOf, type LogDayNode } from "./log-days-model.ts";
import type { LakeNode, LogDaysTree } from "./log-days-tree.ts";
import { queryDays } from "./query-days.ts";
import { registerS3Actions } from "./s3-actions.ts";

interface LogDaysParts {
  readonly tree: LogDaysTree;
  readonly s3: S3Branch;
  readonly functions: CollectorFunctions;
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  readonly connections: Connections;
  readonly logImport: LogImport;
  readonly collection: Collection;
  readonly verification: Verification;
  readonly runs: PanelRuns;
  readonly errors: ErrorPresenter;
}

/** The log days view: the tree, its actions, files dropped onto it, and refreshing when the lake changes. */
export function registerLogDays(parts: LogDaysParts): Disposable {
  const { tree, connections, logImport, collection, verification, functions, runs, errors } = parts;
  const importInto = (uris: readonly Uri[], target: LakeNode | undefined): Promise<unknown> =>
    errors.guard(() => logImport.run({ uris, ...tableAndTenantOf(target) }));
  const dropLogs = new DropLogs({ importFiles: importInto, showError: (error) => errors.show(error) });
  const view = showTree(viewIds.logDays, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
    dragAndDropController: dropLogs,
  });
  tree.attach(view);
  const onNodes =
    (work: (nodes: readonly LogDayNode[]) => Promise<unknown>) => (clicked?: LakeNode, all?: LakeNode[]) =>
      errors.guard(() => work(chosenNodes(clicked, all ?? view.selection).filter((node) => !isS3Node(node))));
  return Disposable.from(
    view,
    dropLogs,
    registerS3Actions({ ...parts, selection: () => view.selection }),
    commands.registerCommand(
      commandIds.collectNow,
      onNodes((nodes) => functions.invoke(invokeRequestsOf(nodes))),
    ),
    watchLake(connections, { isMissed: () => tree.isMissed, onChange: () => tree.refresh() }),
    collection.onDidProgress(() => tree.refresh()),
    commands.registerCommand(commandIds.refreshLogDays, () => tree.refresh()),
    commands.registerCommand(commandIds.filterLogDays, () => askFilter(tree)),
    commands.registerCommand(commandIds.clearLogDaysFilter, () => tree.setFilter("")),
    commands.registerCommand(
      commandIds.queryDay,
      onNodes((nodes) => queryDays(runs, nodes, "own")),
    ),
    commands.registerCommand(commandIds.openDay, (day: LogDayNode) =>
      errors.guard(() => queryDays(runs, [day], "last")),
    ),
    commands.registerCommand(commandIds.revealSlice, onNodes(revealSlice)),
    commands.registerCommand(commandIds.copySlicePath, onNodes(copySlicePaths)),
    commands.registerCommand(
      commandIds.verifyDay,
      onNodes((nodes) => verification.run(verifyArgumentsOf(nodes))),
    ),
    commands.registerCommand(
      commandIds.collectDayAgain,
      onNodes((nodes) => collection.collect(requestsOfDays(daysOf(nodes)), true)),
    ),
    commands.registerCommand(
      commandIds.fillGap,
      onNodes((nodes) => collection.collect(requestsOfGaps(daysOf(nodes)), true)),
    ),
    commands.registerCommand(
      commandIds.explainLostDay,
      onNodes((nodes) =>
        explainLostDays(daysOf(nodes), {
          collect: (requests) => collection.collect(requests, true),
          // Purview's export of a lost day enters another table than the day's.
          importInto: ({ tenantId }) => logImport.ask({ tenantId }),
        }),
      ),
    ),
    commands.registerCommand(commandIds.importHere, (clicked?: LakeNode) =>
      errors.guard(() => logImport.ask(tableAndTenantOf(clicked))),
    ),
    commands.registerCommand(commandIds.importFromExplorer, (clicked?: Uri, all?: Uri[]) =>
      errors.guard(() => {
        const uris = all ?? (clicked ? [clicked] : []);
        return uris.length > 0 ? logImport.run({ uris }) : logImport.run();
      }),
    ),
  );
}

/** The table and tenant of an import onto a node: a day or a month belongs to a table, and a day to a tenant. */
function tableAndTenantOf(node: LakeNode | undefined): { table?: TableName; tenantId?: string } {
  if (node === undefined || isS3Node(node)) return {};
  return node.kind === "day" ? { table: node.day.table, tenantId: node.day.tenantId } : { table: node.table };
}

async function askFilter(tree: LogDaysTree): Promise<void> {
  const filter = await askText({
    title: t("Filter log days"),
    prompt: t("Words of a table, a date, a state or a tenant; a day must match all of them"),
    placeHolder: t("sign-ins 2026-11 gap"),
    value: tree.filter,
  });
  if (filter !== undefined) tree.setFilter(filter);
}
