import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { t } from "../../src/base/translated.ts";
import type { ChartData } from "../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../src/protocol/chart/chart-spec.ts";
import type { JsonValue, ResultSummary } from "../../src/protocol/query.ts";
import type { Days } from "../../src/protocol/relative-days.ts";
import type { ValueMeanings } from "../../src/protocol/result-page.ts";
import { Chart } from "../shared/chart/chart.tsx";
import type { ChartSubject } from "../shared/chart/chart-labels.ts";
import type { PlaceRange } from "../shared/chart/chosen-places.ts";
import { useChartData } from "../shared/chart/use-chart-data.ts";
import { MarkedText } from "../shared/marked-text.tsx";
import type { DashboardHost } from "./dashboard-host.ts";

/** In pixels. */
const chartHeight = 230;

/** The chart that a tile's query declares. Days that are chosen along its axis narrow all tiles. */
export function TileChart(props: {
  readonly summary: ResultSummary;
  readonly chart: ChartSpec;
  readonly meanings: readonly ValueMeanings[];
  readonly showsTable: boolean;
  readonly host: DashboardHost;
  readonly onDays: (days: Days) => void;
}): JSX.Element {
  const { summary, chart, meanings, host, onDays } = props;
  const { resultId, rowCount, columns } = summary;
  const { data, failure } = useChartData(
    (request, signal) => host.request("chartData", request, signal),
    { resultId, view: {}, rowCount },
    chart,
    "utc",
  );
  const subject = useMemo((): ChartSubject => {
    const meaningOf = (column: number, value: JsonValue): string | undefined => {
      const values = meanings.find((each) => each.column === column && each.field === undefined)?.values;
      return values && Object.hasOwn(values, String(value)) ? values[String(value)] : undefined;
    };
    return { chart, columns, clock: "utc", meaningOf };
  }, [chart, columns, meanings]);
  if (failure !== undefined)
    return (
      <p class="tile-said" role="alert">
        <MarkedText text={failure} />
      </p>
    );
  if (data === undefined) return <p class="tile-said">{t("Draws…")}</p>;
  const isInTime = data.kind === "grouped" && data.axis.kind === "time";
  return (
    <Chart
      data={data}
      subject={subject}
      showsTable={props.showsTable}
      height={chartHeight}
      {...(isInTime && {
        placesWords: t("narrows all tiles to these days"),
        onPlaces: (range: PlaceRange) => {
          const days = daysOf(data, range);
          if (days) onDays(days);
        },
      })}
    />
  );
}

/** The days from the first place to the last one, both included. */
function daysOf(data: ChartData, { from, to }: PlaceRange): Days | undefined {
  if (data.kind !== "grouped" || data.axis.kind !== "time") return undefined;
  const { starts, end } = data.axis;
  const first = starts[from];
  const next = starts[to + 1] ?? end;
  if (first === undefined) return undefined;
  // The place ends before the next one begins.
  const last = new Date(Date.parse(next) - 1).toISOString();
  return { from: first.slice(0, 10), to: last.slice(0, 10) };
}
