import { env, type Uri } from "vscode";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { t } from "../../base/translated.ts";
import type { RowValues } from "../../protocol/aws/dashboard-link.ts";
import type { ChartDeclaration } from "../../protocol/chart/chart-spec.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { Cell, ExportedFile, ExportRequest, ResultColumn, ResultSummary } from "../../protocol/query.ts";
import type { ResultViewRequests } from "../../protocol/result-page.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { answerRequest } from "../../rpc/answer-request.ts";
import type { OpenDashboardOutcome } from "../api/api-types.ts";
import { tell } from "../shown/messages.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { countOf, formatBytes } from "../words/plain-amounts.ts";
import { askTarget } from "./ask-target.ts";
import { queryMarkdown } from "./query-markdown.ts";
import { savePicture } from "./save-picture.ts";
import { statementText } from "./statement-text.ts";

type Method = keyof ResultViewRequests;
type Params<Name extends Method> = ResultViewRequests[Name]["params"];
type Result<Name extends Method> = ResultViewRequests[Name]["result"];

/** What answers a result view's requests. */
export interface ResultRequestParts {
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  /** The result that the view shows now; requests for any other are refused. */
  readonly shown: () => ResultSummary | undefined;
  /** Writes a chart into the header of the shown result's query; answers the file's name. */
  readonly keepChart: (chart: ChartDeclaration) => Promise<string>;
  /** Opens a dashboard that the person chooses with a row's values. */
  readonly openDashboard: (values: RowValues) => Promise<OpenDashboardOutcome>;
}

/** Answers what a result view asks: reads go on to the lake process, the clipboard and the save dialog are the host's. */
export function answerResultRequests(connection: MessageConnection, parts: ResultRequestParts): void {
  const { lake, tasks, shown, openDashboard, keepChart } = parts;
  const answer = <Name extends Method>(
    method: Name,
    handler: (params: Params<Name>, signal: AbortSignal) => Promise<Result<Name>>,
  ): void => {
    answerRequest<Params<Name>, Result<Name>>(connection, method, async (params, signal) => {
      if ("resultId" in params && params.resultId !== shown()?.resultId) throw notShown();
      return handler(params, signal);
    });
  };
  answer("readWindow", (request, signal) => lake.readWindow(request, { signal }));
  answer("readCell", (request, signal) => lake.readCell(request, { signal }));
  answer("columnStatistics", (request, signal) => lake.columnStatistics(request, { signal }));
  answer("emptyColumns", async ({ resultId }, signal) => ({
    columns: await lake.emptyColumns({ resultId }, { signal }),
  }));
  answer("summariseRange", (request, signal) => lake.summariseRange(request, { signal }));
  answer("columnValues", (request, signal) => lake.columnValues(request, { signal }));
  answer("chartData", (request, signal) => lake.chartData(request, { signal }));
  answer("copyRows", async ({ withQuery, ...request }, signal) => {
    const { text, ...copied } = await lake.copyText(request, { signal });
    const summary = shown();
    await env.clipboard.writeText(withQuery && summary ? queryMarkdown(summary, text, copied.rows) : text);
    return copied;
  });
  answer("copyText", async ({ text }) => {
    await env.clipboard.writeText(text);
    return null;
  });
  answer("copyStatement", async () => {
    const summary = shown();
    if (summary === undefined) throw notShown();
    await env.clipboard.writeText(statementText(summary));
    return { values: Object.keys(summary.params).length };
  });
  answer("savePicture", (picture) => savePicture(picture, shown()));
  answer("keepChart", async (chart) => ({ file: await keepChart(chart) }));
  answer("openDashboard", async ({ row, ...view }, signal) => {
    const { rows } = await lake.readWindow({ ...view, offset: row, limit: 1 }, { signal });
    const { passed } = await openDashboard(valuesOf(shown()?.columns ?? [], rows[0] ?? []));
    return { passed };
  });
  answer("exportResult", async ({ hiddenColumns = 0, ...request }, signal) => {
    const { title = "result", columns = [] } = shown() ?? {};
    const target = await askTarget(title, request.format);
    if (!target) return null;
    const outcome = await tasks.run(
      t("Exporting {0}", title),
      "notification",
      (task) => lake.exportResult({ ...request, path: target.fsPath } satisfies ExportRequest, { signal: task.signal }),
      signal,
    );
    const hidden =
      hiddenColumns === 0
        ? ""
        : countOf(
            columns.length,
            t(" of all {0} column, {1} of them hidden in the view"),
            t(" of all {0} columns, {1} of them hidden in the view"),
            hiddenColumns,
          );
    void tellExported(target, outcome, hidden);
    return { path: target.fsPath, ...outcome };
  });
}

async function tellExported(target: Uri, { rows, bytes, metadataPath }: ExportedFile, hidden: string): Promise<void> {
  const copyPath = t("Copy path");
  const chosen = await tell(
    "information",
    metadataPath === undefined
      ? t(
          "Exported {0}{1} ({2}) to {3}",
          countOf(rows, t("{0} row"), t("{0} rows")),
          hidden,
          formatBytes(bytes),
          target.fsPath,
        )
      : t(
          "Exported {0}{1} ({2}) to {3}; what was asked is told in the -metadata.json beside it",
          countOf(rows, t("{0} row"), t("{0} rows")),
          hidden,
          formatBytes(bytes),
          target.fsPath,
        ),
    [copyPath],
  );
  if (chosen === copyPath) await env.clipboard.writeText(target.fsPath);
}

/** Cut and nested values are no values of a parameter. The first of two columns with one name counts. */
function valuesOf(columns: readonly ResultColumn[], cells: readonly Cell[]): RowValues {
  const values = columns.flatMap(({ name, kind }, index) => {
    const cell = cells[index];
    return kind === "nested" || cell === undefined || typeof cell === "object" ? [] : [[name, cell] as const];
  });
  return Object.fromEntries(values.reverse());
}

function notShown(): TenantTrailError {
  return new TenantTrailError("no-such-result", t("This result is no longer held. Run the query again."));
}
