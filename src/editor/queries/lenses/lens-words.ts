import { t } from "../../../base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../../protocol/aws/athena-price.ts";
import type { ScanEstimate } from "../../../protocol/query.ts";
import { countOf } from "../../words/plain-amounts.ts";
import { type EngineKind, engineWords } from "../engine-choice.ts";

/**
 * What the lens over a statement says: `Run · Athena (~0.4 ¢, 84 MB) · 30 days`. This machine has no price: what it
 * reads of a bucket it keeps, so that nobody knows what the next question fetches.
 */
export function runWords(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  const days =
    estimate === undefined || estimate.days === 0 ? [] : [countOf(estimate.days, t("{0} day"), t("{0} days"))];
  return [t("Run"), `${engineWords(engine)}${price(engine, estimate)}`, ...days].join(" · ");
}

/** What the lens says that switches a file to the other engine: `Use Athena (~0.4 ¢)`. */
export function switchWords(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  return t(
    "Use {0}{1}",
    engineWords(engine),
    engine === "duckdb" || estimate === undefined ? "" : ` (${priceOf(estimate)})`,
  );
}

/** What hovering over it says. */
export function switchTooltip(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  const switched = t("Statements of this file run on {0} from now on", engineWords(engine));
  return engine === "duckdb" ? switched : `${switched}. ${chargedWords(estimate)}`;
}

/** What hovering over the lens says that runs a statement. */
export function runTooltip(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  if (engine === "duckdb") return t("Run this statement with DuckDB on the logs of the open lake");
  return t("Run this statement on Athena. {0}", chargedWords(estimate));
}

/** What Athena charges for, and what is known of that. */
function chargedWords(estimate: ScanEstimate | undefined): string {
  const charged = t("Athena charges for what a query scans, at least 10 MB");
  if (estimate === undefined) return charged;
  if (estimate.bytes === undefined)
    return t(
      "{0}. What this one scans is known only once it has run: TenantTrail does not know {1}",
      charged,
      estimate.unknownTables?.join(", ") ?? "",
    );
  return t(
    "{0}. This one scans at most {1}, with the values that were last used, or else those of the file's header",
    charged,
    scannedWords(estimate.bytes),
  );
}

function price(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  if (engine === "duckdb" || estimate === undefined) return "";
  const { bytes } = estimate;
  return bytes === undefined ? ` (${priceOf(estimate)})` : ` (${priceOf(estimate)}, ${scannedWords(bytes)})`;
}

function priceOf({ bytes }: ScanEstimate): string {
  return bytes === undefined ? t("price not known") : `~${priceWords(athenaPrice(bytes))}`;
}
