import { t } from "../../../src/base/translated.ts";
import type { ChartData } from "../../../src/protocol/chart/chart-data.ts";
import type { ResultView } from "../../../src/protocol/query.ts";
import type { ChartSubject } from "../../shared/chart/chart-labels.ts";
import { chartNotes } from "../../shared/chart/chart-notes.ts";
import { filterWords } from "../filter/view-query.ts";

/** What a picture of a chart says of its rows, a line each: how they were narrowed, and what the chart joined or left out. */
export function pictureSaid(
  { search = "", filters = [] }: ResultView,
  data: ChartData | undefined,
  subject: ChartSubject,
): readonly string[] {
  const { columns, clock } = subject;
  return [
    ...(search === "" ? [] : [t("Only rows that contain {0}", JSON.stringify(search))]),
    ...filters.map((filter) => t("Only rows with {0}", filterWords(filter, columns, clock))),
    ...(data === undefined ? [] : chartNotes(data, subject)),
  ];
}
