import { t } from "../../../base/translated.ts";
import type { CollectProgress } from "../../../protocol/collector.ts";
import { stretchWords } from "../../../protocol/words/stretch-words.ts";
import { tableTitles } from "../../../protocol/words/table-titles.ts";
import { countOf } from "../../words/plain-amounts.ts";

/**
 * How far a collection is: words, and its part of the whole as it is planned now.
 *
 * @param today `YYYY-MM-DD` in UTC.
 */
export function collectProgressWords(
  progress: CollectProgress,
  today: string,
): { readonly detail: string; readonly part: number } {
  const { windows, remaining } = progress;
  const waiting =
    progress.waitingUntil === undefined
      ? []
      : [t("Microsoft asks to wait until {0} UTC", progress.waitingUntil.slice(11, 19))];
  return {
    detail: [
      `${tableTitles[progress.table]} ${stretchWords(progress, today)}`,
      countOf(progress.added, t("{0} row"), t("{0} rows")),
      ...waiting,
    ].join(" · "),
    part: windows + remaining > 0 ? windows / (windows + remaining) : 0,
  };
}
