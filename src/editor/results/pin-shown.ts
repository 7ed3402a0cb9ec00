import { t } from "../../base/translated.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { KeptResults } from "../keeping/kept-results.ts";
import type { PinnedResult, PinnedResults } from "../keeping/pinned-results.ts";
import type { ShownPanels } from "../keeping/shown-panels.ts";
import type { PanelRuns } from "../queries/panel-runs.ts";
import type { ResultPanel } from "../result-view/result-panel.ts";
import type { ResultPanels } from "../result-view/result-panels.ts";
import { askText } from "../shown/input-box.ts";
import { tell } from "../shown/messages.ts";

export interface PinParts {
  readonly lake: Pick<LakeService, "pinResult">;
  readonly panels: ResultPanels;
  readonly runs: Pick<PanelRuns, "restore">;
  readonly kept: KeptResults;
  readonly shownPanels: ShownPanels;
  readonly pinned: PinnedResults;
}

/**
 * Pins what a panel shows, under a name: the next run of its statement opens a panel of its own, and its rows stay until
 * it is unpinned. A name is asked for when none is given; leaving the box pins nothing.
 * @throws TenantTrailError `bad-argument` for what cannot be pinned; `no-such-result`.
 */
export async function pinShown(parts: PinParts, panel: ResultPanel, given?: string): Promise<boolean> {
  const { lake, panels, kept, shownPanels, pinned } = parts;
  const { state } = panel;
  const shown = shownPanels.of(panel.id);
  if (state?.kind !== "ready" || shown === undefined)
    throw new TenantTrailError("bad-argument", t("Only the result of a query can be pinned. Run one first."));
  const { summary } = state;
  if (summary.isArriving)
    throw new TenantTrailError(
      "bad-argument",
      t("The rows of this result have not all arrived yet. Pin it once they have."),
    );
  const name = given ?? (await askedName(`${summary.title}, ${summary.askedAt.slice(0, 16).replace("T", " ")} UTC`));
  if (name === undefined) return false;
  const { resultId } = summary;
  const key = `pinned:${resultId}`;
  const moved = { ...shown, key, resultId };
  await lake.pinResult({ resultId, isPinned: true });
  // While the name was typed its statement may have run again, or the tab was closed.
  if (panel.resultId !== resultId || !panels.open.includes(panel))
    throw new TenantTrailError(
      "no-such-result",
      t("The result to pin is not shown any more. Run its query again, and pin what it shows."),
    );
  panels.move(panel, key);
  panel.show({ ...state, pin: { name } });
  await pinned.set({ resultId, name, pinnedAt: new Date().toISOString(), isKept: false, shown: moved });
  await shownPanels.remember(moved);
  const reason = await kept.keepWith(resultId);
  if (reason === undefined) {
    await pinned.set({ resultId, name, pinnedAt: new Date().toISOString(), isKept: true, shown: moved });
    return true;
  }
  void tell("warning", t("{0} is pinned while its tab is open, and not kept beyond it: {1}.", name, reason));
  return true;
}

/** Lets a pinned result go: its panel stays, as that of any run, and without one its rows are deleted. */
export async function unpin(parts: PinParts, resultId: string): Promise<void> {
  const { lake, panels, kept, pinned } = parts;
  await pinned.remove(resultId);
  const panel = panels.open.find((each) => each.resultId === resultId);
  if (panel?.state?.kind !== "ready") return kept.forget(resultId);
  try {
    await lake.pinResult({ resultId, isPinned: false });
  } catch (error) {
    // A lake process that was started anew holds nothing that could be let go.
    if (!(error instanceof TenantTrailError && error.code === "no-such-result")) throw error;
  }
  panel.show({ ...panel.state, pin: {} });
}

/** Shows a pinned result: its panel, or a new one with the rows that were kept. */
export async function showPinned({ panels, runs, shownPanels }: PinParts, result: PinnedResult): Promise<void> {
  const open = panels.open.find((each) => each.resultId === result.resultId);
  if (open !== undefined) return open.reveal();
  const panel = await panels.show(result.shown.key, result.name);
  const shown = { ...result.shown, id: panel.id };
  await shownPanels.remember(shown);
  await runs.restore(shown, panel);
}

async function askedName(value: string): Promise<string | undefined> {
  const typed = await askText({
    title: t("Pin this result"),
    prompt: t("The name under which it is listed in Pinned results"),
    value,
    selectsValue: true,
    problemOf: (text) => (text.trim() === "" ? t("A pinned result needs a name") : undefined),
  });
  return typed?.trim();
}
