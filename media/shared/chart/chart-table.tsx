import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import type { ChartData } from "../../../src/protocol/chart/chart-data.ts";
import { count } from "../amounts.ts";
import { LinkButton } from "../controls.tsx";
import { timeOn } from "../shown-time.ts";
import { type ChartSubject, columnName, keyLabel, placeLabels, seriesLabel } from "./chart-labels.ts";
import type { PlaceRange } from "./chosen-places.ts";
import { shownNumber } from "./option-parts.ts";
import "./chart-table.css";

/** The values of a chart, every digit of them; a place can be chosen here, too. */
export function ChartTable(props: {
  readonly data: ChartData;
  readonly subject: ChartSubject;
  readonly title: string;
  readonly onPlaces?: ((range: PlaceRange) => void) | undefined;
}): JSX.Element {
  const { head, lines } = tableOf(props.data, props.subject);
  const { onPlaces } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keys
    <section class="chart-table" aria-label={t("Values: {0}", props.title)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={index} scope="col" class={index === 0 ? "" : "chart-number"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(([name, ...values], place) => (
            <tr key={place}>
              <th scope="row">
                {onPlaces === undefined || props.data.kind === "points" ? (
                  name
                ) : (
                  <LinkButton
                    label={t("Filter by {0}", name ?? "")}
                    onPress={() => onPlaces({ from: place, to: place })}
                  >
                    {name}
                  </LinkButton>
                )}
              </th>
              {values.map((value, index) => (
                <td key={index} class="chart-number">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Table {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

function tableOf(data: ChartData, subject: ChartSubject): Table {
  const { chart, columns, clock } = subject;
  if (data.kind === "grouped") {
    const labels = placeLabels(data, subject);
    return {
      head: [columnName(columns, chart.x), ...data.series.map((series) => seriesLabel(series, data, subject))],
      lines: labels.map((label, place) => [
        label,
        ...data.series.map(({ values }) => shownNumber(values[place] ?? null)),
      ]),
    };
  }
  const isSplit = chart.series !== undefined;
  return {
    head: [
      columnName(columns, chart.x),
      columnName(columns, chart.measures[0]?.column),
      ...(isSplit ? [columnName(columns, chart.series)] : []),
      ...(data.isJoined ? ["rows"] : []),
    ],
    lines: data.points.map(({ x, y, series, rows }) => {
      const key = data.series[series]?.key;
      return [
        data.x === "time" ? timeOn(clock, new Date(x).toISOString()) : count(x),
        count(y),
        ...(key === undefined ? [] : [keyLabel(key, chart.series, subject)]),
        ...(data.isJoined ? [count(rows)] : []),
      ];
    }),
  };
}
