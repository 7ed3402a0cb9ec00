import type { ResultSummary, ResultView } from "../../protocol/query.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { askedWords } from "../../protocol/words/asked-words.ts";

/** What an export says of itself: what was asked, of which lake, and what of it was not read. */
export interface ExportOrigin {
  readonly title: string;
  readonly madeBy: "TenantTrail";
  /** True when rows of the sample tenant were read. */
  readonly simulated: boolean;
  /** When the question was asked and when its rows were written, ISO 8601. */
  readonly askedAt: string;
  readonly exportedAt: string;
  readonly lake: string;
  readonly engine: ResultSummary["engine"];
  readonly asked: readonly string[];
  readonly params: ResultSummary["params"];
  /** What was not read or is not shown as it is, in sentences; empty when every day asked for was read to its end. */
  readonly notRead: readonly string[];
  readonly coverage: ResultSummary["coverage"];
  /** How many rows the question has, and which of them were written: the view's search, filters and order. */
  readonly rowsOfResult: number;
  readonly view: ResultView;
  readonly sql: string;
}

const arrivingSentence = "Rows were still on their way: those that came later are not in this file.";

export function exportOrigin(summary: ResultSummary, view: ResultView, exportedAt: string): ExportOrigin {
  const { title, simulated, askedAt, lake, engine, params, coverage, rowCount, sql } = summary;
  const { search, filters, sort } = view;
  return {
    title,
    madeBy: "TenantTrail",
    simulated,
    askedAt,
    exportedAt,
    lake,
    engine,
    asked: askedWords(summary),
    params,
    notRead: [...(summary.isArriving ? [arrivingSentence] : []), ...answerWords(summary).lines],
    coverage,
    rowsOfResult: rowCount,
    view: { ...(search && { search }), ...(filters && { filters }), ...(sort && { sort }) },
    sql,
  };
}

/** The origin as lines of a name and a text, for a sheet. */
export function originLines(origin: ExportOrigin): readonly (readonly [name: string, text: string])[] {
  const { view } = origin;
  return [
    ["Title", origin.title],
    ["Made by", origin.madeBy],
    ...(origin.simulated ? [["Simulated", "Rows of the sample tenant were read"] as const] : []),
    ["Asked", origin.askedAt],
    ["Exported", origin.exportedAt],
    ["Lake", origin.lake],
    ["Engine", origin.engine === "duckdb" ? "DuckDB, this machine" : "Athena"],
    ...origin.asked.map((words) => ["Asked for", words] as const),
    ...origin.notRead.map((words) => ["Not read", words] as const),
    ["Rows of the result", String(origin.rowsOfResult)],
    ...(Object.keys(view).length > 0 ? [["Rows written", JSON.stringify(view)] as const] : []),
    ["SQL", origin.sql],
  ];
}

/** The origin as JSON text, with one field a line. */
export function originJson(origin: ExportOrigin): string {
  return `${JSON.stringify(origin, null, 2)}\n`;
}
