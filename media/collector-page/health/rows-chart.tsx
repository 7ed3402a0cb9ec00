import type { JSX } from "preact";
import { barPath, rowsWords } from "./health-words.ts";
import "./rows-chart.css";

const height = 28;

/**
 * Rows an hour of the last 7 days as small bars, a line at the end of each day; with words for people who do not see
 * it.
 */
export function RowsChart(props: {
  readonly rows: readonly number[];
  /** ISO 8601, when the rows were counted. */
  readonly at: string;
}): JSX.Element {
  const { rows, at } = props;
  const words = rowsWords(rows, at);
  const days = Array.from({ length: Math.floor(rows.length / 24) }, (_, day) => rows.length - day * 24);
  return (
    <svg
      class="rows-chart"
      preserveAspectRatio="none"
      viewBox={`0 0 ${rows.length} ${height}`}
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <path class="rows-chart-days" d={days.map((x) => `M${x - 0.25} 0v${height}`).join("")} />
      <path class="rows-chart-bars" d={barPath(rows, height)} />
    </svg>
  );
}
