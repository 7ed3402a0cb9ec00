import type { EvidencePart, EvidenceRequest, LeftOutResult } from "../../protocol/evidence/evidence-types.ts";
import type { QueryRequest, ResultSummary } from "../../protocol/query.ts";
import type { ResultState } from "../../protocol/result-page.ts";
import type { HistoryEntry } from "../history/query-history.ts";
import { interruptedSentence, noLakeSentence, notKeptSentence } from "../keeping/kept-words.ts";
import type { RunnableStatement } from "../queries/runnable-statements.ts";

/** A part of an investigation, and how its statement is run again when its rows are held no longer. */
export interface InvestigationPart {
  readonly part: EvidencePart;
  readonly again?: QueryRequest;
  /** The lake that the rows were read from which were shown. */
  readonly lake?: string;
}

/** What is exported: where it comes from decides its title and its file. */
export interface Investigation extends Pick<EvidenceRequest, "title" | "file"> {
  readonly parts: readonly InvestigationPart[];
}

/** What a view shows of a run, as a part of an investigation. @param statement as its file has it now. */
export function partOfState(
  state: ResultState,
  statement: RunnableStatement | undefined,
  remark?: string,
): InvestigationPart {
  const about = {
    kind: "statement" as const,
    title: statement?.title ?? titleOf(state),
    sql: ranOf(state) ?? statement?.sql ?? "",
    ...(remark !== undefined && { remark }),
  };
  switch (state.kind) {
    case "ready": {
      const { summary, columnOrder } = state;
      const { resultId, lake } = summary;
      if (summary.isArriving) return { part: { ...about, leftOut: { reason: "running" } } };
      const again = { ...requestOf(summary, about.title, statement), sql: about.sql };
      // Kept beside its file: of its rows only the first are known, and of its lake the name alone.
      if (summary.sql === "") return { part: { ...about, leftOut: { reason: "noLongerHeld" } }, again };
      const part = { ...about, resultId, ...(columnOrder && { columnOrder }) };
      return { part, again, lake };
    }
    case "failed":
      return { part: { ...about, leftOut: failedWords(state) } };
    case "cancelled":
      return { part: { ...about, leftOut: { reason: "cancelled" } } };
    case "running":
      return { part: { ...about, leftOut: { reason: "running" } } };
  }
}

/** A result that is held, as a part of an investigation. @param statement which it is the result of. */
export function partOfSummary(summary: ResultSummary, title: string, statement: RunnableStatement): InvestigationPart {
  return partOfState({ kind: "ready", summary }, { ...statement, title });
}

/** The statement that a state is of, whatever its file says by now; undefined where it is not known. */
export function ranOf(state: ResultState): string | undefined {
  const sql = state.kind === "ready" ? state.summary.sql : state.sql;
  return sql === "" ? undefined : sql;
}

/** What was not shown again after a reload of the window stands where a failure would, and need not be one. */
function failedWords({ message }: Extract<ResultState, { kind: "failed" }>): LeftOutResult {
  if (message === interruptedSentence) return { reason: "interrupted" };
  const isGone = message === notKeptSentence || message === noLakeSentence;
  return isGone ? { reason: "noLongerHeld" } : { reason: "failed", message };
}

function titleOf(state: ResultState): string {
  return state.kind === "ready" ? state.summary.title : state.title;
}

function requestOf(
  { sql, params, engine }: ResultSummary,
  title: string,
  statement: RunnableStatement | undefined,
): QueryRequest {
  return { sql, params, engine, title, ...(statement && { parameters: statement.declarations }) };
}

/** A line of the history, whose rows are read again for the export. */
export function historyInvestigation(entry: HistoryEntry): Investigation {
  const { title, sql, params, declarations, engine, at, rowCount } = entry;
  const ran = { at, ...(engine && { engine }), ...(params && { params }), ...(rowCount !== undefined && { rowCount }) };
  const part: EvidencePart = { kind: "statement", title, sql, leftOut: { reason: "noLongerHeld", ran } };
  const again = {
    sql,
    title,
    ...(params && { params }),
    ...(declarations && { parameters: declarations }),
    ...(engine && { engine }),
  };
  return { title, parts: [{ part, again }] };
}

/** Statements that a program gives: they are run for the export. */
export function queriesInvestigation(
  queries: readonly Pick<QueryRequest, "sql" | "title" | "params" | "engine">[],
): Investigation {
  const parts = queries.map((query, index): InvestigationPart => {
    const title = query.title ?? `Statement ${index + 1}`;
    return {
      part: { kind: "statement", title, sql: query.sql, leftOut: { reason: "notRun" } },
      again: { ...query, title },
    };
  });
  return { title: queries[0]?.title ?? "Investigation", parts };
}
