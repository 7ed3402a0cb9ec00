import type { JSX } from "preact";
import { t } from "../../../src/base/translated.ts";
import { type Aggregate, type ChartSpec, type ChartType, chartTypes } from "../../../src/protocol/chart/chart-spec.ts";
import type { ResultColumn } from "../../../src/protocol/query.ts";
import { Dropdown } from "../../shared/controls.tsx";
import {
  aggregateLabels,
  aggregatesOf,
  columnChoices,
  fitsAxis,
  none,
  typeLabels,
  withMeasure,
  withType,
} from "./chart-choices.ts";
import "./chart-form.css";

/** What a chart is of: its kind, what lies along its axis, what is drawn, and what splits it. */
export function ChartForm(props: {
  readonly chart: ChartSpec;
  readonly columns: readonly ResultColumn[];
  readonly onChange: (chart: ChartSpec) => void;
}): JSX.Element {
  const { chart, columns, onChange } = props;
  const { type, x, series } = chart;
  const [measure] = chart.measures;
  const isScatter = type === "scatter";
  const measured = columnChoices(columns, ({ kind }) => !isScatter || kind === "number");
  const several = chart.measures.length > 1;
  return (
    <section class="chart-form" aria-label={t("Chart")}>
      <Choice
        label={t("Kind")}
        value={type}
        options={chartTypes.map((each) => ({ value: each, label: typeLabels[each] }))}
        onChange={(chosen) => onChange(withType(chart, chosen as ChartType, columns))}
      />
      {type !== "number" && (
        <Choice
          label={type === "pie" ? t("Slices") : type === "map" ? t("Country") : t("Along")}
          value={x === undefined ? none : String(x)}
          options={columnChoices(columns, (column) => fitsAxis(type, column))}
          onChange={(chosen) => onChange({ ...chart, x: Number(chosen) })}
        />
      )}
      <Choice
        label={isScatter ? t("Upwards") : t("Values")}
        value={several ? "several" : measure?.column === undefined ? none : String(measure.column)}
        options={[
          ...(several ? [{ value: "several", label: t("{0} columns", chart.measures.length) }] : []),
          ...(isScatter ? [] : [{ value: none, label: t("Rows") }]),
          ...measured,
        ]}
        onChange={(chosen) => {
          if (chosen !== "several") onChange(withMeasure(chart, chosen === none ? undefined : Number(chosen), columns));
        }}
      />
      {!isScatter && measure?.column !== undefined && (
        <Choice
          label={t("Taken as")}
          value={measure.aggregate}
          options={aggregatesOf(columns[measure.column]).map((each) => ({ value: each, label: aggregateLabels[each] }))}
          onChange={(chosen) =>
            onChange({
              ...chart,
              measures: chart.measures.map((each) => ({ ...each, aggregate: chosen as Aggregate })),
            })
          }
        />
      )}
      {type !== "pie" && type !== "number" && type !== "map" && (
        <Choice
          label={type === "heatmap" ? t("Downwards") : t("Split by")}
          value={series === undefined ? none : String(series)}
          options={[
            ...(type === "heatmap" ? [] : [{ value: none, label: t("Nothing") }]),
            ...columnChoices(columns, () => true),
          ]}
          onChange={(chosen) => {
            const { series: _, ...whole } = chart;
            onChange(
              chosen === none ? whole : { ...chart, measures: chart.measures.slice(0, 1), series: Number(chosen) },
            );
          }}
        />
      )}
    </section>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  // A list that has other options now is another control, which takes its value after them.
  const key = props.options.map(({ value }) => value).join();
  return (
    <span class="chart-choice">
      <span aria-hidden="true">{props.label}</span>
      <Dropdown key={key} {...props} />
    </span>
  );
}
