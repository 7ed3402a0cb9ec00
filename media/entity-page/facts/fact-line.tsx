import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { EntityPageState, Fact } from "../../../src/protocol/entity/entity-page.ts";
import { visibleText } from "../../../src/protocol/words/visible-text.ts";
import { count } from "../../shared/amounts.ts";
import { Icon } from "../../shared/icon.tsx";
import { MarkedText } from "../../shared/marked-text.tsx";
import { shownTime } from "../../shared/shown-time.ts";
import type { EntityHost } from "../entity-host.ts";
import { endedWords, entityOfFact, valueWords } from "./fact-words.ts";

/** A value of a fact, which opens the events behind it, and a way to the page of what it names. */
export function FactLine(props: {
  readonly fact: Fact;
  /** Events of the fact's most frequent value. */
  readonly most: number;
  readonly state: EntityPageState;
  readonly host: EntityHost;
}): JSX.Element {
  const { fact, most, state, host } = props;
  const words = valueWords(fact, state.codes);
  const named = entityOfFact(fact);
  const ended = endedWords(fact);
  const times = t("In these days first {0}, last {1} UTC", shownTime(fact.firstTime), shownTime(fact.lastTime));
  const name = words === fact.value || fact.value === "" ? "" : `\n${visibleText(fact.value)}`;
  return (
    <li class="fact-line">
      <button
        type="button"
        class="fact-open"
        title={[`${visibleText(words)}${name}`, ended, times, t("Show the events behind it")]
          .filter(Boolean)
          .join("\n")}
        onClick={() => host.notify("openFact", { fact: fact.fact, value: fact.value, label: words })}
      >
        <span class="fact-words">
          <bdi>
            <MarkedText text={words} />
          </bdi>
        </span>
        {fact.failures > 0 && (
          <span class="fact-ended">
            {fact.failures === fact.events ? t("all failed") : t("{0} failed", count(fact.failures))}
          </span>
        )}
        <span class="fact-events">
          {count(fact.events)}
          <span class="visually-hidden">
            {" "}
            {fact.events === 1 ? t("event, show what is behind it") : t("events, show what is behind it")}
          </span>
        </span>
        <span class="fact-bar" style={{ width: `${Math.max(1, (fact.events / most) * 100)}%` }}>
          <span class="fact-bar-failed" style={{ width: `${(fact.failures / fact.events) * 100}%` }} />
        </span>
      </button>
      {named !== undefined ? (
        <button
          type="button"
          class="bare-icon-button fact-go"
          title={t("Show what is known of {0}", visibleText(words))}
          aria-label={t("Show what is known of {0}", visibleText(words))}
          onClick={() =>
            host.notify("showEntity", {
              ...named,
              ...(state.entity.tenantId !== undefined && { tenantId: state.entity.tenantId }),
            })
          }
        >
          <Icon name="arrow-right" />
        </button>
      ) : (
        <span class="fact-go" />
      )}
    </li>
  );
}
