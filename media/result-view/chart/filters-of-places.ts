import { t } from "../../../src/base/translated.ts";
import type { ChartData } from "../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import type { ColumnFilter, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import type { PlaceRange } from "../../shared/chart/chosen-places.ts";

/** Filters that leave the rows of some places of a chart, or why none can. */
type FiltersOfPlaces = { readonly filters: readonly ColumnFilter[] } | { readonly problem: string };

/** What a choice on a chart means as filters; a filter cannot name values that were cut, nor the rest of the values. */
export function filtersOfPlaces(
  data: ChartData,
  chart: ChartSpec,
  columns: readonly ResultColumn[],
  range: PlaceRange,
): FiltersOfPlaces {
  const { x: column } = chart;
  if (data.kind !== "grouped" || column === undefined || data.axis.kind === "none")
    return { problem: t("The places of this chart are no values of a column. Filter by the column in the grid.") };
  const [from, to] = [Math.min(range.from, range.to), Math.max(range.from, range.to)];
  const { axis } = data;
  if (axis.kind === "time") {
    const ends = [...axis.starts.slice(1), axis.end];
    return momentFilters(column, columns[column], axis.starts[from] ?? "", ends[to] ?? "");
  }
  if (axis.kind === "category") {
    const keys = axis.keys.slice(from, to + 1);
    if (keys.some(({ kind }) => kind === "others"))
      return {
        problem: t(
          '"Other" stands for values that the chart does not name, so no filter can. Filter by the column in the grid.',
        ),
      };
    const values = keys.flatMap((key): JsonValue[] => (key.kind === "value" && !key.isCut ? [key.value] : []));
    if (values.length !== keys.length)
      return {
        problem: t(
          "The chart holds only the beginning of so long a value, so no filter can name it. Filter by the column in the grid.",
        ),
      };
    const [value = null] = values;
    if (values.length > 1) return { filters: [{ column, op: "oneOf", value: values }] };
    return { filters: [value === null ? { column, op: "isNull" } : { column, op: "equals", value }] };
  }
  const [least, most] = [axis.values[from], axis.values[to]];
  if (least === undefined || most === undefined)
    return { problem: t("There is no place in the chart here. Filter by the column in the grid.") };
  const end: ColumnFilter =
    axis.width === undefined
      ? { column, op: "atMost", value: most }
      : { column, op: "below", value: most + axis.width };
  return { filters: [{ column, op: "atLeast", value: least }, end] };
}

/** Days that are text are compared as text, in which a day comes before its moments. */
function momentFilters(
  column: number,
  { kind }: Pick<ResultColumn, "kind"> = { kind: "time" },
  start: string,
  end: string,
): FiltersOfPlaces {
  const bound = (moment: string): string => (kind === "time" ? moment : moment.slice(0, 10));
  const isWholeDays = start.endsWith("T00:00:00.000Z") && end.endsWith("T00:00:00.000Z");
  if (kind !== "time" && !isWholeDays)
    return { problem: t("The column holds days, and hours of a day were chosen. Filter by the column in the grid.") };
  return {
    filters: [
      { column, op: "atLeast", value: bound(start) },
      { column, op: "below", value: bound(end) },
    ],
  };
}
