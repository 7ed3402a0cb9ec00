import { commands, Disposable, type WebviewPanel, window } from "vscode";
import { t } from "../../base/translated.ts";
import type { ErrorPresenter } from "../errors/present-error.ts";
import type { KeptResults } from "../keeping/kept-results.ts";
import type { ShownPanels } from "../keeping/shown-panels.ts";
import { fieldsOf } from "../platform/remembered.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import { commandIds } from "../registry/command-ids.ts";
import { resultPanelType } from "../registry/view-ids.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import { tell } from "../shown/messages.ts";
import { countOf } from "../words/plain-amounts.ts";

interface RestoringParts {
  readonly panels: ResultPanels;
  readonly runs: PanelRuns;
  readonly kept: KeptResults;
  readonly shownPanels: ShownPanels;
  readonly errors: ErrorPresenter;
}

/** Shows result panels again after a reload of the window, and forgets what is kept for that. */
export function registerRestoring({ panels, runs, kept, shownPanels, errors }: RestoringParts): Disposable {
  const restore = async (page: WebviewPanel, remembered: unknown): Promise<void> => {
    const { panel: id } = fieldsOf(remembered);
    const shown = typeof id === "string" ? shownPanels.of(id) : undefined;
    // Nothing is known of it, so that an empty page would be all there is.
    if (shown === undefined) page.dispose();
    else await runs.restore(shown, panels.adopt(shown.key, shown.id, shown.title, page));
  };
  return Disposable.from(
    window.registerWebviewPanelSerializer(resultPanelType, { deserializeWebviewPanel: restore }),
    panels.onDidClose(({ id, resultId }) => {
      void shownPanels.forget(id).then(undefined, (error: unknown) => errors.record(error));
      if (resultId !== undefined) void kept.forget(resultId).catch((error: unknown) => errors.record(error));
    }),
    commands.registerCommand(commandIds.clearKeptResults, () =>
      errors.guard(async () => {
        const count = await kept.clear();
        void tell(
          "information",
          countOf(
            count,
            t(
              "Cleared {0} kept result. What is shown stays until the window closes, and what is pinned until it is unpinned.",
            ),
            t(
              "Cleared {0} kept results. What is shown stays until the window closes, and what is pinned until it is unpinned.",
            ),
          ),
        );
      }),
    ),
  );
}
