import type { Uri } from "vscode";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import type { TenantTrailError } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { ArrangedColumns, ResultGuide, ResultState, ViewPreferences } from "../../protocol/result-page.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { askedWords } from "../../protocol/words/asked-words.ts";
import { nextStepFor } from "../errors/next-step.ts";
import type { HistoryEntry } from "../history/query-history.ts";
import { usefulOrder } from "../result-view/useful-order.ts";
import { errorCodeMeanings, tenantMeanings } from "../result-view/value-meanings.ts";
import type { EngineKind } from "./engine-choice.ts";
import type { RunnableStatement } from "./runnable-statements.ts";

/** A statement and the file it is in. */
export interface StatementRun {
  readonly statement: RunnableStatement;
  readonly uri?: Uri;
}

/** What the view is told beside the result. */
export interface ShownWith {
  /** Whether the open lake is a connection to AWS, which has dashboards. */
  readonly isAws: boolean;
  readonly preferences?: ViewPreferences;
  /** How its columns were arranged the last time. */
  readonly arranged?: ArrangedColumns | undefined;
  /** The chart that the header declares. */
  readonly chart?: ChartDeclaration | undefined;
  /** What the header of a detection tells of its hits. */
  readonly guide?: ResultGuide | undefined;
  /** How it is pinned, where it can be. */
  readonly pin?: { readonly name?: string };
}

/** What a view shows of a result. */
export function readyState(
  summary: ResultSummary,
  { isAws, preferences, arranged, chart, guide, pin }: ShownWith,
): ResultState {
  const meanings = [...errorCodeMeanings(summary.columns), ...tenantMeanings(summary)];
  const columnOrder = usefulOrder(summary);
  return {
    kind: "ready",
    summary,
    ...(meanings.length > 0 && { meanings }),
    ...(columnOrder && { columnOrder }),
    ...(chart && { chart }),
    ...(guide && { guide }),
    ...(pin && { pin }),
    ...(arranged && { arranged }),
    ...(isAws && { offersDashboards: true }),
    ...(preferences && { preferences }),
  };
}

/** What a view shows of a failure, whose place is one of the file. */
export function failedState(
  { title, sql }: Pick<RunnableStatement, "title" | "sql">,
  { message, code, place }: TenantTrailError,
): ResultState {
  const step = nextStepFor(code);
  return {
    kind: "failed",
    title,
    sql,
    message,
    code,
    ...(place && { place }),
    ...(step?.kind === "command" && { action: { label: step.label, command: step.command } }),
  };
}

/** The line of the history for a run that begins: a reload of the window may be its end. */
export function historyBeginning(
  { statement, uri }: StatementRun,
  params: Readonly<Record<string, ParameterValue>>,
  engine: EngineKind,
): Omit<HistoryEntry, "ended"> {
  const { declarations, title, sql } = statement;
  const id = crypto.randomUUID();
  return {
    id,
    params,
    declarations,
    title,
    sql,
    engine,
    ...(uri && { uri: uri.toString() }),
    at: new Date().toISOString(),
  };
}

/** The line of the history for a run that has ended. */
export function historyEntry(
  { statement, uri }: StatementRun,
  params: Readonly<Record<string, ParameterValue>>,
  engine: EngineKind,
  state: ResultState,
): HistoryEntry {
  const entry = {
    // What ran, so that running it again reads the same days.
    params: state.kind === "ready" ? state.summary.params : params,
    declarations: statement.declarations,
    id: crypto.randomUUID(),
    title: statement.title,
    sql: statement.sql,
    engine,
    ...(uri && { uri: uri.toString() }),
    at: new Date().toISOString(),
  };
  if (state.kind === "ready") {
    const { rowCount, elapsedMs, scannedBytes, resultId } = state.summary;
    const { tone, lines } = answerWords(state.summary);
    const unread = tone === "warning" ? lines : [];
    const asked = askedWords(state.summary);
    return { ...entry, ended: "succeeded", resultId, rowCount, elapsedMs, scannedBytes, asked, unread };
  }
  if (state.kind === "failed") return { ...entry, ended: "failed", message: state.message };
  return { ...entry, ended: "cancelled" };
}
