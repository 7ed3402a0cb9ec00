import { t } from "../../../base/translated.ts";
import type { CollectProgress } from "../../../protocol/collector.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
import { msLeft, slownessWords, timeLeftWords, windowWords } from "../../../protocol/words/window-words.ts";
import { countOf } from "../../words/plain-amounts.ts";

/**
 * How far a collection is: words, and its part of the whole as it is planned now.
 *
 * @param today `YYYY-MM-DD` in UTC.
 * @param elapsedMs since it began.
 */
export function collectProgressWords(
  progress: CollectProgress,
  today: string,
  elapsedMs: number,
): { readonly detail: string; readonly part: number } {
  const { windows, remaining } = progress;
  const waiting =
    progress.waitingUntil === undefined
      ? []
      : [t("Microsoft asks to wait until {0} UTC", progress.waitingUntil.slice(11, 19))];
  const slow = slownessWords(progress.source);
  const left = msLeft(progress, elapsedMs);
  return {
    detail: [
      `${tableTitles[progress.table]} ${windowWords(progress, today)}`,
      countOf(progress.added, t("{0} row"), t("{0} rows")),
      ...(slow === undefined ? [] : [slow]),
      ...(left === undefined ? [] : [timeLeftWords(left)]),
      ...waiting,
    ].join(" · "),
    part: windows + remaining > 0 ? windows / (windows + remaining) : 0,
  };
}
