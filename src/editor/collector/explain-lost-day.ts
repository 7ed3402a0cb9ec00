import { t } from "../../base/translated.ts";
import type { CollectRequest } from "../../protocol/collector.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { LogDay } from "../../protocol/lake.ts";
import { askInDialog } from "../shown/messages.ts";
import { requestsOfDays } from "./collecting/collect-requests.ts";
import { lostDayWords } from "./lost-day-words.ts";

interface LostDayActions {
  collect(requests: readonly CollectRequest[]): Promise<unknown>;
  importInto(day: LogDay): Promise<unknown>;
}

/** Tells what some lost days mean, and does what the person chooses. */
export async function explainLostDays(days: readonly LogDay[], actions: LostDayActions): Promise<void> {
  const lost = days.filter(({ state }) => state === "lost");
  const [first] = lost;
  if (first === undefined) throw new TenantTrailError("bad-argument", t("Nothing of this day is lost."));
  const ofTable = lost.filter(({ table }) => table === first.table);
  const { message, detail, searchable } = lostDayWords(ofTable);
  const search = t("Search the audit log");
  const importFiles = t("Import logs");
  const buttons = [...(searchable ? [search] : []), importFiles];
  const chosen = await askInDialog("information", message, detail, buttons);
  if (chosen === search) await actions.collect(requestsOfDays(ofTable));
  if (chosen === importFiles) await actions.importInto(first);
}
