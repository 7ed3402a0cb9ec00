import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { Fact } from "../../../src/protocol/entity/entity-page.ts";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import { counted } from "../../shared/amounts.ts";
import type { EntityHost } from "../entity-host.ts";
import { drawnDays } from "./drawn-days.ts";
import { endedWords } from "./fact-words.ts";
import "./sign-ins-over-time.css";

/** Sign-ins a day, by how they ended: a bar a day, which opens the sign-ins of it. */
export function SignInsOverTime(props: {
  readonly days: readonly Fact[];
  readonly summary: ResultSummary;
  readonly host: EntityHost;
}): JSX.Element {
  const { days, summary, host } = props;
  const byDay = new Map(days.map((day) => [day.value, day]));
  const sorted = [...byDay.keys()].sort();
  const { from = sorted[0], to = sorted.at(-1) } = rangeOf(summary);
  const all = drawnDays(from ?? "", to ?? "");
  const most = Math.max(...days.map(({ events }) => events));
  return (
    <section class="fact-group" aria-label={t("Sign-ins over time")}>
      <h2 class="fact-title">{t("Sign-ins over time")}</h2>
      <div class="over-time">
        {all.map((day) => {
          const fact = byDay.get(day);
          if (fact === undefined)
            return <span key={day} class="over-time-day" title={t("{0}: no sign-in found", day)} />;
          const ended = endedWords(fact);
          const words = counted(
            fact.events,
            t("{1}: {0} sign-in{2}"),
            t("{1}: {0} sign-ins{2}"),
            day,
            ended === "" ? "" : `, ${ended}`,
          );
          // The fewest are seen beside the most.
          const part = (events: number): string => (events === 0 ? "0" : `max(2px, ${(events / most) * 100}%)`);
          return (
            <button
              key={day}
              type="button"
              class="over-time-day"
              title={words}
              aria-label={words}
              onClick={() =>
                host.notify("openFact", { fact: "signInDay", value: day, label: t("Sign-ins of {0}", day) })
              }
            >
              <span class="over-time-other" style={{ height: part(fact.events - fact.failures - fact.successes) }} />
              <span class="over-time-failed" style={{ height: part(fact.failures) }} />
              <span class="over-time-succeeded" style={{ height: part(fact.successes) }} />
            </button>
          );
        })}
      </div>
      <p class="over-time-ends">
        <span>{all[0]}</span>
        <span>{all.at(-1)}</span>
      </p>
      {from !== undefined && from < (all[0] ?? "") && (
        <p class="fact-more">
          {t("Sign-ins before {0} are not drawn. Choose fewer days to see them here.", all[0] ?? "")}
        </p>
      )}
      <p class="over-time-key">
        <span class="over-time-succeeded" /> {t("succeeded")} <span class="over-time-failed" /> {t("failed")}
        <span class="over-time-other" /> {t("interrupted or unknown")}
      </p>
    </section>
  );
}

function rangeOf({ params }: ResultSummary): { readonly from?: string; readonly to?: string } {
  const { from, to } = params;
  return {
    ...(typeof from === "string" && /^\d{4}-/.test(from) && { from }),
    ...(typeof to === "string" && /^\d{4}-/.test(to) && { to }),
  };
}
