import { visibleParts } from "../../../protocol/words/visible-text.ts";

/** Text as HTML that shows it and nothing else: no markup of it counts, and what cannot be seen is named. */
export function shownHtml(text: string, lines: "kept" | "marked" = "marked"): string {
  return visibleParts(text, lines)
    .map(({ text: own, mark }) =>
      mark === undefined
        ? escapeHtml(own)
        : `<span class="mark" title="${escapeHtml(mark.name)}">${escapeHtml(mark.sign)}</span>`,
    )
    .join("");
}

/** Text in a direction of its own, which changes nothing beside it. */
export function isolatedHtml(text: string): string {
  return `<bdi>${shownHtml(text)}</bdi>`;
}

/** Text of several lines as it is written: a statement, a header. */
export function preHtml(text: string): string {
  return `<pre>${shownHtml(text, "kept")}</pre>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** `10,010,936`. */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}
