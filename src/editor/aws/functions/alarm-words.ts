import { t } from "../../../base/translated.ts";
import type { AlarmState } from "../../../protocol/aws/function-runs.ts";
import { outcomeText } from "../../outcomes/outcome-text.ts";
import { countOf } from "../../words/plain-amounts.ts";

/** What stands beside the title of the log days; nothing where there is no alarm. */
export function alarmsInShort(alarms: readonly AlarmState[]): string {
  const ringing = alarms.filter(({ state }) => state === "ALARM").length;
  if (ringing > 0) return countOf(ringing, t("{0} alarm"), t("{0} alarms"));
  return alarms.length === 0 ? "" : t("no alarm");
}

/** What stands above the log days: the alarms that ring, a line each. */
export function ringingAlarms(alarms: readonly AlarmState[]): string {
  return alarms
    .filter(({ state }) => state === "ALARM")
    .map(({ name, description, since }) => t("Alarm since {0}: {1}", timeOf(since), description || name))
    .join("\n");
}

/** All alarms with their states, as a document. */
export function alarmDetails(alarms: readonly AlarmState[]): string {
  const words = { ALARM: t("Rings"), INSUFFICIENT_DATA: t("Not known yet"), OK: t("In order") } as const;
  const parts = (["ALARM", "INSUFFICIENT_DATA", "OK"] as const).flatMap((of) => {
    const items = alarms
      .filter(({ state }) => state === of)
      .map(({ name, description, reason, since }) =>
        t("{0} Since {1}. {2}", description || name, timeOf(since), reason),
      );
    return items.length === 0 ? [] : [{ heading: words[of], items }];
  });
  return outcomeText(t("Alarms"), alarmsInShort(alarms) || t("This stack has no alarms."), parts);
}

function timeOf(iso: string): string {
  return t("{0} UTC", iso.slice(0, 16).replace("T", " "));
}
