import type { AskedQuery } from "../../assistant/assistant-tool.ts";
import { t } from "../../base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../protocol/aws/athena-price.ts";
import type { ScanEstimate } from "../../protocol/query.ts";
import type { ToolConfirmation } from "../shown/tool-confirmation.ts";

/**
 * What a person reads before an assistant's query runs.
 * @param estimate what it scans on Athena; undefined where that could not be told.
 */
export function queryConfirmation(
  { request: { sql, engine, params = {}, mayScanBytes }, isOwnSql }: AskedQuery,
  label: string,
  estimate: ScanEstimate | undefined,
): ToolConfirmation {
  const values = Object.entries(params).map(([name, value]) => `:${name} = ${JSON.stringify(value)}`);
  return {
    title:
      engine === "athena" ? t("Run this query on Athena for the assistant?") : t("Run this query for the assistant?"),
    sentences: [
      t("It reads {0}, and its first rows go to the assistant's model.", label),
      ...(isOwnSql ? [t("The statement is one that comes with TenantTrail: its values say what is asked.")] : []),
      ...(engine === "athena" ? [athenaWords(estimate, mayScanBytes ?? 0)] : []),
      ...(values.length > 0 ? [t("Values: {0}", values.join(", "))] : []),
    ],
    sql,
  };
}

function athenaWords(estimate: ScanEstimate | undefined, most: number): string {
  const limit = t("It does not run when it may scan more than {0}.", scannedWords(most));
  if (estimate?.bytes === undefined) return t("What it scans is not known before it runs. {0}", limit);
  return t(
    "It scans at most {0}, for about {1}. {2}",
    scannedWords(estimate.bytes),
    priceWords(athenaPrice(estimate.bytes)),
    limit,
  );
}
