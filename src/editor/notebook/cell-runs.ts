import type { NotebookCell, NotebookCellExecution, NotebookDocument } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { Connections } from "../connections/connections.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import type { HistoryEntry, QueryHistory } from "../history/query-history.ts";
import type { KeptResults } from "../keeping/kept-results.ts";
import type { RanCell, ShownCells, ShownRunMemory } from "../keeping/shown-cells.ts";
import { signalOf } from "../platform/cancellation.ts";
import { setContext } from "../platform/context-values.ts";
import { requireTrust } from "../platform/trust.ts";
import type { ParameterPrompts } from "../queries/ask-parameters.ts";
import { withinLimit } from "../queries/athena-limit.ts";
import { type EngineChoice, type EngineKind, engineWords } from "../queries/engine-choice.ts";
import { failedState, historyBeginning, historyEntry, readyState } from "../queries/run-outcome.ts";
import { failureInFile, type RunnableStatement } from "../queries/runnable-statements.ts";
import type { StatementDiagnostics } from "../queries/statement-diagnostics.ts";
import { contextKeys } from "../registry/context-keys.ts";
import type { KeptPreferences } from "../result-view/kept-preferences.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { formOutput, headRows } from "./cell-output.ts";
import { nameOf, readCell, statementsOfCell } from "./cell-statements.ts";
import { valuesOfCell } from "./cell-values.ts";
import type { HeldRuns } from "./held-runs.ts";
import type { NotebookValues } from "./notebook-values.ts";
import { ranCell, restoreCells } from "./restore-cells.ts";
import { ShownOutput } from "./shown-output.ts";

export interface CellRunParts {
  readonly lake: LakeService;
  readonly connections: Connections;
  readonly engines: Pick<EngineChoice, "of">;
  readonly tasks: RunningTasks;
  readonly history: QueryHistory;
  readonly diagnostics: StatementDiagnostics;
  readonly parameters: ParameterPrompts;
  readonly values: NotebookValues;
  readonly held: HeldRuns;
  readonly kept: KeptResults;
  readonly shownCells: ShownCells;
  readonly preferences: KeptPreferences;
  readonly record: (error: unknown) => void;
}

type Values = Readonly<Record<string, ParameterValue>>;

/** Runs cells of notebooks: each statement into an output of its cell, with its history entry and its squiggle. */
export class CellRuns {
  readonly #parts: CellRunParts;

  constructor(parts: CellRunParts) {
    this.#parts = parts;
  }

  /** Runs a cell until a statement of it does not succeed. Failures are shown in the cell. */
  async run(execution: NotebookCellExecution, engine: EngineKind): Promise<void> {
    const { cell } = execution;
    execution.start(Date.now());
    if (execution.token.isCancellationRequested) return execution.end(undefined);
    let succeeded: boolean | undefined;
    try {
      await execution.clearOutput();
      this.#parts.diagnostics.clear(cell.document.uri);
      const cells = cell.notebook.getCells().map(readCell);
      const statements = statementsOfCell(cells, cell.index, nameOf(cell.notebook));
      if (cells[cell.index]?.kind === "header") await execution.appendOutput(formOutput());
      else if (statements.length > 0) {
        const shown: ShownRunMemory[] = [];
        // Its text may be edited while it runs, and then is not what the rows answer.
        const ran = ranCell(cell);
        succeeded = await this.#runAll(execution, statements, engine, shown);
        await this.#remember(cell, ran, shown);
      }
    } catch (error) {
      // The cell went away while it ran, and with it the place for its output.
      this.#parts.record(error);
      succeeded = false;
    }
    execution.end(succeeded, Date.now());
  }

  async #runAll(
    execution: NotebookCellExecution,
    statements: readonly RunnableStatement[],
    engine: EngineKind,
    shown: ShownRunMemory[],
  ): Promise<boolean> {
    for (const statement of statements) {
      const state = await this.#runStatement(execution, statement, engine);
      if (state.kind !== "ready") return false;
      shown.push({ title: statement.title, resultId: state.summary.resultId });
    }
    setContext(contextKeys.asked, true);
    setContext(contextKeys.cellAsked, true);
    return true;
  }

  async #runStatement(
    execution: NotebookCellExecution,
    statement: RunnableStatement,
    engine: EngineKind,
  ): Promise<ResultState> {
    const { cell } = execution;
    const run = { statement, uri: cell.notebook.uri };
    const shown = new ShownOutput(execution);
    const { history } = this.#parts;
    let params: Values = {};
    let state: ResultState;
    let end = (entry: HistoryEntry): Promise<void> => history.add(entry);
    try {
      params = await this.#valuesOf(cell, statement, engine);
      end = await history.begin(historyBeginning(run, params, engine));
      const summary = await this.#ask(execution, { statement, params, engine }, shown);
      state = await this.#show(shown, cell, { summary, statement });
    } catch (error) {
      state = this.#failed(cell, statement, error);
      await shown.show({ version: 1, runId: shown.runId, state });
    }
    await end(historyEntry(run, params, engine, state));
    return state;
  }

  /** Keeps what a cell shows, by the text that ran, for after a reload of the window. */
  async #remember(cell: NotebookCell, ran: RanCell, shown: readonly ShownRunMemory[]): Promise<void> {
    const { kept, shownCells, record } = this.#parts;
    const gone = await shownCells.remember(cell.notebook.uri, ran, kept.isOn ? shown : []);
    for (const resultId of gone) void kept.forget(resultId).catch(record);
    for (const run of shown) void kept.keep(run).catch(record);
  }

  /** Shows again what the cells showed before a reload of the window. @param begin makes an execution of a cell. */
  async restore(notebook: NotebookDocument, begin: (cell: NotebookCell) => NotebookCellExecution): Promise<void> {
    await restoreCells(notebook, begin, {
      ...this.#parts,
      show: (shown, cell, answer) => this.#show(shown, cell, answer),
    });
  }

  /** The values that were set for the notebook, the header's, and what a person types for the others. */
  async #valuesOf({ notebook }: NotebookCell, statement: RunnableStatement, engine: EngineKind): Promise<Values> {
    const { parameters, values, connections, engines } = this.#parts;
    requireTrust(t("Running a query"));
    if (statement.mistake) throw statement.mistake;
    await connections.require();
    refuseOther(engine, engines.of(notebook.uri));
    const hasForm = notebook.getCells().some((cell) => readCell(cell).kind === "header");
    return valuesOfCell({ uri: notebook.uri, hasForm }, statement, values, parameters);
  }

  async #ask(
    { cell, token }: NotebookCellExecution,
    {
      statement,
      params,
      engine,
    }: { readonly statement: RunnableStatement; readonly params: Values; readonly engine: EngineKind },
    shown: ShownOutput,
  ): Promise<ResultSummary> {
    const { lake, tasks } = this.#parts;
    const { sql, title, declarations } = statement;
    const request: QueryRequest = {
      sql,
      params,
      parameters: declarations,
      title,
      engine,
      uri: cell.notebook.uri.toString(),
    };
    let arriving: Promise<unknown> = Promise.resolve();
    const onProgress = ({ firstRows }: { readonly firstRows?: ResultSummary }): void => {
      if (firstRows !== undefined)
        arriving = arriving
          .then(() => this.#show(shown, cell, { summary: firstRows, statement }))
          .catch(this.#parts.record);
    };
    try {
      return await withinLimit(request, (asked) =>
        tasks.run(title, "status bar", ({ signal }) => lake.runQuery(asked, { signal, onProgress }), signalOf(token)),
      );
    } finally {
      await arriving;
    }
  }

  async #show(
    shown: ShownOutput,
    { notebook }: NotebookCell,
    { summary, statement }: { readonly summary: ResultSummary; readonly statement: RunnableStatement },
  ): Promise<ResultState> {
    const { lake, held, connections, preferences } = this.#parts;
    const { resultId } = summary;
    held.hold(shown.runId, notebook, summary);
    const { rows } = await lake.readWindow({ resultId, offset: 0, limit: headRows });
    const isAws = connections.current?.connection.kind === "aws";
    const state = readyState(summary, {
      isAws,
      preferences: preferences.current,
      arranged: preferences.arrangedOf(summary),
      chart: statement.chart,
      guide: statement.guide,
    });
    await shown.show({ version: 1, runId: shown.runId, state, head: rows });
    return state;
  }

  #failed({ document }: NotebookCell, statement: RunnableStatement, error: unknown): ResultState {
    if (error instanceof CancelledError) return { kind: "cancelled", title: statement.title, sql: statement.sql };
    this.#parts.record(error);
    const failure = failureInFile(statement.start, toTenantTrailError(error));
    if (failure.place) this.#parts.diagnostics.report(document.uri, failure, failure.place);
    return failedState(statement, failure);
  }
}

/**
 * Until a lake on AWS is open, this machine is the only kernel that is offered.
 * @throws TenantTrailError `bad-argument` where the lake that was opened for the run has another engine for the file.
 */
function refuseOther(given: EngineKind, meant: EngineKind): void {
  if (given === meant) return;
  throw new TenantTrailError(
    "bad-argument",
    t(
      "This cell was given to {0} before the lake was open, and this file is asked of {1}. Run it again to ask {1}, or choose another kernel first.",
      engineWords(given),
      engineWords(meant),
    ),
  );
}
