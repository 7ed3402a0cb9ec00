import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import { count, percent } from "../../shared/amounts.ts";
import { MarkedText } from "../../shared/marked-text.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import { shownValue } from "./shown-value.ts";
import type { StatisticsState } from "./use-statistics.ts";
import "./statistics-panel.css";

/** What is known of one column: how full it is, its range and its most frequent values. */
export function StatisticsPanel(props: {
  readonly column: ResultColumn;
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly state: StatisticsState;
  readonly clock: Clock;
  readonly onFilter: (value: JsonValue) => void;
}): JSX.Element {
  const { column, state } = props;
  return (
    <section class="statistics">
      <h2 class="statistics-title">
        <MarkedText text={column.name} /> <span class="statistics-type">{column.type}</span>
      </h2>
      {state.kind === "loading" && <p class="statistics-note">{t("Counting…")}</p>}
      {state.kind === "failed" && <p role="alert">{state.message}</p>}
      {state.kind === "ready" && <Numbers {...props} statistics={state.statistics} />}
    </section>
  );
}

function Numbers(props: {
  readonly column: ResultColumn;
  readonly meanings: Readonly<Record<string, string>> | undefined;
  readonly statistics: Extract<StatisticsState, { kind: "ready" }>["statistics"];
  readonly clock: Clock;
  readonly onFilter: (value: JsonValue) => void;
}): JSX.Element {
  const { column, statistics } = props;
  const top = statistics.top.map((entry) => ({
    ...entry,
    text: shownValue(entry.value, column, props.meanings, props.clock),
  }));
  const most = Math.max(1, ...statistics.top.map((entry) => entry.count));
  const facts: readonly (readonly [string, string])[] = [
    [t("Rows"), count(statistics.rows)],
    ["NULL", `${count(statistics.nulls)} (${percent(statistics.nulls, statistics.rows)})`],
    [t("Distinct"), count(statistics.distinct)],
    ...(statistics.min === null
      ? []
      : [[t("Minimum"), shownValue(statistics.min, column, undefined, props.clock)] as const]),
    ...(statistics.max === null
      ? []
      : [[t("Maximum"), shownValue(statistics.max, column, undefined, props.clock)] as const]),
    ...(statistics.mean === null ? [] : [[t("Mean"), count(statistics.mean)] as const]),
  ];
  return (
    <>
      <dl class="statistics-facts">
        {facts.map(([name, value]) => (
          <div key={name} class="statistics-fact">
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {statistics.top.length > 0 && (
        <>
          <h3 class="statistics-subtitle">{t("Most frequent")}</h3>
          <ul class="statistics-top">
            {top.map((entry) => (
              <li key={JSON.stringify(entry.value)}>
                {entry.isCut ? (
                  <div class="statistics-value" title={t("{0} — too long to filter by its beginning", entry.text)}>
                    <Share entry={entry} rows={statistics.rows} most={most} />
                  </div>
                ) : (
                  <button
                    type="button"
                    class="statistics-value"
                    title={t("Filter by {0}", entry.text)}
                    onClick={() => props.onFilter(entry.value)}
                  >
                    <Share entry={entry} rows={statistics.rows} most={most} />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Share(props: {
  readonly entry: { readonly text: string; readonly count: number };
  readonly rows: number;
  readonly most: number;
}): JSX.Element {
  const { entry, rows, most } = props;
  return (
    <>
      <span class="statistics-text">{entry.text}</span>
      <span class="statistics-count">
        {count(entry.count)}
        <span class="visually-hidden"> {t("rows")}</span>
      </span>
      <span class="statistics-share">{percent(entry.count, rows)}</span>
      <span class="statistics-bar" style={{ width: `${(entry.count / most) * 100}%` }} />
    </>
  );
}
