import type { Cell } from "../query.ts";
import { type TableName, tableNames } from "../tables.ts";

/** The columns of a timeline's query, in the order in which the page reads them; the query may have more. */
export const eventColumns = [
  "time",
  "table",
  "part",
  "actor",
  "operation",
  "target",
  "outcome",
  "code",
  "reason",
  "ipAddress",
  "city",
  "country",
  "network",
  "application",
  "device",
  "client",
  "conditionalAccess",
  "risk",
  "appId",
  "deviceId",
  "sessionId",
  "uniqueTokenId",
  "tenantId",
  "dt",
  "key",
] as const;

export type EventColumn = (typeof eventColumns)[number];

/** One event of a timeline; what its record does not tell is left out. */
export type ShownEvent = Readonly<Partial<Record<Exclude<EventColumn, "table">, string>>> & {
  /** Another text than a table's name where the query is not ours. */
  readonly table?: TableName;
};

/** Reads a row of a timeline. A long text that was cut ends in `…`. */
export function eventOfRow(cells: readonly Cell[]): ShownEvent {
  const fields = eventColumns.flatMap((name, index) => {
    const text = textOf(cells[index] ?? null);
    if (text === "" || (name === "table" && !tableNames.some((table) => table === text))) return [];
    return [[name, text] as const];
  });
  return Object.fromEntries(fields);
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "object" ? `${cell.cut}…` : String(cell);
}
