import type { CollectFilter } from "../../protocol/collector.ts";
import type { FilterField, Narrowing } from "./graph-source.ts";
import type { FetchedRecord } from "./read-window.ts";

type Narrowings = Readonly<Partial<Record<FilterField, Narrowing>>>;

const fields: readonly FilterField[] = ["users", "ipAddresses", "apps"];

/** The values of one kind that a filter asks for, without blanks around them. */
export function wantedValues(filter: CollectFilter | undefined, field: FilterField): readonly string[] {
  return (filter?.[field] ?? []).map((value) => value.trim()).filter((value) => value !== "");
}

/** The wanted values of each kind that has any; empty when the filter leaves everything in. */
function wanted(filter: CollectFilter | undefined): { field: FilterField; values: readonly string[] }[] {
  return fields.flatMap((field) => {
    const values = wantedValues(filter, field);
    return values.length === 0 ? [] : [{ field, values }];
  });
}

/**
 * The conditions to ask a source with, one after the other, so that only documented forms are sent: one for each
 * value, `undefined` to ask for everything because some kind of value can be compared only in the records; none when
 * no record can match.
 */
export function conditionsFor(
  narrowings: Narrowings,
  filter: CollectFilter | undefined,
): readonly (string | undefined)[] {
  const asked = wanted(filter);
  if (asked.length === 0) return [undefined];
  const conditions = asked.flatMap(({ field, values }): readonly (string | undefined)[] => {
    const narrowing = narrowings[field];
    if (narrowing === undefined) return [];
    return values.flatMap((value): readonly (string | undefined)[] => {
      const found = narrowing.conditions(value);
      return found.length === 0 ? [undefined] : found;
    });
  });
  return conditions.includes(undefined) ? [undefined] : [...new Set(conditions)];
}

/** The records that one of the wanted users, addresses or apps is in. */
export function narrowed(
  records: readonly FetchedRecord[],
  narrowings: Narrowings,
  filter: CollectFilter | undefined,
): readonly FetchedRecord[] {
  const asked = wanted(filter).map(({ field, values }) => ({
    narrowing: narrowings[field],
    values: new Set(values.map(comparable)),
  }));
  if (asked.length === 0) return records;
  return records.filter(({ record }) =>
    asked.some(
      ({ narrowing, values }) =>
        record !== undefined &&
        narrowing?.values(record).some((value) => typeof value === "string" && values.has(comparable(value))),
    ),
  );
}

/** Lower case, and an address without its port and brackets (graph.md §3.3). */
function comparable(value: string): string {
  const text = value.trim().toLowerCase();
  return /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text;
}
