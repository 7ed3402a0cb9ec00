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
      return { icon: "circle-slash", short: "off", long: "Logs are collected only when you ask for it." };
    case "collecting":
      return { icon: "sync", short: "collecting", long: "Collecting what is due." };
    case "failed":
      return {
        icon: "warning",
        short: `failed, again at ${clockTime(state.next)}`,
        long: `${state.message} It is tried again at ${clockTime(state.next)}.`,
      };
    case "waiting":
      return waitingWords(state);
  }
}

function waitingWords({ next, why }: Extract<KeepState, { kind: "waiting" }>): KeepWords {
  const at = clockTime(next);
  if (why === "another window")
    return { icon: "multiple-windows", short: "in another window", long: "Another window collects into this lake." };
  if (why === "no tenant")
    return { icon: "clock", short: "no tenant yet", long: `No tenant is collected yet. Looked at again at ${at}.` };
  if (why === "not allowed")
    return {
      icon: "question",
      short: "not allowed yet",
      long: "You have not collected into this lake yet. Collect once, and it goes on by itself.",
    };
  return { icon: "clock", short: `next at ${at}`, long: `The next collection begins at ${at}.` };
}

/** A moment (milliseconds since 1970) as the hour and minute of this machine's clock. */
function clockTime(moment: number): string {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
