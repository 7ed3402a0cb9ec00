import type { JsonValue, ResultView } from "../query.ts";
import type { ChartSpec } from "./chart-spec.ts";

/** Asks for what a chart of a view's rows is drawn of. */
export interface ChartRequest extends ResultView {
  readonly resultId: string;
  readonly chart: ChartSpec;
  /** The zone of the reader's clock, as IANA names it, by which days and longer steps begin; UTC when left out. */
  readonly zone?: string;
}

/** An integer or a decimal that a JSON number does not hold is its text; null where there is no value. */
export type ChartNumber = number | string | null;

/** A value that rows were grouped by, or all the values that have no group of their own. */
export type ChartKey =
  | {
      readonly kind: "value";
      /** A moment as ISO 8601; a long text is cut. */
      readonly value: JsonValue;
      /** The value is only the beginning of a longer one. */
      readonly isCut?: true;
    }
  | { readonly kind: "others"; readonly values: number };

export const stepUnits = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"] as const;

/** The length of one place on an axis of time. */
export interface TimeStep {
  readonly count: number;
  readonly unit: (typeof stepUnits)[number];
}

/** What lies along the horizontal axis, one entry a place. */
export type ChartAxis =
  | { readonly kind: "category"; readonly keys: readonly ChartKey[] }
  | {
      readonly kind: "time";
      /** Where each place begins, ISO 8601 UTC, without holes; the next one's beginning is its end. */
      readonly starts: readonly string[];
      /** Where the last place ends. */
      readonly end: string;
      readonly step: TimeStep;
    }
  | {
      readonly kind: "number";
      readonly values: readonly number[];
      /** How much of the axis each value stands for, when values were joined. */
      readonly width?: number;
    }
  | { readonly kind: "none" };

export interface ChartSeries {
  /** Which of the chart's measures. */
  readonly measure: number;
  /** Absent when the rows are not split. */
  readonly key?: ChartKey;
  /** One for each place of the axis. */
  readonly values: readonly ChartNumber[];
}

/** Rows that the chart could not take in. */
export interface LeftOut {
  /** Without a moment or a number for their place on the axis. */
  readonly placeless: number;
  /** For each measure: rows without a value, and rows whose value is NaN or infinite. */
  readonly measures: readonly { readonly nulls: number; readonly notFinite: number }[];
}

export interface GroupedChart {
  readonly kind: "grouped";
  /** Rows of the view. */
  readonly rows: number;
  readonly axis: ChartAxis;
  readonly series: readonly ChartSeries[];
  readonly left: LeftOut;
  /** Every place of every series is one row, whose value is shown as it is. */
  readonly isOneRowEach: boolean;
}

/** One point of a scatter chart; `x` of a moment is milliseconds since the epoch. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** Index into `series`. */
  readonly series: number;
  /** How many rows it stands for; its place is their mean. */
  readonly rows: number;
}

export interface PointsChart {
  readonly kind: "points";
  readonly rows: number;
  readonly x: "number" | "time";
  readonly series: readonly { readonly key?: ChartKey }[];
  readonly points: readonly ChartPoint[];
  /** Points near each other were drawn as one. */
  readonly isJoined: boolean;
  readonly left: LeftOut;
}

export type ChartData = GroupedChart | PointsChart;

/** Limits of what one chart shows; what is more is joined, and said so. */
export const chartLimits = {
  /** Places of an axis of values, a heat map's too. */
  categories: 50,
  slices: 12,
  countries: 300,
  /** Places of an axis of time. */
  steps: 120,
  /** Numbers along an axis before they are joined. */
  numbers: 500,
  series: 8,
  heatRows: 40,
  measures: 8,
  points: 2000,
} as const;
