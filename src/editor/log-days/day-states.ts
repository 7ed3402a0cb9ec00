import { t } from "../../base/translated.ts";
import type { DayState } from "../../protocol/lake.ts";

interface StateLook {
  /** A codicon. */
  readonly icon: string;
  /** A theme colour beside the icon's shape, never instead of the word. */
  readonly color?: string;
  /** What the state means, where the row count is not the point. */
  readonly meaning: string;
}

/** How a day's state looks. */
export const dayStates: Readonly<Record<DayState, StateLook>> = {
  complete: { icon: "circle-filled", meaning: t("every enabled source was read to its end") },
  settling: {
    icon: "circle-outline",
    meaning: t("read; events may still arrive, or a second read, four hours later, is still to agree"),
  },
  readOnce: {
    icon: "circle-large-outline",
    meaning: t("read to its end once; no second read agreed while its source offered it"),
  },
  gap: { icon: "color-mode", color: "list.warningForeground", meaning: t("not read yet, still offered by the source") },
  lost: {
    icon: "close",
    color: "list.errorForeground",
    meaning: t("no longer offered by this API; Purview may still hold it"),
  },
  imported: { icon: "debug-breakpoint-log-unverified", meaning: t("coverage unknown") },
  history: { icon: "history", meaning: t("states as they were seen, which is never complete") },
};

const words: Readonly<Record<DayState, string>> = {
  complete: t("complete"),
  settling: t("settling"),
  readOnce: t("read once"),
  gap: t("gap"),
  lost: t("lost"),
  imported: t("imported"),
  history: t("history"),
};

/** What a state is called. */
export function stateWord(state: DayState): string {
  return words[state];
}
