import { shownHtml } from "./html-text.ts";

/**
 * A Markdown note as HTML: headings, lists, fenced code, paragraphs, and within a line code, strong and emphasised
 * words (CommonMark 0.31). Everything else, links and HTML too, is shown as it is written.
 */
export function noteHtml(markdown: string): string {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const block = blockAt(lines, at);
    if (block.html !== "") blocks.push(block.html);
    at = block.end;
  }
  return `<div class="note">${blocks.join("\n")}</div>`;
}

interface Block {
  readonly html: string;
  /** The line behind it. */
  readonly end: number;
}

const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*$/;
const fence = /^ {0,3}(```+|~~~+)/;
const item = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])[ \t]+(.*)$/;

function blockAt(lines: readonly string[], at: number): Block {
  const line = lines[at] ?? "";
  if (line.trim() === "") return { html: "", end: at + 1 };
  const title = heading.exec(line);
  // The page has headings of its own above these.
  if (title) {
    const level = Math.min(6, (title[1] ?? "").length + 2);
    return { html: `<h${level}>${wordsHtml(title[2] ?? "")}</h${level}>`, end: at + 1 };
  }
  const mark = fence.exec(line)?.[1];
  if (mark !== undefined) return codeBlock(lines, at, mark);
  if (item.test(line)) return list(lines, at);
  let end = at + 1;
  while (end < lines.length && !isStart(lines[end] ?? "")) end += 1;
  return { html: `<p>${lines.slice(at, end).map(wordsHtml).join("<br>")}</p>`, end };
}

function isStart(line: string): boolean {
  return line.trim() === "" || heading.test(line) || fence.test(line) || item.test(line);
}

function codeBlock(lines: readonly string[], at: number, mark: string): Block {
  const close = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  const end = close === -1 ? lines.length : close;
  const text = lines.slice(at + 1, end).join("\n");
  return { html: `<pre>${shownHtml(text, "kept")}</pre>`, end: Math.min(end + 1, lines.length) };
}

function list(lines: readonly string[], at: number): Block {
  const isNumbered = item.exec(lines[at] ?? "")?.[1] !== undefined;
  const items: string[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const found = item.exec(lines[end] ?? "");
    if (found === null || (found[1] !== undefined) !== isNumbered) break;
    items.push(`<li>${wordsHtml(found[2] ?? "")}</li>`);
  }
  const tag = isNumbered ? "ol" : "ul";
  return { html: `<${tag}>${items.join("")}</${tag}>`, end };
}

const spans = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*/g;

function wordsHtml(line: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const found of line.matchAll(spans)) {
    parts.push(shownHtml(line.slice(end, found.index)));
    const [whole, code, strong, emphasised] = found;
    if (code !== undefined) parts.push(`<code>${shownHtml(code)}</code>`);
    else if (strong !== undefined) parts.push(`<strong>${shownHtml(strong)}</strong>`);
    else parts.push(`<em>${shownHtml(emphasised ?? "")}</em>`);
    end = found.index + whole.length;
  }
  return [...parts, shownHtml(line.slice(end))].join("");
}
