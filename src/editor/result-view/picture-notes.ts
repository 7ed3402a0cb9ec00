import { crc32 } from "node:zlib";
import { t } from "../../base/translated.ts";
import type { ResultSummary } from "../../protocol/query.ts";
import type { ChartPicture } from "../../protocol/result-page.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { askedWords } from "../../protocol/words/asked-words.ts";
import { visibleText } from "../../protocol/words/visible-text.ts";

/** What a picture of a chart says of itself: what was asked, when, what of it was not read, and which rows it shows. */
export function pictureNotes(
  { title, said }: Pick<ChartPicture, "title" | "said">,
  summary: ResultSummary,
): readonly string[] {
  const { askedAt, simulated } = summary;
  return [
    title,
    askedWords(summary).join(" · "),
    askedAt,
    ...(simulated ? [t("The rows were made by the sample tenant; no real event is among them.")] : []),
    ...answerWords(summary).lines,
    ...said,
  ].map((line) => visibleText(line));
}

/** The bytes of a picture with its notes in it: as title and description of an SVG, and as the description of a PNG. */
export function notedPicture({ format, content }: ChartPicture, notes: readonly string[]): Uint8Array {
  return format === "svg" ? Buffer.from(notedSvg(content, notes)) : notedPng(Buffer.from(content, "base64"), notes);
}

function notedSvg(svg: string, [title = "", ...rest]: readonly string[]): string {
  const words = `<title>${escaped(title)}</title><desc>${escaped(rest.join("\n"))}</desc>`;
  return svg.replace(/<svg\b[^>]*>/, (opened) => (opened.endsWith("/>") ? opened : `${opened}${words}`));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Signature and first chunk, which is always of the same length (PNG, sections 5.2 and 11.2.2). */
const pngHead = 8 + 25;

/** A text chunk behind the first one (PNG, section 11.3.4.5: keyword, uncompressed, no language, UTF-8). */
function notedPng(png: Buffer, notes: readonly string[]): Buffer {
  const body = Buffer.from(`iTXtDescription\0\0\0\0\0${notes.join("\n")}`);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, pngHead), length, body, check, png.subarray(pngHead)]);
}
