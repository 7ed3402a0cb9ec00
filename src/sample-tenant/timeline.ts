import type { TableName } from "../protocol/tables.ts";

export type SampleRecord = Record<string, unknown>;

/** One record of the simulated tenant, in the shape its API answers with. */
export interface SampleEvent {
  readonly table: TableName;
  /** The event time that the record shows, in milliseconds since 1970. */
  readonly time: number;
  readonly record: SampleRecord;
}

/** Takes planned events; `build` is called at most once, and only when the record is wanted. */
export interface EventSink {
  /** @param time the event time in milliseconds since 1970 */
  add(table: TableName, time: number, build: () => SampleRecord): void;
}

interface PlannedEvent {
  readonly table: TableName;
  readonly time: number;
  readonly build: () => SampleRecord;
}

/** Holds planned events until no earlier one can come, and builds their records only then: plans are small, records are not. */
export class Timeline implements EventSink {
  readonly #start: number;
  readonly #end: number;
  #planned: PlannedEvent[] = [];

  /** Events outside [start, end), in milliseconds since 1970, are left out. */
  constructor(start: number, end: number) {
    this.#start = start;
    this.#end = end;
  }

  add(table: TableName, time: number, build: () => SampleRecord): void {
    const instant = recordedTime(table, time);
    if (instant >= this.#start && instant < this.#end) this.#planned.push({ table, time: instant, build });
  }

  /** The events before `time`, oldest first; those of one instant in the order they were planned. */
  *before(time: number): Generator<SampleEvent> {
    const due = this.#planned.filter((event) => event.time < time).sort((a, b) => a.time - b.time);
    this.#planned = this.#planned.filter((event) => event.time >= time);
    for (const event of due) yield { table: event.table, time: event.time, record: event.build() };
  }
}

/** The instant a record will show: only audits and risk detections are written finer than the second. */
export function recordedTime(table: TableName, time: number): number {
  return table === "audits" || table === "riskdetections" ? Math.floor(time) : Math.floor(time / 1000) * 1000;
}
