import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ResultGuide } from "../../../src/protocol/result-page.ts";
import { LinkButton } from "../../shared/controls.tsx";
import { Icon } from "../../shared/icon.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import "./guide-note.css";

const icons = { informational: "info", low: "info", medium: "warning", high: "warning", critical: "flame" } as const;

/** What a hit of a detection means, what to do, and the queries that are asked next. */
export function GuideNote(props: {
  readonly guide: ResultGuide;
  readonly onRun: (title: string) => void;
}): JSX.Element {
  const { severity, attack, paragraphs, next } = props.guide;
  const [isOpen, setOpen] = useState(false);
  const [first = "", ...others] = paragraphs;
  return (
    <section class={`guide-note guide-note-${severity}`} aria-label={t("What a hit means")}>
      <Icon name={icons[severity]} />
      <div class="guide-text">
        <p class={isOpen ? "guide-line" : "guide-line guide-short"}>
          <span class="guide-severity">{[t("Severity {0}", severity), ...attack].join(" · ")}</span>{" "}
          <MarkedText text={first} />
        </p>
        {isOpen &&
          others.map((paragraph) => (
            <p key={paragraph} class="guide-line">
              <MarkedText text={paragraph} />
            </p>
          ))}
        <p class="guide-actions">
          <button type="button" class="guide-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t("Less") : t("More of what a hit means")}
          </button>
          {next.length > 0 && <span>{t("Next:")}</span>}
          {next.map((title) => (
            <LinkButton key={title} label={t("Run {0}", title)} onPress={() => props.onRun(title)}>
              <MarkedText text={title} />
            </LinkButton>
          ))}
        </p>
      </div>
    </section>
  );
}
