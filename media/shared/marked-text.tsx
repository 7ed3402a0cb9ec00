import type { JSX } from "preact";
import { visibleParts, visibleText } from "../../src/protocol/words/visible-text.ts";
import "./marked-text.css";

/** So many marks are drawn one by one in a text; when there are more, the rest are shown as plain text. */
const mostMarks = 1000;

/**
 * A text in which a mark stands for every character that cannot be seen or that turns its neighbours around. What is
 * copied from it is the text itself, see `copyUnmarked`.
 */
export function MarkedText(props: { readonly text: string; readonly lines?: "kept" | "marked" }): JSX.Element {
  const { text, lines = "marked" } = props;
  const parts = visibleParts(text, lines);
  const drawn = parts.slice(0, 2 * mostMarks);
  const rest = parts.slice(drawn.length);
  return (
    <>
      {drawn.map(({ text: own, mark }, index) =>
        mark === undefined ? (
          own
        ) : (
          <span key={index} class="unseen" role="img" title={mark.name} aria-label={mark.name} data-unseen={own}>
            {mark.sign}
          </span>
        ),
      )}
      {rest.length > 0 && visibleText(rest.map((part) => part.text).join(""), lines)}
    </>
  );
}

/** Puts what is selected on the clipboard as it was before it was marked; a selection without marks is left alone. */
export function copyUnmarked(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0) return;
  const selected = selection.getRangeAt(0).cloneContents();
  const marks = selected.querySelectorAll<HTMLElement>("[data-unseen]");
  if (marks.length === 0) return;
  for (const mark of marks) mark.textContent = mark.dataset["unseen"] ?? "";
  const lines = [...selected.querySelectorAll("[data-line]")];
  const text = lines.length > 1 ? lines.map((line) => line.textContent).join("\n") : selected.textContent;
  event.clipboardData?.setData("text/plain", text ?? "");
  event.preventDefault();
}
