import type { LeftRows } from "../left-rows.ts";
import { tableTitles } from "./table-titles.ts";

/** What can be done about rows that no ledger names, to follow a sentence that tells of them. */
export const leftRowsAdvice = "Verify the lake names them; Recover rows merges them back.";

/** One sentence about what lies in a table's folder without being named by its ledger. */
export function leftRowsWords({ table, slices, rows, unread, refused }: LeftRows): string {
  if (refused !== undefined) return refused;
  const files = counted(unread, "file");
  if (slices === 0) return `${tableTitles[table]}: ${files} that the ledger does not name ${isAre(unread)} not read.`;
  const more = unread > 0 ? ` ${files} more ${isAre(unread)} not read.` : "";
  return `${tableTitles[table]}: ${counted(slices, "slice")} ${slices === 1 ? "holds" : "hold"} ${counted(rows, "row")} that the ledger does not name.${more} ${leftRowsAdvice}`;
}

/** The same of one day. */
export function unnamedWords({ slices, rows }: { readonly slices: number; readonly rows: number }): string {
  const holding = rows > 0 ? ` with ${counted(rows, "row")}` : "";
  return `${counted(slices, "slice")}${holding} of this day ${slices === 1 ? "is" : "are"} not named by the ledger, so nothing of ${slices === 1 ? "it" : "them"} is counted. ${leftRowsAdvice}`;
}

function counted(count: number, noun: string): string {
  return `${String(count).replace(/\B(?=(?:\d{3})+$)/g, ",")} ${noun}${count === 1 ? "" : "s"}`;
}

function isAre(count: number): string {
  return count === 1 ? "was" : "were";
}
