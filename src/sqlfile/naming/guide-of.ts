import type { ResultGuide } from "../../protocol/result-page.ts";
import type { Header } from "../header-types.ts";

/** A title in straight quotes, as the descriptions of detections write it. */
const quotedTitle = /"(\p{Lu}[^"\n]{4,80})"/gu;

/** What a detection's header tells beside its hits; undefined for a query that is none, which has no severity. */
export function guideOf({ severity, attack, description = "" }: Header): ResultGuide | undefined {
  const paragraphs = description
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, " ").trim())
    .filter((paragraph) => paragraph !== "");
  if (severity === undefined || paragraphs.length === 0) return undefined;
  const titles = paragraphs.flatMap((paragraph) => [...paragraph.matchAll(quotedTitle)].map(([, title = ""]) => title));
  return { severity, attack, paragraphs, next: [...new Set(titles)] };
}
