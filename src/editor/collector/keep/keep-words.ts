import { t } from "../../../base/translated.ts";
import type { KeepState } from "./keep-collecting.ts";

/** How keeping collecting stands, for the status bar and the collector view. */
export interface KeepWords {
  /** A codicon. */
  readonly icon: string;
  /** A few words. */
  readonly short: string;
  /** A sentence or two. */
  readonly long: string;
}

export function keepWords(state: KeepState): KeepWords {
  switch (state.kind) {
    case "off":
      return { icon: "circle-slash", short: t("off"), long: t("Logs are collected only when you ask for it.") };
    case "collecting":
      return { icon: "sync", short: t("collecting"), long: t("Collecting what is due.") };
    case "failed":
      return {
        icon: "warning",
        short: t("failed, again at {0}", clockTime(state.next)),
        long: t("{0} It is tried again at {1}.", state.message, clockTime(state.next)),
      };
    case "waiting":
      return waitingWords(state);
  }
}

function waitingWords({ next, why }: Extract<KeepState, { kind: "waiting" }>): KeepWords {
  const at = clockTime(next);
  if (why === "another window")
    return {
      icon: "multiple-windows",
      short: t("in another window"),
      long: t("Another window collects into this lake."),
    };
  if (why === "no tenant")
    return {
      icon: "clock",
      short: t("no tenant yet"),
      long: t("No tenant is collected yet. Looked at again at {0}.", at),
    };
  if (why === "not allowed")
    return {
      icon: "question",
      short: t("not allowed yet"),
      long: t("You have not collected into this lake yet. Collect once, and it goes on by itself."),
    };
  return { icon: "clock", short: t("next at {0}", at), long: t("The next collection begins at {0}.", at) };
}

/** A moment (milliseconds since 1970) as the hour and minute of this machine's clock. */
function clockTime(moment: number): string {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
