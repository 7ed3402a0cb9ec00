import type { JSX } from "preact";
import { MarkedText } from "../../shared/marked-text.tsx";
import { splitAtFinds } from "./find-text.ts";
import "./found-text.css";

/** A text with the sought parts marked. */
export function FoundText(props: {
  readonly text: string;
  readonly sought: string;
  /** Whether line ends are kept or shown as marks. */
  readonly lines?: "kept" | "marked";
}): JSX.Element {
  const { lines = "kept" } = props;
  return (
    <>
      {splitAtFinds(props.text, props.sought).map((part, index) =>
        part.found ? (
          <mark key={index} class="found">
            <MarkedText text={part.text} lines={lines} />
          </mark>
        ) : (
          <MarkedText key={index} text={part.text} lines={lines} />
        ),
      )}
    </>
  );
}
