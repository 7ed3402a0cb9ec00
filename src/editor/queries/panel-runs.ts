import { commands, Uri, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, type TextPlace } from "../../protocol/errors.ts";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import type { QueryProgress, ResultSummary } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { TableCoverage } from "../../protocol/table-coverage.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import type { QueryHistory } from "../history/query-history.ts";
import type { KeptResults } from "../keeping/kept-results.ts";
import {
  failedBeforeSentence,
  interruptedSentence,
  keptSummary,
  noLakeSentence,
  notKeptSentence,
} from "../keeping/kept-words.ts";
import type { PinnedResults } from "../keeping/pinned-results.ts";
import type { ShownPanel, ShownPanels } from "../keeping/shown-panels.ts";
import { setContext } from "../platform/context-values.ts";
import { columnBeside } from "../platform/free-column.ts";
import { requireTrust } from "../platform/trust.ts";
import { contextKeys } from "../registry/context-keys.ts";
import type { ResultActions, ResultPanel } from "../result-view/result-panel.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import type { ParameterPrompts } from "./ask-parameters.ts";
import { withinLimit } from "./athena-limit.ts";
import { keepChartInFile } from "./chart/keep-chart.ts";
import type { EngineChoice, EngineKind } from "./engine-choice.ts";
import type { OurFiles } from "./our-files.ts";
import { failedState, historyBeginning, historyEntry, readyState } from "./run-outcome.ts";
import { failureInFile, type RunnableStatement } from "./runnable-statements.ts";
import { rangeOf, type StatementDiagnostics } from "./statement-diagnostics.ts";

/** A statement, the file it is in, and what its panel is known by. */
export interface PanelRun {
  readonly key: string;
  readonly statement: RunnableStatement;
  readonly uri?: Uri;
  /** Values that are not asked for again. */
  readonly params?: Readonly<Record<string, ParameterValue>>;
  /** Where it ran before, if the open lake has that engine; default: what was chosen for the file. */
  readonly engine?: EngineKind;
}

interface PanelRunParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly tasks: RunningTasks;
  readonly panels: ResultPanels;
  readonly history: QueryHistory;
  readonly diagnostics: StatementDiagnostics;
  /** A text that was run is ours when it is opened. */
  readonly files: Pick<OurFiles, "choose" | "toOpen">;
  readonly parameters: ParameterPrompts;
  readonly engines: EngineChoice;
  readonly kept: KeptResults;
  readonly shownPanels: ShownPanels;
  readonly pinned: Pick<PinnedResults, "of">;
  /** Collects what an answer lacks and is still offered; failures are shown. */
  readonly fillGaps: (coverage: readonly TableCoverage[]) => Promise<unknown>;
  readonly record: (error: unknown) => void;
}

/** Runs statements for a person: each in its result panel, with its history entry and its squiggle. */
export class PanelRuns {
  readonly #parts: PanelRunParts;

  constructor(parts: PanelRunParts) {
    this.#parts = parts;
  }

  /**
   * Runs a statement, asking for its parameters first. Failures of the statement are shown in its panel.
   *
   * @returns how the run ended.
   * @throws TenantTrailError `bad-argument` for a header whose parameters are wrong, which is marked; `restricted-mode`,
   * `no-connection`; CancelledError when the person gives no parameter.
   */
  async run(run: PanelRun): Promise<ResultState["kind"]> {
    const { parameters, connections, panels } = this.#parts;
    requireTrust(t("Running a query"));
    const { mistake } = run.statement;
    if (run.uri && mistake?.place) this.#parts.diagnostics.report(run.uri, mistake, mistake.place);
    if (mistake) throw mistake;
    // Which days are offered depends on the lake.
    await connections.require();
    const values = await parameters.askAll(run.statement, run.params ?? {});
    const { kind } = await this.#execute(run, values, await panels.show(run.key, run.statement.title));
    if (kind === "ready") setContext(contextKeys.asked, true);
    return kind;
  }

  /**
   * As `run`, with what is given and else the values of the statement's header where it has them, so that nothing is asked.
   *
   * @returns what the panel shows in the end.
   * @throws TenantTrailError `restricted-mode`, `no-connection`; CancelledError.
   */
  async runAsWritten(run: PanelRun): Promise<ResultState> {
    const { parameters, connections, panels } = this.#parts;
    requireTrust(t("Running a query"));
    await connections.require();
    const values = await parameters.complete(run.statement, run.params ?? {});
    return this.#execute(run, values, await panels.show(run.key, run.statement.title));
  }

  /** Brings the result of an earlier run to the front; false when it is shown no longer. */
  reveal(resultId: string): boolean {
    const panel = this.#parts.panels.open.find(
      ({ state }) => state?.kind === "ready" && state.summary.resultId === resultId,
    );
    panel?.reveal();
    return panel !== undefined;
  }

  async #execute(
    run: PanelRun,
    params: Readonly<Record<string, ParameterValue>>,
    panel: ResultPanel,
  ): Promise<ResultState> {
    const { lake, tasks } = this.#parts;
    const { sql, title } = run.statement;
    const stop = new AbortController();
    const actions = this.#actions(run, params, panel, () => stop.abort(new CancelledError()));
    panel.takeOver(actions);
    const engine = this.#engineOf(run);
    const former = this.#parts.shownPanels.of(panel.id)?.resultId;
    const end = await this.#parts.history.begin(historyBeginning(run, params, engine));
    await this.#parts.shownPanels.remember(shownPanel(panel.id, run, params, engine));
    const startedAt = Date.now();
    panel.show({ kind: "running", title, sql, startedAt });
    if (run.uri) this.#parts.diagnostics.clear(run.uri);
    const request = {
      sql,
      params,
      parameters: run.statement.declarations,
      title,
      engine,
      ...(run.uri && { uri: run.uri.toString() }),
    };
    const onProgress = ({ estimate, firstRows }: QueryProgress): void => {
      if (!panel.belongsTo(actions)) return;
      if (firstRows !== undefined) panel.show(this.#ready(run, firstRows));
      else if (estimate !== undefined) panel.show({ kind: "running", title, sql, startedAt, estimate });
    };
    const state = await withinLimit(request, (asked) =>
      tasks.run(title, "status bar", ({ signal }) => lake.runQuery(asked, { signal, onProgress }), stop.signal),
    )
      .then((summary) => this.#ready(run, summary))
      .catch((error: unknown) => this.#failed(run, error));
    if (panel.belongsTo(actions)) panel.show(state);
    else if (state.kind === "ready") await lake.releaseResult({ resultId: state.summary.resultId });
    if (panel.belongsTo(actions)) await this.#keep(panel, run, params, engine, state);
    // A reload would show what came after it.
    if (former !== undefined && former !== panel.resultId)
      void this.#parts.kept.forget(former).catch(this.#parts.record);
    await end(historyEntry(run, params, engine, state));
    return state;
  }

  /** Keeps what a panel shows, for after a reload of the window; until it shows something else or closes. */
  async #keep(
    panel: ResultPanel,
    run: PanelRun,
    params: Readonly<Record<string, ParameterValue>>,
    engine: EngineKind,
    state: ResultState,
  ): Promise<void> {
    const { kept, shownPanels, record } = this.#parts;
    const shown = shownPanel(panel.id, run, params, engine);
    if (state.kind !== "ready") return shownPanels.remember({ ...shown, ended: state.kind });
    const { resultId } = state.summary;
    await shownPanels.remember({ ...shown, resultId });
    void kept.keep(state.summary).catch(record);
  }

  /**
   * Shows a panel again as it was before a reload of the window: with its rows if they were kept, else with the sentence
   * that says so, and always with the way to run it again.
   */
  async restore(shown: ShownPanel, panel: ResultPanel): Promise<void> {
    const { kept, connections, record } = this.#parts;
    const run = panelRun(shown);
    panel.takeOver(this.#actions(run, shown.params, panel, () => undefined));
    const { resultId, title } = shown;
    const failed = (message: string): void =>
      panel.show({ kind: "failed", title, sql: shown.sql, message, code: "no-such-result" });
    if (resultId === undefined) {
      if (shown.ended === "cancelled") panel.show({ kind: "cancelled", title, sql: shown.sql });
      else failed(shown.ended === undefined ? interruptedSentence : failedBeforeSentence);
      return;
    }
    panel.show({ kind: "running", title, sql: shown.sql, startedAt: Date.now() });
    const isOpen = (await connections.open().catch(record)) !== undefined;
    const reopened = isOpen ? await kept.reopen(resultId) : undefined;
    if (panel.state?.kind !== "running") return;
    if (reopened) panel.show(this.#ready(run, keptSummary(reopened, Date.now())));
    else failed(isOpen ? notKeptSentence : noLakeSentence);
  }

  #actions(
    run: PanelRun,
    params: Readonly<Record<string, ParameterValue>>,
    panel: ResultPanel,
    cancel: () => void,
  ): ResultActions {
    const { record } = this.#parts;
    return {
      cancel,
      retry: () => void this.#again(run, params, panel).catch(record),
      openQuery: (place) => void this.#openQuery(run, place, panel).catch(record),
      keepChart: (chart) => keepChartInFile(run.uri, chart),
      fillGaps: () => void this.#fill(run, params, panel).catch(record),
      takeNextStep: () => takeNextStep(panel.state),
    };
  }

  /** Collects what the shown answer lacks, and runs the query again however much of it was collected. */
  async #fill(run: PanelRun, params: Readonly<Record<string, ParameterValue>>, panel: ResultPanel): Promise<void> {
    if (panel.state?.kind !== "ready") return;
    const { summary } = panel.state;
    await this.#parts.fillGaps(summary.coverage);
    // Asks for the same days, even if newer ones have come.
    if (this.#parts.panels.open.includes(panel)) await this.#again(run, { ...params, ...summary.params }, panel);
  }

  /** Runs it again in its panel, or beside a panel whose result is pinned. */
  async #again(run: PanelRun, params: Readonly<Record<string, ParameterValue>>, panel: ResultPanel): Promise<void> {
    const { panels } = this.#parts;
    const key = run.key.startsWith("pinned:") ? `again:${run.statement.sql}` : run.key;
    const target = panel.isPinned ? await panels.show(key, run.statement.title) : panel;
    await this.#execute({ ...run, key }, params, target);
  }

  /** Shows the text that was run, at a place in its file when there is one, and leaves its result in sight. */
  async #openQuery({ uri, statement }: PanelRun, place: TextPlace | undefined, panel: ResultPanel): Promise<void> {
    const document = uri
      ? await workspace.openTextDocument(this.#parts.files.toOpen(uri))
      : await workspace.openTextDocument({ language: trinoLanguage, content: statement.sql });
    if (!uri) await this.#parts.files.choose(document.uri);
    await window.showTextDocument(document, {
      viewColumn: columnBeside(panel.column),
      selection: rangeOf({ ...(place ?? statement.start), length: 1 }),
    });
  }

  #engineOf({ engine, uri }: PanelRun): EngineKind {
    const { engines } = this.#parts;
    return engine !== undefined && engines.offered.includes(engine) ? engine : engines.of(uri);
  }

  #ready({ statement }: PanelRun, summary: ResultSummary): ResultState {
    const isAws = this.#parts.connections.current?.connection.kind === "aws";
    const name = this.#parts.pinned.of(summary.resultId)?.name;
    const pin = name === undefined ? {} : { name };
    return readyState(summary, { isAws, chart: statement.chart, guide: statement.guide, pin });
  }

  #failed({ statement, uri }: PanelRun, error: unknown): ResultState {
    if (error instanceof CancelledError) return { kind: "cancelled", title: statement.title, sql: statement.sql };
    this.#parts.record(error);
    const failure = failureInFile(statement.start, toTenantTrailError(error));
    const { place } = failure;
    if (uri && place) this.#parts.diagnostics.report(uri, failure, place);
    return failedState(statement, failure);
  }
}

function takeNextStep(state: ResultState | undefined): void {
  if (state?.kind === "failed" && state.action) void commands.executeCommand(state.action.command);
}

function shownPanel(
  id: string,
  { key, statement, uri }: PanelRun,
  params: Readonly<Record<string, ParameterValue>>,
  engine: EngineKind,
): ShownPanel {
  const { title, sql, start, declarations } = statement;
  return { id, key, title, sql, start, declarations, params, engine, ...(uri && { uri: uri.toString() }) };
}

function panelRun({ key, title, sql, start, declarations, engine, params, uri }: ShownPanel): PanelRun {
  const statement = { sql, title, start, declarations };
  return { key, statement, engine, params, ...(uri !== undefined && { uri: Uri.parse(uri) }) };
}
