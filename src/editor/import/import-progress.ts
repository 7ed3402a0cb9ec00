import { basename } from "node:path";
import { t } from "../../base/translated.ts";
import type { ImportProgress } from "../../protocol/lake.ts";
import { countOf, formatBytes } from "../words/plain-amounts.ts";
import { onOneLine } from "../words/plain-text.ts";

/**
 * How far an import is: words, and its part of the whole. Reading is most of it; merging keeps the last tenth.
 *
 * @param only the name of the only path that is imported; the title says it already.
 */
export function importProgressWords(
  progress: ImportProgress,
  only?: string,
): { readonly detail: string; readonly part: number } {
  const { doneBytes, totalBytes } = progress;
  const part = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
  if (progress.stage === "merging")
    return {
      detail: countOf(progress.rows, t("all is read, writing · {0} row"), t("all is read, writing · {0} rows")),
      part: 0.9 + part / 10,
    };
  const name = onOneLine(basename(progress.file));
  const named = only === name ? "" : `${name} · `;
  return { detail: t("{0}{1} of {2}", named, formatBytes(doneBytes), formatBytes(totalBytes)), part: part * 0.9 };
}

/** What an import that was cancelled has left in the lake. @param last how far it had told to be. */
export function cancelledWords(last: ImportProgress | undefined): string {
  if (last?.stage !== "merging" || last.rows === 0) return t("The import was cancelled. Nothing of it is in the lake.");
  return countOf(
    last.rows,
    t(
      "The import was cancelled. What was written by then stays in the lake, up to {0} row. Importing again adds the rest, and nothing twice.",
    ),
    t(
      "The import was cancelled. What was written by then stays in the lake, up to {0} rows. Importing again adds the rest, and nothing twice.",
    ),
  );
}
