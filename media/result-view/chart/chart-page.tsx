import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ChartDeclaration, ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import { declareChart } from "../../../src/protocol/chart/place-chart.ts";
import type { Cell, ColumnFilter, JsonValue, ResultSummary, ResultView } from "../../../src/protocol/query.ts";
import type { ChartPicture } from "../../../src/protocol/result-page.ts";
import { Chart, type ChartPictures } from "../../shared/chart/chart.tsx";
import { type ChartSubject, chartTitle } from "../../shared/chart/chart-labels.ts";
import { useChartData } from "../../shared/chart/use-chart-data.ts";
import { Button } from "../../shared/controls.tsx";
import { Menu } from "../../shared/menu.tsx";
import { Message } from "../../shared/message.tsx";
import { type Anchor, anchorUnder } from "../../shared/popup.tsx";
import { ProgressBar } from "../../shared/progress-bar.tsx";
import type { Clock } from "../../shared/shown-time.ts";
import type { Meanings } from "../grid/meanings.ts";
import type { ResultHost } from "../result-host.ts";
import { ChartForm } from "./chart-form.tsx";
import { filtersOfPlaces } from "./filters-of-places.ts";
import { firstChart } from "./own-chart.ts";
import { pictureSaid } from "./picture-said.ts";
import { useChartActions } from "./use-chart-actions.ts";
import "./chart-page.css";

interface ChartPageProps {
  readonly host: ResultHost;
  readonly summary: ResultSummary;
  readonly view: ResultView;
  /** Some rows, by whose values a chart is chosen. */
  readonly sample: readonly (readonly Cell[])[];
  readonly meanings: Meanings;
  readonly clock: Clock;
  readonly declared: ChartDeclaration | undefined;
  /** The chart as the person adjusted it. */
  readonly adjusted: ChartSpec | undefined;
  readonly onChart: (chart: ChartSpec) => void;
  readonly onFilters: (filters: readonly ColumnFilter[]) => void;
}

/** The result as a chart: the one that its query declares, or that suits it, until a person adjusts it. */
export function ChartPage(props: ChartPageProps): JSX.Element {
  const { summary, declared, sample, adjusted } = props;
  // Other rows of the same result are drawn by the same chart.
  const first = useMemo(() => firstChart(declared, summary.columns, sample), [declared, summary.columns]);
  const chart = adjusted ?? first.chart;
  if (chart === undefined)
    return <Message icon="graph" text={t("No column of this result can be drawn as a chart.")} />;
  return <AdjustableChart {...props} chart={chart} problem={adjusted === undefined ? first.problem : undefined} />;
}

/** A chart that a form adjusts; choosing on it narrows the rows. */
function AdjustableChart(
  props: ChartPageProps & { readonly chart: ChartSpec; readonly problem: string | undefined },
): JSX.Element {
  const { host, summary, view, meanings, clock, chart } = props;
  const [showsTable, setShowsTable] = useState(false);
  const [pictures, setPictures] = useState<ChartPictures | undefined>(undefined);
  const [menu, setMenu] = useState<Anchor | undefined>(undefined);
  const actions = useChartActions(host);
  const declarable = declareChart(chart, summary.columns);
  const rows = { resultId: summary.resultId, view, rowCount: summary.rowCount };
  const state = useChartData((request, signal) => host.request("chartData", request, signal), rows, chart, clock);
  const drawn = state.chart ?? chart;
  const subject = useMemo((): ChartSubject => {
    const meaningOf = (column: number, value: JsonValue): string | undefined => {
      const known = meanings.get(column);
      return known && Object.hasOwn(known, String(value)) ? known[String(value)] : undefined;
    };
    return { chart: drawn, columns: summary.columns, clock, meaningOf };
  }, [drawn, summary.columns, clock, meanings]);
  const picture = (): Pick<ChartPicture, "title" | "said"> => ({
    title: `${summary.title}, ${chartTitle(subject, state.data)}`,
    said: pictureSaid(view, state.data, subject),
  });
  return (
    <div class="chart-page">
      {state.isLoading && <ProgressBar />}
      <div class="chart-page-line">
        <ChartForm chart={chart} columns={summary.columns} onChange={props.onChart} />
        <span class="chart-page-actions">
          <Button
            appearance="icon"
            icon="device-camera"
            label={t("Save the chart as a picture")}
            opensMenu
            disabled={pictures === undefined}
            onPress={(event) => setMenu(anchorUnder(event.currentTarget))}
          />
          <Button
            appearance="icon"
            icon="save"
            label={t("Keep this chart in the query")}
            disabled={declarable === undefined}
            onPress={() => {
              if (declarable !== undefined) actions.keep(declarable);
            }}
          />
          <Button
            appearance="icon"
            icon="table"
            label={t("Show the values as a table")}
            pressed={showsTable}
            onPress={() => setShowsTable(!showsTable)}
          />
        </span>
      </div>
      <p class="chart-page-notice" role="status">
        {actions.notice}
      </p>
      {props.problem !== undefined && <p class="chart-page-problem">{props.problem}</p>}
      {state.failure !== undefined && <Message icon="warning" text={state.failure} />}
      {menu !== undefined && pictures !== undefined && (
        <Menu
          anchor={menu}
          label={t("Save the chart as a picture")}
          groups={[
            [
              { label: t("PNG…"), act: () => actions.savePicture("png", pictures, picture()) },
              { label: t("SVG…"), act: () => actions.savePicture("svg", pictures, picture()) },
            ],
          ]}
          onClose={() => setMenu(undefined)}
        />
      )}
      {state.data !== undefined && (
        <Chart
          data={state.data}
          subject={subject}
          showsTable={showsTable}
          placesWords={t("filters the rows")}
          onDrawn={setPictures}
          onPlaces={(range) => {
            if (state.data === undefined) return;
            const chosen = filtersOfPlaces(state.data, drawn, summary.columns, range);
            if ("filters" in chosen) props.onFilters(chosen.filters);
            else actions.say(chosen.problem);
          }}
        />
      )}
    </div>
  );
}
