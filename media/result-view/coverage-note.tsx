import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { CoverageWords } from "../../src/protocol/words/coverage-words.ts";
import { counted } from "../shared/amounts.ts";
import { Button } from "../shared/controls.tsx";
import { Icon } from "../shared/icon.tsx";
import { MarkedText } from "../shared/marked-text.tsx";
import "./coverage-note.css";

/** So many lines are shown before the rest is asked for. */
const shownLines = 2;

/** What the answer did not see, over its rows or in place of them, with the button that fills what can be filled. */
export function CoverageNote(props: {
  readonly words: CoverageWords;
  readonly onFill: () => void;
}): JSX.Element | null {
  const { tone, lines, canFill } = props.words;
  const [isOpen, setOpen] = useState(false);
  if (tone === "none") return null;
  const shown = isOpen ? lines : lines.slice(0, shownLines);
  const more = lines.length - shown.length;
  return (
    <section class={`coverage-note coverage-note-${tone}`} aria-label={t("What was not read")}>
      <Icon name={tone === "warning" ? "warning" : "info"} />
      <div class="coverage-lines">
        {shown.map((line) => (
          <p key={line} class="coverage-line">
            <MarkedText text={line} />
          </p>
        ))}
        {(more > 0 || isOpen) && lines.length > shownLines && (
          <button type="button" class="coverage-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t("Less") : `${counted(more, t("{0} more line"), t("{0} more lines"))}`}
          </button>
        )}
      </div>
      {canFill && (
        <Button appearance="secondary" onPress={props.onFill}>
          {t("Fill")}
        </Button>
      )}
    </section>
  );
}
