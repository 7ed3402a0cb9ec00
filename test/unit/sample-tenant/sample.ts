import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import type { SampleOptions } from "../../../src/sample-tenant/options.ts";
import type { SampleEvent, SampleRecord } from "../../../src/sample-tenant/timeline.ts";

/** Reads a field by its path of names and indexes, as `status.errorCode`; undefined where the path ends early. */
export function field(record: SampleRecord, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, name) => (typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined),
      record,
    );
}

export function text(record: SampleRecord, path: string): string {
  const value = field(record, path);
  return typeof value === "string" ? value : "";
}

/** The event time as the record itself shows it, in milliseconds. */
export function shownTime({ table, record }: SampleEvent): number {
  const names = {
    signins: "createdDateTime",
    audits: "activityDateTime",
    activity: "CreationTime",
    provisioning: "activityDateTime",
    riskdetections: "activityDateTime",
    riskyusers: "riskLastUpdatedDateTime",
  } as const;
  const shown = text(record, names[table]);
  return Date.parse(table === "activity" ? `${shown}Z` : shown);
}

/** The key of the design's tables. */
export function keyOf({ table, record }: SampleEvent): string {
  const id = text(record, table === "activity" ? "Id" : "id");
  return `${table} ${id}${table === "riskyusers" ? ` ${text(record, "riskLastUpdatedDateTime")}` : ""}`;
}

export function signInsOf(options: SampleOptions): SampleRecord[] {
  return Array.from(sampleEvents(options))
    .filter((event) => event.table === "signins")
    .map((event) => event.record);
}
