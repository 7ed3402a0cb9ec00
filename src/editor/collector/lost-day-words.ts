import { t } from "../../base/translated.ts";
import type { LogDay } from "../../protocol/lake.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tableTitles } from "../../protocol/words/table-titles.ts";

/** What a lost day means and how its events may still be had. */
export interface LostDayWords {
  readonly message: string;
  readonly detail: string;
  /** True when Microsoft's audit search may still hold what the collecting API no longer offers. */
  readonly searchable: boolean;
}

/** The words for some lost days of one table. */
export function lostDayWords(days: readonly LogDay[]): LostDayWords {
  const [first] = days;
  const table: TableName = first?.table ?? "activity";
  const one = days.length === 1 ? t("of {0}", first?.day ?? "") : t("of {0} days", days.length);
  return {
    message: t(
      "Some {0} {1} were not read before Microsoft stopped offering them.",
      tableTitles[table].toLowerCase(),
      one,
    ),
    detail: details[table].join("\n\n"),
    searchable: table === "activity",
  };
}

const purview = t(
  "Microsoft Purview keeps the unified audit log for 180 days, longer with an Audit (Premium) retention policy. In the Purview portal: Audit, a new search for the day, Export, then import the CSV here.",
);
const purviewForEntra = t(
  "{0} It holds this day's Entra ID records as rows of Office 365 activity, with fewer fields than Microsoft Graph gave.",
  purview,
);
const diagnostic = t(
  "If the tenant exports its logs by a diagnostic setting (a storage account, an event hub, Log Analytics), import that day's export: it fills the same table.",
);

const details: Readonly<Record<TableName, readonly string[]>> = {
  signins: [diagnostic, purviewForEntra],
  audits: [diagnostic, purviewForEntra],
  provisioning: [diagnostic],
  riskdetections: [diagnostic],
  riskyusers: [diagnostic],
  activity: [
    t(
      "Searching the audit log through Microsoft Graph reaches as far back as the tenant keeps its audit. It takes minutes to hours and brings the same rows. It needs the permission AuditLogsQuery.Read.All.",
    ),
    purview,
  ],
};
