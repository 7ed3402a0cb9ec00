import { t } from "../../../src/base/translated.ts";
import type { ChartDeclaration, ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import { chooseChart } from "../../../src/protocol/chart/choose-chart.ts";
import { placeChart } from "../../../src/protocol/chart/place-chart.ts";
import type { Cell, ResultColumn } from "../../../src/protocol/query.ts";

/** The chart of a result before anybody adjusts it, and why it is not the one that the header declares. */
export interface FirstChart {
  readonly chart: ChartSpec | undefined;
  readonly problem?: string;
}

/** The chart that the query's header declares, else the one that suits the columns and some of their values. */
export function firstChart(
  declared: ChartDeclaration | undefined,
  columns: readonly ResultColumn[],
  sample: readonly (readonly Cell[])[],
): FirstChart {
  if (declared === undefined) return { chart: chooseChart(columns, sample) };
  const placed = placeChart(declared, columns);
  if ("chart" in placed) return placed;
  return { chart: chooseChart(columns, sample), problem: t("{0} Another one is drawn.", placed.problem) };
}
