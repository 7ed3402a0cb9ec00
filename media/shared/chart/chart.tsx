import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from "preact";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../../src/base/translated.ts";
import type { ChartData, GroupedChart } from "../../../src/protocol/chart/chart-data.ts";
import { isOfOneSeries } from "../../../src/protocol/chart/chart-spec.ts";
import { type ChartColours, chartColours, onThemeChange } from "./chart-colours.ts";
import { type ChartSubject, chartTitle, columnName, placeLabels, seriesLabel } from "./chart-labels.ts";
import { chartNotes } from "./chart-notes.ts";
import { chartOption, liesDown } from "./chart-option.ts";
import { ChartTable } from "./chart-table.tsx";
import { chosenByKey, describedData, type PlaceRange, placeWords } from "./chosen-places.ts";
import type { DrawnChart } from "./drawn-chart.ts";
import { countryCodes } from "./map-option.ts";
import { shownNumber } from "./option-parts.ts";
import "./chart.css";

/** What the page can ask of a drawn chart. */
export type ChartPictures = Pick<DrawnChart, "png" | "svg"> & { readonly background: string };

/**
 * A chart, its notes, and the same as a table for those who do not see it or want the numbers. Pointer and arrow keys
 * choose places along the axis.
 */
export function Chart(props: {
  readonly data: ChartData;
  readonly subject: ChartSubject;
  readonly showsTable: boolean;
  /** In pixels, where the page does not give it a height; lying bars may ask for more. */
  readonly height?: number | undefined;
  /** The person chose places of the axis, the last one too. */
  readonly onPlaces?: ((range: PlaceRange) => void) | undefined;
  /** What choosing does, in words: `filters the rows`. */
  readonly placesWords?: string | undefined;
  readonly onDrawn?: ((pictures: ChartPictures | undefined) => void) | undefined;
}): JSX.Element {
  const { data, subject, onPlaces } = props;
  const id = useId();
  const notes = useMemo(() => chartNotes(data, subject), [data, subject]);
  const title = chartTitle(subject, data);
  const problem = undrawable(data, subject);
  return (
    <figure class="chart" aria-label={title}>
      {problem !== undefined ? (
        <p class="chart-problem">{problem}</p>
      ) : props.showsTable ? (
        <ChartTable data={data} subject={subject} title={title} onPlaces={onPlaces} />
      ) : subject.chart.type === "number" && data.kind === "grouped" ? (
        <Numbers data={data} subject={subject} />
      ) : (
        <div class="chart-scroll">
          <Drawing {...props} title={title} notesId={id} />
        </div>
      )}
      {notes.length > 0 && (
        <figcaption class="chart-notes" id={id}>
          {notes.join(" ")}
        </figcaption>
      )}
    </figure>
  );
}

/** Why there is nothing to draw. */
function undrawable(data: ChartData, { chart, columns }: ChartSubject): string | undefined {
  if (data.rows === 0) return t("There are no rows to draw.");
  if (data.kind === "points") return data.points.length === 0 ? t("No row has a place in this chart.") : undefined;
  if (data.axis.kind === "time" && data.axis.starts.length === 0) return t("No row has a time to be drawn at.");
  if (data.axis.kind === "number" && data.axis.values.length === 0) return t("No row has a number to be drawn at.");
  if (chart.type === "map" && countryCodes(data).every((code) => code === undefined))
    return t(
      "No value of {0} is the code of a country on the map, such as NL. Choose bars.",
      columnName(columns, chart.x),
    );
  if (isOfOneSeries(chart.type) && data.series.length > 1)
    return t("A {0} shows one value of each place, and this one has {1}. Choose bars.", chart.type, data.series.length);
  const below = data.series.some(({ values }) => values.some((value) => Number(value) < 0));
  if (chart.type === "pie" && below) return t("A pie cannot show values below zero. Choose bars.");
  return undefined;
}

/** A few values in large digits. */
function Numbers({ data, subject }: { readonly data: GroupedChart; readonly subject: ChartSubject }): JSX.Element {
  return (
    <dl class="chart-numbers">
      {data.series.map((series, index) => (
        <div key={index}>
          <dt>{seriesLabel(series, data, subject)}</dt>
          <dd>{shownNumber(series.values[0] ?? null)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Drawing(
  props: Parameters<typeof Chart>[0] & { readonly title: string; readonly notesId: string },
): JSX.Element {
  const { data, subject, onPlaces, onDrawn, title } = props;
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<DrawnChart | undefined>(undefined);
  const [colours, setColours] = useState<ChartColours | undefined>(undefined);
  const [failure, setFailure] = useState<string | undefined>(undefined);
  const [chosen, setChosen] = useState<PlaceRange | undefined>(undefined);
  const labels = useMemo(() => (data.kind === "grouped" ? placeLabels(data, subject) : []), [data, subject]);
  const isLying = liesDown(data, subject, labels);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let isGone = false;
    const read = (): void => setColours(chartColours(element));
    const stopListening = onThemeChange(() => requestAnimationFrame(read));
    const observer = new ResizeObserver(() => drawn.current?.resize());
    import("./drawn-chart.ts")
      .then(({ drawChart }) => {
        if (isGone) return;
        drawn.current = drawChart(element);
        observer.observe(element);
        read();
      })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
    return () => {
      isGone = true;
      stopListening();
      observer.disconnect();
      onDrawn?.(undefined);
      drawn.current?.dispose();
      drawn.current = undefined;
    };
  }, []);
  useEffect(() => {
    const chart = drawn.current;
    if (chart === undefined || colours === undefined) return;
    chart
      .draw(chartOption(data, subject, colours))
      .then(() => {
        if (drawn.current === chart) onDrawn?.({ png: chart.png, svg: chart.svg, background: colours.background });
      })
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  }, [data, subject, colours]);
  useEffect(() => setChosen(undefined), [data]);

  const choose = (range: PlaceRange | undefined): void => {
    setChosen(undefined);
    if (range !== undefined) onPlaces?.(range);
  };
  const canChoose =
    onPlaces !== undefined && data.kind === "grouped" && labels.length > 0 && subject.chart.type !== "pie";
  const at = (event: TargetedPointerEvent<HTMLElement>): number | undefined => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return drawn.current?.placeAt(event.clientX - left, event.clientY - top);
  };
  const pressKey = (event: TargetedKeyboardEvent<HTMLElement>): void => {
    const next = chosenByKey(event, chosen, labels.length);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === "take") choose(chosen);
    else setChosen(next === "none" ? undefined : next);
  };
  if (failure !== undefined)
    return (
      <p class="chart-problem" role="alert">
        {t("The chart could not be drawn: {0}. Its table is complete.", failure)}
      </p>
    );
  const extents = chosen && [chosen.from, chosen.to].map((each) => drawn.current?.extentOf(each));
  const words = data.kind === "grouped" ? placeWords(data, subject, chosen ?? { from: 0, to: 0 }) : "";
  return (
    <div
      class="chart-place"
      style={{ height: heightOf(props.height, isLying, labels.length) }}
      {...(canChoose && {
        onPointerMove: (event: TargetedPointerEvent<HTMLElement>) => {
          const to = event.buttons === 1 && chosen !== undefined ? at(event) : undefined;
          if (chosen !== undefined && to !== undefined) setChosen({ ...chosen, to });
        },
        onPointerDown: (event: TargetedPointerEvent<HTMLElement>) => {
          const from = at(event);
          if (event.button !== 0 || from === undefined) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setChosen({ from, to: from });
        },
        onPointerUp: () => choose(chosen),
        onPointerCancel: () => setChosen(undefined),
      })}
    >
      <div
        ref={place}
        class="chart-canvas"
        role="img"
        aria-label={`${title}. ${describedData(data, labels)}`}
        aria-describedby={props.notesId}
      />
      {canChoose && (
        <div
          class="chart-picker"
          role="slider"
          tabIndex={0}
          aria-label={t(
            "Places of the chart{0}",
            props.placesWords === undefined ? "" : t(", Enter {0}", props.placesWords),
          )}
          aria-valuemin={1}
          aria-valuemax={labels.length}
          aria-valuenow={(chosen?.to ?? 0) + 1}
          aria-valuetext={words}
          onKeyDown={pressKey}
          onBlur={() => setChosen(undefined)}
        />
      )}
      {chosen && <ChosenPlaces extents={extents ?? []} isLying={isLying} words={words} />}
    </div>
  );
}

/** Marks the chosen places, and says what they are. */
function ChosenPlaces(props: {
  readonly extents: readonly ({ readonly from: number; readonly to: number } | undefined)[];
  readonly isLying: boolean;
  readonly words: string;
}): JSX.Element | null {
  const edges = props.extents.flatMap((each) => (each === undefined ? [] : [each.from, each.to]));
  if (edges.length === 0) return null;
  const [from, to] = [Math.min(...edges), Math.max(...edges)];
  const box = props.isLying
    ? { top: `${from}px`, height: `${to - from}px` }
    : { left: `${from}px`, width: `${to - from}px` };
  return (
    <>
      <div class={props.isLying ? "chart-chosen chart-chosen-lying" : "chart-chosen"} style={box} />
      <div class="chart-chosen-words" aria-hidden="true">
        {props.words}
      </div>
    </>
  );
}

const barHeight = 20;

/** Lying bars of names stay readable, so that many of them are higher than the page and scroll. */
function heightOf(given: number | undefined, isLying: boolean, places: number): string {
  const needed = isLying ? places * barHeight + 60 : 0;
  return given === undefined ? `max(100%, ${Math.max(needed, 160)}px)` : `${Math.max(given, needed)}px`;
}
