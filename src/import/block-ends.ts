import type { TableName } from "../protocol/tables.ts";
import { identifyRecord } from "../tables/shapes/identify.ts";
import { Interpreter } from "./interpret.ts";
import type { UnreadLines } from "./read-lines.ts";
import { someLines } from "./split/unheld-lines.ts";

/** So many lines at each end of a block are tried for a record. */
const triedLines = 4;

/** Where a record belongs. */
export interface Place {
  readonly table: TableName;
  /** Milliseconds since 1970. */
  readonly eventTimeMs: number;
}

/** The places of the first and the last record of some lines; undefined when there is none near an end. */
export function blockEnds({
  block,
  options,
}: UnreadLines): { readonly first: Place; readonly last: Place } | undefined {
  const interpreter = new Interpreter(options);
  const find = (end: "first" | "last"): Place | undefined => {
    for (const text of someLines(block.bytes, triedLines, end)) {
      const place = placeOf(text, interpreter);
      if (place !== undefined) return place;
    }
    return undefined;
  };
  const [first, last] = [find("first"), find("last")];
  return first && last && { first, last };
}

function placeOf(text: string, interpreter: Interpreter): Place | undefined {
  const item = interpreter.interpret({ line: 0, text });
  if (item.kind !== "record") return undefined;
  const { table, source, record } = item.record;
  const identity = identifyRecord(table, source, record);
  return "rejected" in identity ? undefined : { table, eventTimeMs: identity.eventTimeMs };
}
