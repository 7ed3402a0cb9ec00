import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { EntityPageState, Fact } from "../../../src/protocol/entity/entity-page.ts";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import { count } from "../../shared/amounts.ts";
import { Button } from "../../shared/controls.tsx";
import { Message } from "../../shared/message.tsx";
import type { EntityHost } from "../entity-host.ts";
import { FactLine } from "./fact-line.tsx";
import { factGroups } from "./fact-words.ts";
import { SignInsOverTime } from "./sign-ins-over-time.tsx";
import "./fact-list.css";

/** What is known of an entity, each fact with the events behind it. */
export function FactList(props: {
  readonly facts: readonly Fact[];
  readonly summary: ResultSummary;
  readonly state: EntityPageState;
  readonly host: EntityHost;
}): JSX.Element {
  const { facts, state, host } = props;
  const byName = Map.groupBy(facts, ({ fact }) => fact);
  if (!byName.has("total")) {
    const words = t(
      "Nothing is known of it in the days that were read. It may be written otherwise, or lie on other days.",
    );
    const more = (
      <Button
        appearance="secondary"
        onPress={() => host.notify("read", { days: { from: "all days held", to: "all days held" } })}
      >
        {t("Read all days held")}
      </Button>
    );
    return <Message icon="info" text={words} actions={more} />;
  }
  const days = byName.get("signInDay") ?? [];
  return (
    <>
      {days.length > 0 && <SignInsOverTime days={days} summary={props.summary} host={host} />}
      {factGroups(state.entity.kind).map(({ fact, title }) => {
        const values = byName.get(fact) ?? [];
        const [first] = values;
        if (first === undefined) return null;
        const most = Math.max(...values.map(({ events }) => events));
        const more = first.values - values.filter(({ value }) => value !== "").length;
        return (
          <section key={fact} class="fact-group" aria-label={title}>
            <h2 class="fact-title">
              {title}
              {first.values > 1 && <span class="fact-count"> {count(first.values)}</span>}
            </h2>
            <ul class="fact-values">
              {values.map((each) => (
                <FactLine key={each.value} fact={each} most={most} state={state} host={host} />
              ))}
            </ul>
            {more > 0 && <p class="fact-more">{t("{0} more with fewer events", count(more))}</p>}
          </section>
        );
      })}
    </>
  );
}
