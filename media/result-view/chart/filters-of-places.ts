import type { ChartData } from "../../../src/protocol/chart/chart-data.ts";
import type { ChartSpec } from "../../../src/protocol/chart/chart-spec.ts";
import type { ColumnFilter, JsonValue, ResultColumn } from "../../../src/protocol/query.ts";
import type { PlaceRange } from "../../shared/chart/chosen-places.ts";

/**
 * The filters that leave the rows of some places of a chart; none where a filter cannot name them: values that were cut
 * and the rest of the values, whose names the chart does not know.
 */
export function filtersOfPlaces(
  data: ChartData,
  chart: ChartSpec,
  columns: readonly ResultColumn[],
  range: PlaceRange,
): readonly ColumnFilter[] {
  const { x: column } = chart;
  if (data.kind !== "grouped" || column === undefined) return [];
  const [from, to] = [Math.min(range.from, range.to), Math.max(range.from, range.to)];
  const { axis } = data;
  if (axis.kind === "time") {
    const ends = [...axis.starts.slice(1), axis.end];
    return momentFilters(column, columns[column], axis.starts[from] ?? "", ends[to] ?? "");
  }
  if (axis.kind === "category") {
    const values = axis.keys
      .slice(from, to + 1)
      .flatMap((key): JsonValue[] => (key.kind === "value" && !key.isCut ? [key.value] : []));
    if (values.length !== to + 1 - from) return [];
    const [value = null] = values;
    if (values.length > 1) return [{ column, op: "oneOf", value: values }];
    return value === null ? [{ column, op: "isNull" }] : [{ column, op: "equals", value }];
  }
  if (axis.kind === "none") return [];
  const [least, most] = [axis.values[from], axis.values[to]];
  if (least === undefined || most === undefined) return [];
  return axis.width === undefined
    ? [
        { column, op: "atLeast", value: least },
        { column, op: "atMost", value: most },
      ]
    : [
        { column, op: "atLeast", value: least },
        { column, op: "below", value: most + axis.width },
      ];
}

/** Days that are text are compared as text, in which a day comes before its moments. */
function momentFilters(
  column: number,
  { kind }: Pick<ResultColumn, "kind"> = { kind: "time" },
  start: string,
  end: string,
): readonly ColumnFilter[] {
  const bound = (moment: string): string => (kind === "time" ? moment : moment.slice(0, 10));
  const isWholeDays = start.endsWith("T00:00:00.000Z") && end.endsWith("T00:00:00.000Z");
  if (kind !== "time" && !isWholeDays) return [];
  return [
    { column, op: "atLeast", value: bound(start) },
    { column, op: "below", value: bound(end) },
  ];
}
