import type { ShownEvent } from "../../../src/protocol/entity/shown-event.ts";

/** How an event ended: its code with what that means, else its outcome in the words of its table. */
export function endWords(
  { table, outcome, code, reason }: ShownEvent,
  codes: Readonly<Record<string, string>>,
): string {
  if (table === "signins" || (table === "activity" && code !== undefined)) {
    if (code === undefined || code === "0") return outcome ?? "";
    return `${code} ${Object.hasOwn(codes, code) ? codes[code] : (reason ?? outcome ?? "")}`.trim();
  }
  return outcome ?? "";
}
