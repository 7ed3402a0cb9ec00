import { t } from "../../../base/translated.ts";
import { athenaPrice, priceWords, scannedWords } from "../../../protocol/aws/athena-price.ts";
import type { ScanEstimate } from "../../../protocol/query.ts";
import { countOf } from "../../words/plain-amounts.ts";

/** What asking some queries on Athena scans and costs at most, as a sentence; what is not known is said. */
export function estimateWords(estimates: readonly ScanEstimate[]): string {
  const known = estimates.flatMap(({ bytes }) => (bytes === undefined ? [] : [bytes]));
  const scanned = known.reduce((sum, bytes) => sum + bytes, 0);
  const price = known.reduce((sum, bytes) => sum + athenaPrice(bytes), 0);
  const unknown = estimates.length - known.length;
  const atMost = countOf(
    known.length,
    t("{0} query scan at most {1} on Athena (about {2})."),
    t("{0} queries scan at most {1} on Athena (about {2})."),
    scannedWords(scanned),
    priceWords(price),
  );
  return unknown === 0
    ? atMost
    : countOf(
        unknown,
        t("{1} What {0} other query scan is known only once they have run."),
        t("{1} What {0} other queries scan is known only once they have run."),
        atMost,
      );
}
