import { commands, Disposable, env } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { PinnedResult } from "../keeping/pinned-results.ts";
import { fieldsOf } from "../platform/remembered.ts";
import { commandIds } from "../registry/command-ids.ts";
import { statementText } from "../result-view/statement-text.ts";
import { tell } from "../shown/messages.ts";
import { pickOne } from "../shown/quick-pick.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { countOf } from "../words/plain-amounts.ts";
import { type ComparedResults, compareShown, shownResult } from "./compare-shown.ts";
import { type PinParts, pinShown, showPinned, unpin } from "./pin-shown.ts";
import { meantResults } from "./shown-result.ts";

interface ResultsParts extends PinParts {
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  readonly errors: ErrorPresenter;
  readonly record: (error: unknown) => void;
}

/** What can be done with results wherever they are shown, in panels and in cells. */
export function registerResults(parts: ResultsParts): Disposable {
  const { panels, pinned, errors, record } = parts;
  const on = (id: string, work: (given?: unknown) => Promise<unknown>): Disposable =>
    commands.registerCommand(id, (given?: unknown) => errors.guard(() => work(given)));
  return Disposable.from(
    on(commandIds.copyStatement, async (given) => {
      const results = meantResults(panels, given);
      if (results.length === 0) throw nothingShown();
      await env.clipboard.writeText(results.map(statementText).join(";\n\n"));
      const values = results.reduce((all, { params }) => all + Object.keys(params).length, 0);
      const what =
        results.length === 1 ? t("the statement") : countOf(results.length, t("{0} statement"), t("{0} statements"));
      void tell(
        "information",
        t("Copied {0}{1}.", what, values === 0 ? "" : countOf(values, t(" with {0} value"), t(" with {0} values"))),
      );
    }),
    on(commandIds.compareResults, async (given) =>
      compareShown(parts, await meantResult(parts, given), fieldsOf(given) as ComparedResults),
    ),
    on(commandIds.pinResult, async (given) => {
      const { name } = fieldsOf(given);
      return pinShown(parts, panelOf(parts, given), typeof name === "string" ? name : undefined);
    }),
    on(commandIds.unpinResult, async (given) => unpin(parts, (await pinnedOne(parts, given)).resultId)),
    on(commandIds.showPinnedResults, async (given) => showPinned(parts, await pinnedOne(parts, given))),
    panels.onDidClose(({ resultId }) => {
      // Its rows were nowhere else.
      if (resultId !== undefined && pinned.of(resultId)?.isKept === false) pinned.remove(resultId).catch(record);
    }),
  );
}

async function meantResult({ panels }: ResultsParts, given: unknown): Promise<ResultSummary> {
  const { resultId } = fieldsOf(given);
  if (typeof resultId === "string") {
    const shown = shownResult(panels, resultId);
    if (shown !== undefined) return shown;
  }
  const results = meantResults(panels, given);
  const [first] = results;
  if (first === undefined) throw nothingShown();
  if (results.length === 1) return first;
  const choices = results.map((summary) => ({ label: summary.title, value: summary }));
  const chosen = await pickOne(choices, { title: t("Which result to compare") });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

function panelOf({ panels }: ResultsParts, given: unknown) {
  const { resultId } = fieldsOf(given);
  const panel = resultId === undefined ? panels.active : panels.open.find((each) => each.resultId === resultId);
  if (panel !== undefined) return panel;
  throw nothingShown();
}

/** The pinned result that is meant: the given one, the active panel's, or the one that is chosen from the list. */
async function pinnedOne({ panels, pinned }: ResultsParts, given: unknown): Promise<PinnedResult> {
  const { resultId } = fieldsOf(given);
  const meant = typeof resultId === "string" ? resultId : undefined;
  const known = meant === undefined ? undefined : pinned.of(meant);
  if (known !== undefined) return known;
  const { all } = pinned;
  if (all.length === 0)
    throw new TenantTrailError("bad-argument", t("No result is pinned. Pin one by the button Pin over its rows."));
  const choices = all.map((each) => ({
    label: each.name,
    icon: "pinned",
    description: panels.open.some((panel) => panel.resultId === each.resultId)
      ? t("pinned {0} UTC, open", minuteOf(each.pinnedAt))
      : t("pinned {0} UTC", minuteOf(each.pinnedAt)),
    detail: each.shown.title,
    value: each,
  }));
  const chosen = await pickOne(choices, { title: t("Pinned results"), findsAll: true });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}

function nothingShown(): TenantTrailError {
  return new TenantTrailError(
    "bad-argument",
    t("No result is shown here. Run the statement first; its values are those that it ran with."),
  );
}

function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace("T", " ");
}
