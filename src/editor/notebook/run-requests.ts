import { commands, type NotebookCell, type NotebookDocument, NotebookRange, Selection, window } from "vscode";
import { type MessageConnection, NotificationType } from "vscode-jsonrpc/node";
import { TenantTrailError, type TextPlace } from "../../protocol/errors.ts";
import type { ShownRunRequests } from "../../protocol/notebook/notebook-output.ts";
import type { ResultViewNotifications } from "../../protocol/result-page.ts";
import type { TableCoverage } from "../../protocol/table-coverage.ts";
import { answerRequest } from "../../rpc/answer-request.ts";
import { rangeOf } from "../queries/statement-diagnostics.ts";
import { commandIds } from "../registry/command-ids.ts";
import type { KeptPreferences } from "../result-view/kept-preferences.ts";
import { answerResultRequests, type ResultRequestParts } from "../result-view/result-requests.ts";
import { runIdOf, shownRunOf } from "./cell-output.ts";
import type { HeldRuns } from "./held-runs.ts";
import { keepChartInNotebook } from "./keep-chart-in-notebook.ts";

export interface RunRequestParts extends Pick<ResultRequestParts, "lake" | "tasks" | "openDashboard"> {
  readonly held: HeldRuns;
  /** How a person likes results to be shown, in cells and panels alike. */
  readonly preferences: KeptPreferences;
  /** Collects what an answer lacks and is still offered; failures are shown. */
  readonly fillGaps: (coverage: readonly TableCoverage[]) => Promise<unknown>;
  readonly record: (error: unknown) => void;
}

/** Answers what the view of a run asks, as a result panel does, and does what its buttons say in the run's cell. */
export function answerRunRequests(
  connection: MessageConnection,
  runId: string,
  notebook: NotebookDocument,
  parts: RunRequestParts,
): void {
  const { held, lake, preferences, record, fillGaps } = parts;
  const on = <Name extends keyof ResultViewNotifications>(
    name: Name,
    act: (params: ResultViewNotifications[Name]) => Promise<unknown>,
  ): void => {
    connection.onNotification(new NotificationType<ResultViewNotifications[Name]>(name), (params) => {
      act(params).catch(record);
    });
  };
  answerResultRequests(connection, {
    ...parts,
    shown: () => held.summary(runId),
    keepChart: (chart) => keepChartInNotebook(notebook, chart),
  });
  answerRequest<ShownRunRequests["isHeld"]["params"], boolean>(connection, "isHeld", async (_, signal) => {
    const summary = held.summary(runId);
    return summary !== undefined && isHeldBy(lake, summary.resultId, signal);
  });
  const again = () =>
    inCell(notebook, runId, (cell) => commands.executeCommand("notebook.cell.execute", rangesOf(cell)));
  on("cancel", () =>
    inCell(notebook, runId, (cell) => commands.executeCommand("notebook.cell.cancelExecution", rangesOf(cell))),
  );
  on("retry", again);
  on("openQuery", ({ place }) => inCell(notebook, runId, (cell) => showPlace(cell, place)));
  on("fillGaps", async () => {
    const summary = held.summary(runId);
    if (summary === undefined) return;
    await fillGaps(summary.coverage);
    await again();
  });
  on("arrange", async (arranged) => {
    const summary = held.summary(runId);
    if (summary !== undefined) await preferences.keepArranged(summary, arranged);
  });
  on("compare", async () =>
    commands.executeCommand(commandIds.compareResults, { resultId: held.summary(runId)?.resultId }),
  );
  on("prefer", (liked) => preferences.keep(liked));
  on("showEntity", async (entity) => commands.executeCommand(commandIds.showEntity, entity));
  on("askAboutEntity", (entity) =>
    inCell(notebook, runId, (cell) => commands.executeCommand(commandIds.askAboutEntity, entity, { cell })),
  );
  on("runSavedQuery", async ({ title }) => commands.executeCommand(commandIds.runQueryTitled, title));
  on("takeNextStep", () =>
    inCell(notebook, runId, async ({ outputs }) => {
      const state = outputs.map(shownRunOf).find((run) => run?.runId === runId)?.state;
      if (state?.kind === "failed" && state.action) await commands.executeCommand(state.action.command);
    }),
  );
}

/** Whether the lake process holds a result; one that was started anew holds none. */
async function isHeldBy(lake: RunRequestParts["lake"], resultId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await lake.readWindow({ resultId, offset: 0, limit: 1 }, { signal });
    return true;
  } catch (error) {
    if (error instanceof TenantTrailError && error.code === "no-such-result") return false;
    throw error;
  }
}

/** Does something in the cell that shows a run; nothing when none does any more. */
async function inCell(
  notebook: NotebookDocument,
  runId: string,
  act: (cell: NotebookCell) => PromiseLike<unknown>,
): Promise<void> {
  const cell = notebook.getCells().find(({ outputs }) => outputs.some((output) => runIdOf(output) === runId));
  if (cell !== undefined) await act(cell);
}

/** The argument of VS Code's own commands for cells. */
function rangesOf({ index, notebook }: NotebookCell) {
  return { ranges: [{ start: index, end: index + 1 }], document: notebook.uri };
}

async function showPlace(cell: NotebookCell, place: TextPlace | undefined): Promise<void> {
  const selections = [new NotebookRange(cell.index, cell.index + 1)];
  await window.showNotebookDocument(cell.notebook, { selections });
  await commands.executeCommand("notebook.cell.edit");
  const editor = window.visibleTextEditors.find(({ document }) => document === cell.document);
  if (editor === undefined || place === undefined) return;
  const { start } = rangeOf({ ...place, length: 1 });
  editor.selection = new Selection(start, start);
}
