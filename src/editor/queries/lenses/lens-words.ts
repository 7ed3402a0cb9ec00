import { athenaPrice, priceWords, scannedWords } from "../../../protocol/aws/athena-price.ts";
import type { ScanEstimate } from "../../../protocol/query.ts";
import { countOf } from "../../words/plain-amounts.ts";
import { type EngineKind, engineWords } from "../engine-choice.ts";

/**
 * What the lens over a statement says: `Run · Athena (~0.4 ¢, 84 MB) · 30 days`. This machine has no price: what it
 * reads of a bucket it keeps, so that nobody knows what the next question fetches.
 */
export function runWords(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  const days = estimate === undefined || estimate.days === 0 ? [] : [countOf(estimate.days, "day")];
  return ["Run", `${engineWords(engine)}${price(engine, estimate)}`, ...days].join(" · ");
}

/** What the lens says that switches a file to the other engine: `Run on Athena instead (~0.4 ¢, 84 MB)`. */
export function switchWords(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  return `Run on ${engineWords(engine)} instead${price(engine, estimate)}`;
}

/** What hovering over the lens says. */
export function runTooltip(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  if (engine === "duckdb") return "Run this statement with DuckDB on the logs of the open lake";
  const charged = "Run this statement on Athena, which charges for what it scans, at least 10 MB a query";
  if (estimate === undefined) return charged;
  if (estimate.bytes === undefined)
    return `${charged}. What it scans is known only once it has run: TenantTrail does not know ${estimate.unknownTables?.join(", ")}`;
  return `${charged}. It scans at most ${scannedWords(estimate.bytes)} with the values of the file's header`;
}

function price(engine: EngineKind, estimate: ScanEstimate | undefined): string {
  if (engine === "duckdb" || estimate === undefined) return "";
  const { bytes } = estimate;
  return bytes === undefined ? " (price not known)" : ` (~${priceWords(athenaPrice(bytes))}, ${scannedWords(bytes)})`;
}
