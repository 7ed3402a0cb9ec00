import type { JSX } from "preact";
import type { Fact } from "../../../src/protocol/entity/entity-page.ts";
import { neighbouringDay } from "../../../src/protocol/log-day.ts";
import type { ResultSummary } from "../../../src/protocol/query.ts";
import { counted } from "../../shared/amounts.ts";
import type { EntityHost } from "../entity-host.ts";
import { endedWords } from "./fact-words.ts";
import "./sign-ins-over-time.css";

/** More days than this are not drawn one by one. */
const mostDays = 400;

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
  const all: string[] = [];
  for (let day = from ?? ""; day <= (to ?? "") && all.length < mostDays; day = neighbouringDay(day, 1)) all.push(day);
  const most = Math.max(...days.map(({ events }) => events));
  return (
    <section class="fact-group" aria-label="Sign-ins over time">
      <h2 class="fact-title">Sign-ins over time</h2>
      <div class="over-time">
        {all.map((day) => {
          const fact = byDay.get(day);
          if (fact === undefined) return <span key={day} class="over-time-day" title={`${day}: no sign-in`} />;
          const ended = endedWords(fact);
          const words = `${day}: ${counted(fact.events, "sign-in")}${ended === "" ? "" : `, ${ended}`}`;
          // The fewest are seen beside the most.
          const part = (events: number): string => (events === 0 ? "0" : `max(2px, ${(events / most) * 100}%)`);
          return (
            <button
              key={day}
              type="button"
              class="over-time-day"
              title={words}
              aria-label={words}
              onClick={() => host.notify("openFact", { fact: "signInDay", value: day, label: `Sign-ins of ${day}` })}
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
      <p class="over-time-key">
        <span class="over-time-succeeded" /> succeeded <span class="over-time-failed" /> failed
        <span class="over-time-other" /> interrupted or unknown
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
