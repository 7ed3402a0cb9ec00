import { t } from "../../../src/base/translated.ts";
import type { ColumnFilter, JsonValue, ResultColumn, ResultView, Sort } from "../../../src/protocol/query.ts";
import { type Clock, timeOn } from "../../shared/shown-time.ts";

/** Sorts by a column: ascending, then descending, then as the query gave it; `add` keeps the other columns. */
export function toggleSort(view: ResultView, column: number, add: boolean): ResultView {
  const sort = view.sort ?? [];
  const present = sort.find((entry) => entry.column === column);
  const next: Sort[] = present?.descending ? [] : [{ column, descending: present !== undefined }];
  if (!add) return withSort(view, next);
  const index = sort.findIndex((entry) => entry.column === column);
  return withSort(view, index < 0 ? [...sort, ...next] : sort.toSpliced(index, 1, ...next));
}

/** Replaces the order of the rows; an empty list is the query's own. */
export function withSort({ sort: _, ...view }: ResultView, sort: readonly Sort[]): ResultView {
  return sort.length === 0 ? view : { ...view, sort };
}

export function withSearch({ search: _, ...view }: ResultView, search: string): ResultView {
  return search === "" ? view : { ...view, search };
}

/** Adds a filter; the same one twice is one. */
export function withFilter(view: ResultView, filter: ColumnFilter): ResultView {
  const filters = view.filters ?? [];
  const known = filters.some((other) => JSON.stringify(other) === JSON.stringify(filter));
  return known ? view : { ...view, filters: [...filters, filter] };
}

/** The rows between bounds of a column, in the place of other bounds on it. */
export function withBounds(view: ResultView, bounds: readonly ColumnFilter[]): ResultView {
  const columns = new Set(bounds.map(({ column }) => column));
  const isBound = ({ op }: ColumnFilter): boolean => op === "atLeast" || op === "atMost" || op === "below";
  const others = (view.filters ?? []).filter((filter) => !columns.has(filter.column) || !isBound(filter));
  return bounds.reduce(withFilter, { ...view, filters: others });
}

export function withoutFilter({ filters = [], ...view }: ResultView, index: number): ResultView {
  const rest = filters.toSpliced(index, 1);
  return rest.length === 0 ? view : { ...view, filters: rest };
}

/** The same rows without the filters on one column, so that its other values can be chosen. */
export function withoutColumn({ filters = [], ...view }: ResultView, column: number): ResultView {
  const rest = filters.filter((filter) => filter.column !== column);
  return rest.length === 0 ? view : { ...view, filters: rest };
}

/** Shows the rows with the picked values of a column; they were listed without its other filters, which they replace. */
export function withPicked(view: ResultView, column: number, values: readonly JsonValue[]): ResultView {
  return withFilter(withoutColumn(view, column), { column, op: "oneOf", value: values });
}

/** The same order without search and filters. */
export function withoutNarrowing({ search: _, filters: __, ...view }: ResultView): ResultView {
  return view;
}

export function isNarrowed(view: ResultView): boolean {
  return view.search !== undefined || view.filters !== undefined;
}

const operators: Readonly<Record<ColumnFilter["op"], string>> = {
  equals: "=",
  excludes: "≠",
  oneOf: "=",
  contains: "contains",
  atLeast: "≥",
  atMost: "≤",
  below: "<",
  isNull: t("is NULL"),
  isNotNull: t("is not NULL"),
};

/** A filter in few words, for its chip: `country = NL`. */
export function filterWords(filter: ColumnFilter, columns: readonly ResultColumn[], clock: Clock = "utc"): string {
  const column = columns[filter.column];
  const steps = (filter.path ?? []).map((step) => (step === null ? "[]" : `.${step}`)).join("");
  const subject = `${column?.name ?? "?"}${steps} ${operators[filter.op]}`;
  if (filter.value === undefined) return subject;
  if (filter.op === "oneOf" && Array.isArray(filter.value))
    return `${subject} ${(filter.value as readonly JsonValue[]).map((each) => oneWord(each, column, clock)).join(" or ")}`;
  return `${subject} ${oneWord(filter.value, column, clock)}`;
}

function oneWord(value: JsonValue, column: ResultColumn | undefined, clock: Clock): string {
  if (value === null) return "NULL";
  if (value === "") return "empty";
  if (typeof value !== "string") return JSON.stringify(value);
  return column?.kind === "time" ? timeOn(clock, value) : value;
}
