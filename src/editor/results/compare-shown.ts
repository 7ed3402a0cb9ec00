import { type ViewColumn, window, workspace } from "vscode";
import { t } from "../../base/translated.ts";
import type { Comparison, ComparisonChoice } from "../../protocol/comparing/comparison.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import { trinoLanguage } from "../../protocol/language/sql-languages.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { parameterWords } from "../../protocol/words/asked-words.ts";
import { columnBeside } from "../platform/free-column.ts";
import type { ResultActions } from "../result-view/result-panel.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import { pickOne, pickSeveral } from "../shown/quick-pick.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { countOf } from "../words/plain-amounts.ts";
import { type ComparableResult, comparableResults, notebookResults } from "./comparable-results.ts";

/** What is compared; what is left out is asked for. */
export interface ComparedResults {
  readonly resultId?: string;
  readonly with?: string;
  readonly keys?: readonly string[];
}

interface CompareParts {
  readonly lake: LakeService;
  readonly panels: ResultPanels;
  readonly tasks: RunningTasks;
  readonly record: (error: unknown) => void;
}

/**
 * Compares two shown results by a key, the earlier with the later, and shows what was added, is gone or changed in a panel.
 * @param result the one that is compared.
 * @throws TenantTrailError `bad-argument` when there is no other; `no-such-result`; CancelledError.
 */
export async function compareShown(
  parts: CompareParts,
  result: ResultSummary,
  given: ComparedResults,
): Promise<Comparison["counts"]> {
  const other = await otherResult(parts, result, given.with);
  const isLater = other.askedAt <= result.askedAt;
  const [before, after] = isLater ? [other, result] : [result, other];
  const ids = { before: before.resultId, after: after.resultId };
  const title = t("Comparing {0}", after.title);
  const keys =
    given.keys ??
    (await chosenKeys(
      await parts.tasks.run(title, "status bar", ({ signal }) => parts.lake.comparisonChoice(ids, { signal })),
    ));
  return show(parts, { ...ids, keys }, title);
}

async function show(
  parts: CompareParts,
  request: { readonly before: string; readonly after: string; readonly keys: readonly string[] },
  title: string,
): Promise<Comparison["counts"]> {
  const { lake, panels, tasks, record } = parts;
  const { summary, counts } = await tasks.run(title, "notification", ({ signal }) =>
    lake.compareResults(request, { signal }),
  );
  const panel = await panels.show(`comparison:${request.before}:${request.after}`, summary.title);
  const actions: ResultActions = {
    cancel: () => undefined,
    retry: () => void show(parts, request, title).catch(record),
    openQuery: () => void openText(summary.sql, panel.column).catch(record),
    fillGaps: () => undefined,
    keepChart: async () => {
      throw new TenantTrailError("bad-argument", t("A comparison has no file whose header could keep the chart."));
    },
    takeNextStep: () => undefined,
  };
  panel.takeOver(actions);
  panel.show({ kind: "ready", summary });
  return counts;
}

async function openText(content: string, column: ViewColumn | undefined): Promise<void> {
  const document = await workspace.openTextDocument({ language: trinoLanguage, content });
  await window.showTextDocument(document, { viewColumn: columnBeside(column) });
}

async function otherResult(
  { panels }: CompareParts,
  { resultId }: ResultSummary,
  wanted: string | undefined,
): Promise<ResultSummary> {
  const others = comparableResults(panels, resultId);
  if (others.length === 0)
    throw new TenantTrailError(
      "bad-argument",
      t("There is no other result to compare with. Run the statement again, or open another result beside this one."),
    );
  const found = wanted === undefined ? undefined : others.find(({ summary }) => summary.resultId === wanted);
  if (wanted !== undefined && found === undefined)
    throw new TenantTrailError(
      "no-such-result",
      t("The result to compare with is not shown any more. Run its query again."),
    );
  const chosen = found?.summary ?? (await pickOne(others.map(choiceOf), { title: t("Compare with"), findsAll: true }));
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

const places = {
  pinned: t("pinned"),
  panel: t("open"),
  notebook: t("in a notebook"),
} as const;

function choiceOf({ summary, from }: ComparableResult) {
  const { title, askedAt, rowCount, params } = summary;
  const rows = countOf(rowCount, t("{0} row"), t("{0} rows"));
  const asked = t("asked {0} UTC, {1}", askedAt.slice(0, 19).replace("T", " "), rows);
  return {
    label: from === "previous" ? t("Previous run of {0}", title) : title,
    description: from === "previous" ? asked : `${places[from]}, ${asked}`,
    ...(Object.keys(params).length > 0 && { detail: parameterWords(params, undefined).join(" · ") }),
    value: summary,
  };
}

/** Lets a person say what tells the rows apart; what was guessed is chosen, and said why. */
async function chosenKeys({ shared, guess, reason }: ComparisonChoice): Promise<readonly string[]> {
  if (shared.length === 0)
    throw new TenantTrailError(
      "bad-argument",
      t("The two results have no column in common, so that nothing can be compared. Choose another result."),
    );
  const why = {
    id: t("{0} tells the rows of each result apart", guess.join(", ")),
    distinct: t("No two rows of a result are alike in {0}", guess.join(", ")),
    none: t("No column was found that tells the rows apart: choose those that do"),
  };
  const choices = shared
    .filter(({ isNested }) => !isNested)
    .map(({ name, types }) => ({
      label: name,
      picked: guess.includes(name),
      ...(types && { description: t("{0} before, {1} now", types.before, types.after) }),
      value: name,
    }));
  const chosen = await pickSeveral(choices, { title: t("Key columns of the comparison"), placeHolder: why[reason] });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

/** A shown result by its id, wherever it is shown. */
export function shownResult(panels: Pick<ResultPanels, "open">, resultId: string): ResultSummary | undefined {
  const open = panels.open.flatMap(({ state }) => (state?.kind === "ready" ? [state.summary] : []));
  return [...open, ...notebookResults()].find((summary) => summary.resultId === resultId);
}
