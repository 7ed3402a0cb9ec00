// First: every other module may hold words, which it reads when it is loaded.
import "./editor/words/editor-words.ts";

import { commands, type ExtensionContext, Uri } from "vscode";
import { t } from "./base/translated.ts";
import type { TenantTrailApi } from "./editor/api/api-types.ts";
import { registerApi } from "./editor/api/register-api.ts";
import { registerAssistants } from "./editor/assistant/register-assistants.ts";
import { DashboardPages } from "./editor/aws/dashboards/open-dashboard.ts";
import { registerDashboards } from "./editor/aws/dashboards/register-dashboards.ts";
import { deployStack } from "./editor/aws/deploy/deploy-command.ts";
import { DeployMemory } from "./editor/aws/deploy/deploy-memory.ts";
import { DeployPage } from "./editor/aws/deploy/deploy-panel.ts";
import { AlarmWatch } from "./editor/aws/functions/alarm-watch.ts";
import { alarmsInShort, ringingAlarms } from "./editor/aws/functions/alarm-words.ts";
import { CollectorFunctions } from "./editor/aws/functions/collector-functions.ts";
import { registerFunctions } from "./editor/aws/functions/register-functions.ts";
import { S3Branch } from "./editor/aws/objects/s3-branch.ts";
import type { S3ObjectNode } from "./editor/aws/objects/s3-nodes.ts";
import { CollectConsent } from "./editor/collector/collecting/collect-consent.ts";
import { Collection } from "./editor/collector/collecting/collect-logs.ts";
import { requestsOfCoverage } from "./editor/collector/collecting/collect-requests.ts";
import { collectorApps } from "./editor/collector/collector-apps.ts";
import { CollectorTree } from "./editor/collector/collector-tree.ts";
import { openHealthQuery } from "./editor/collector/health-query.ts";
import { CollectingLease } from "./editor/collector/keep/collecting-lease.ts";
import { KeepCollecting } from "./editor/collector/keep/keep-collecting.ts";
import { keepCollectingMinutes } from "./editor/collector/keep/keep-settings.ts";
import { CollectorPage } from "./editor/collector/page/collector-panel.ts";
import { registerCollector } from "./editor/collector/register-collector.ts";
import { TenantActions } from "./editor/collector/tenant-actions.ts";
import { ConnectionMemory } from "./editor/connections/connection-memory.ts";
import { showConnectionStatus } from "./editor/connections/connection-status.ts";
import { Connections } from "./editor/connections/connections.ts";
import { followLakeSetting } from "./editor/connections/follow-lake-setting.ts";
import { openFolder } from "./editor/connections/open-folder.ts";
import { useConnection } from "./editor/connections/use-connection.ts";
import { registerDashboard } from "./editor/dashboard/register-dashboard.ts";
import { registerEntity } from "./editor/entity/register-entity.ts";
import { ErrorPresenter } from "./editor/errors/present-error.ts";
import { EvidenceExport } from "./editor/evidence/export-evidence.ts";
import { registerEvidence } from "./editor/evidence/register-evidence.ts";
import { QueryHistory } from "./editor/history/query-history.ts";
import { registerHistory } from "./editor/history/register-history.ts";
import { EditorHost } from "./editor/host/editor-host.ts";
import { LogImport } from "./editor/import/import-logs.ts";
import { KeptResults } from "./editor/keeping/kept-results.ts";
import { PinnedResults } from "./editor/keeping/pinned-results.ts";
import { ShownPanels } from "./editor/keeping/shown-panels.ts";
import { forkLakeProcess } from "./editor/lake-process/fork-lake-process.ts";
import { LakeProcess } from "./editor/lake-process/lake-process.ts";
import { FileLanguage } from "./editor/language/file-language.ts";
import { LanguageProcess } from "./editor/language/language-process.ts";
import { listDays } from "./editor/log-days/list-days.ts";
import { LogDaysTree } from "./editor/log-days/log-days-tree.ts";
import { registerLogDays } from "./editor/log-days/register-log-days.ts";
import { registerNotebook } from "./editor/notebook/register-notebook.ts";
import { OutcomeDocuments } from "./editor/outcomes/outcome-documents.ts";
import { laterOnce } from "./editor/platform/cancellation.ts";
import { setContext } from "./editor/platform/context-values.ts";
import { ParameterPrompts } from "./editor/queries/ask-parameters.ts";
import { EngineChoice } from "./editor/queries/engine-choice.ts";
import { ScanEstimates } from "./editor/queries/lenses/scan-estimates.ts";
import { OurFiles } from "./editor/queries/our-files.ts";
import { PanelRuns } from "./editor/queries/panel-runs.ts";
import { registerQueries } from "./editor/queries/register-queries.ts";
import { QueryApi } from "./editor/queries/run-query.ts";
import { StatementDiagnostics } from "./editor/queries/statement-diagnostics.ts";
import { commandIds } from "./editor/registry/command-ids.ts";
import { contextKeys } from "./editor/registry/context-keys.ts";
import { registerRestoring } from "./editor/restoring/register-restoring.ts";
import { KeptPreferences } from "./editor/result-view/kept-preferences.ts";
import { openObject } from "./editor/result-view/open-object.ts";
import { ResultPanels } from "./editor/result-view/result-panels.ts";
import { registerResults } from "./editor/results/register-results.ts";
import { registerSavedQueries } from "./editor/saved-queries/register-saved-queries.ts";
import { openLog } from "./editor/shown/log.ts";
import { openStartPage } from "./editor/start/open-start-page.ts";
import { registerStart } from "./editor/start/register-start.ts";
import { RunningTasks } from "./editor/tasks/running-tasks.ts";
import { showRunning } from "./editor/tasks/show-running.ts";
import { HeadMemory } from "./editor/verify/head-memory.ts";
import { LeftRowsWarning } from "./editor/verify/left-rows-warning.ts";
import { RowRecovery } from "./editor/verify/recover-rows.ts";
import { registerHeads } from "./editor/verify/register-heads.ts";
import { Verification } from "./editor/verify/verify-integrity.ts";
import { LedgerHeads } from "./editor/verify/watched-heads.ts";
import { TenantTrailError } from "./protocol/errors.ts";
import type { TableCoverage } from "./protocol/table-coverage.ts";

/** Builds the parts and registers the features; the lake process starts when something first needs it. */
export function activate(context: ExtensionContext): TenantTrailApi {
  const { extensionUri, workspaceState, globalState, globalStorageUri } = context;
  const log = openLog("TenantTrail");
  const errors = new ErrorPresenter(log);
  const record = (error: unknown): void => errors.record(error);
  const script = Uri.joinPath(extensionUri, "dist", "lake.mjs").fsPath;
  const requests = openLog(t("TenantTrail requests"));
  const host = new EditorHost(context.secrets, requests);
  const lakeProcess = new LakeProcess(
    () => forkLakeProcess(script, (line) => log.info(line)),
    host,
    (line) => log.warn(line),
    { tell: (sentence) => void errors.show(new TenantTrailError("lake-process-stopped", sentence)) },
  );
  const lake = lakeProcess.service;
  const tasks = new RunningTasks();
  const connections = new Connections(lake, new ConnectionMemory(workspaceState, globalState));
  const outcomes = new OutcomeDocuments();
  const history = new QueryHistory(workspaceState);
  const parameters = new ParameterPrompts(
    workspaceState,
    () => collectorApps(lake, record),
    ({ sql, declarations }) => lake.heldDays({ sql, parameters: declarations }),
  );
  const engines = new EngineChoice(workspaceState, connections);
  const estimates = new ScanEstimates(lake, engines, connections);
  const dashboards = new DashboardPages({ lake, connections, tasks, openExternal: (url) => host.openExternal(url) });
  const preferences = new KeptPreferences(globalState);
  const panels = new ResultPanels({
    extension: extensionUri,
    preferences,
    lake,
    tasks,
    record,
    openDashboard: (values) => dashboards.openForRow(values),
  });
  const files = new OurFiles(extensionUri, workspaceState);
  const diagnostics = new StatementDiagnostics(files);
  const s3 = new S3Branch(lake);
  const tree = new LogDaysTree(lake, connections, s3, record);
  const functions = new CollectorFunctions({
    lake,
    connections,
    tasks,
    outcomes,
    onCollected: () => {
      estimates.forget();
      tree.refresh();
    },
  });
  const alarms = new AlarmWatch({
    lake,
    connections,
    show: (states) => tree.showAlarms(alarmsInShort(states), ringingAlarms(states)),
    record,
  });
  const headMemory = new HeadMemory(globalState);
  const recovery = new RowRecovery(lake, connections, tasks, outcomes, () => tree.refresh());
  const recover = (): unknown => errors.guard(() => recovery.run());
  const verification = new Verification(lake, connections, tasks, outcomes, headMemory, recover);
  const leftRows = new LeftRowsWarning(() => void errors.guard(() => verification.run()), recover);
  const heads = new LedgerHeads(lake, connections, headMemory, () => void errors.guard(() => verification.run()));
  const logImport = new LogImport(lake, connections, tasks, outcomes, (hasRows) => {
    if (hasRows) setContext(contextKeys.imported, true);
    estimates.forget();
    tree.refresh();
  });
  const consent = new CollectConsent(globalState);
  const collection = new Collection({
    consent,
    lake,
    connections,
    tasks,
    outcomes,
    leadToTenants: () => void commands.executeCommand(commandIds.addTenant),
  });
  const tenants = new TenantActions(lake, connections, consent);
  const keep = new KeepCollecting({
    collect: (signal) => collection.collectQuietly(signal),
    lakePath: async () => openFolder(await connections.open()),
    lease: new CollectingLease(globalStorageUri.fsPath, Date.now),
    minutes: keepCollectingMinutes,
    record,
    now: Date.now,
    later: laterOnce,
  });
  const page = new CollectorPage({
    extension: extensionUri,
    lake,
    host,
    connections,
    consent,
    collection,
    tenants,
    errors,
    openHealthQuery: () => openHealthQuery(extensionUri, (uri) => files.toOpen(uri)),
  });
  const deployMemory = new DeployMemory(globalState);
  const deployPage = new DeployPage({
    extension: extensionUri,
    lake,
    host,
    connections,
    memory: deployMemory,
    errors,
    outcomes,
  });
  const collector = new CollectorTree(lake, connections, keep, record);
  const queries = new QueryApi(lake, connections, tasks, parameters, engines);
  const pinned = new PinnedResults(workspaceState);
  const runParts = {
    lake,
    connections,
    tasks,
    history,
    diagnostics,
    parameters,
    engines,
    kept: new KeptResults(lake, context.storageUri?.fsPath, record, (resultId) => pinned.of(resultId) !== undefined),
    pinned,
    shownPanels: new ShownPanels(workspaceState),
    record,
    fillGaps: (coverage: readonly TableCoverage[]) =>
      errors.guard(() => collection.collect(requestsOfCoverage(coverage), true)),
  };
  const runs = new PanelRuns({ ...runParts, panels, files });
  const language = new LanguageProcess(
    Uri.joinPath(extensionUri, "dist", "language.mjs").fsPath,
    { reference: Uri.joinPath(extensionUri, "dist", "tables.md").toString() },
    files,
    record,
  );
  const evidenceParts = { lake, connections, tasks, outcomes, panels, pinned, record };
  const evidence = new EvidenceExport(evidenceParts, context.extension);
  const api: TenantTrailApi = {
    importLogs: (given) => logImport.run(given),
    collect: (given) => collection.run(given),
    listDays: (given) => listDays(lake, connections, given),
    runQuery: (source, options) => queries.run(source, options),
    useConnection: (given) => useConnection(lake, connections, tasks, given),
    verifyIntegrity: (given) => verification.run(given),
    invokeCollector: (given) => functions.run(given),
    openDashboard: (given) => dashboards.open(given),
    deployStack: (given) =>
      deployStack({ lake, tasks, memory: deployMemory, showPage: () => deployPage.show() }, given),
    exportEvidence: (given) => evidence.run(given),
    verifyEvidence: (given) => evidence.verify(given),
  };
  const common = { lake, connections, tasks, errors };
  context.subscriptions.push(
    ...[
      log,
      requests,
      lakeProcess,
      tasks,
      connections,
      outcomes,
      diagnostics,
      panels,
      files,
      new FileLanguage(files, record),
      collection,
      tenants,
      keep,
      page,
      deployPage,
      alarms,
      language,
    ],
    registerApi(api, errors),
    registerLogDays({ ...common, tree, s3, functions, logImport, collection, verification, runs }),
    tree.onDidRead(() => void heads.look().catch(record)),
    tree.onDidRead((days) => void leftRows.look(connections.current?.root ?? "", days).catch(record)),
    registerHeads({ heads, verification, recover, guard: (work) => errors.guard(work) }),
    registerDashboards({ lake, connections, record }),
    registerSavedQueries(extensionUri, files, runs, errors),
    registerHistory(history, runs, errors),
    registerEvidence(evidence, errors),
    registerCollector({ ...common, tree: collector, page, keep, collection, tenants, memory: workspaceState }),
    registerAssistants(context.extension, lake, connections, files, globalState, record),
    engines,
    registerNotebook({ ...runParts, errors, memory: workspaceState, dashboards, preferences }),
    registerResults({ ...runParts, panels, runs, errors }),
    registerRestoring({ ...runParts, panels, runs, errors }),
    registerQueries(files, engines, estimates, parameters.last, runs, errors),
    registerEntity({ ...runParts, extension: extensionUri, runs, errors, evidence, memory: workspaceState }),
    showConnectionStatus(connections, tasks),
    followLakeSetting(connections, (work) => errors.guard(work)),
    registerDashboard({
      ...runParts,
      runs,
      files,
      errors,
      extension: extensionUri,
      memory: workspaceState,
      onDidRefresh: tree.onDidRefresh,
    }),
    registerStart({ ...runParts, runs, errors, extension: extensionUri, storage: globalStorageUri }),
    commands.registerCommand(commandIds.openS3Object, (node?: S3ObjectNode) =>
      errors.guard(async () => node && openObject({ lake, tasks, panels }, node.object.address)),
    ),
    registerFunctions({ ...common, functions, outcomes }),
    commands.registerCommand(commandIds.showRunning, () => showRunning(tasks)),
    commands.registerCommand(commandIds.showLog, () => log.show()),
  );
  void openStartPage(workspaceState).catch(record);
  return api;
}
