import { t } from "../../base/translated.ts";
import type { LeftRows } from "../left-rows.ts";
import { counted } from "./counted.ts";
import { tableTitles } from "./table-titles.ts";

/** What can be done about rows that no ledger names, to follow a sentence that tells of them. */
export function leftRowsAdvice(): string {
  return t("Verify the lake names them; Recover rows merges them back.");
}

/** One sentence about what lies in a table's folder without being named by its ledger. */
export function leftRowsWords({ table, slices, rows, unread, refused }: LeftRows): string {
  if (refused !== undefined) return refused;
  const title = tableTitles[table];
  if (slices === 0)
    return counted(
      unread,
      t("{1}: {0} file that the ledger does not name was not read."),
      t("{1}: {0} files that the ledger does not name were not read."),
      title,
    );
  const more = counted(unread, t(" {0} file more was not read."), t(" {0} files more were not read."));
  return counted(
    slices,
    t("{1}: {0} slice holds {2} that the ledger does not name.{3} {4}"),
    t("{1}: {0} slices hold {2} that the ledger does not name.{3} {4}"),
    title,
    counted(rows, t("{0} row"), t("{0} rows")),
    unread > 0 ? more : "",
    leftRowsAdvice(),
  );
}

/** The same of one day. */
export function unnamedWords({ slices, rows }: { readonly slices: number; readonly rows: number }): string {
  if (rows === 0)
    return counted(
      slices,
      t("{0} slice of this day is not named by the ledger, so nothing of it is counted. {1}"),
      t("{0} slices of this day are not named by the ledger, so nothing of them is counted. {1}"),
      leftRowsAdvice(),
    );
  return counted(
    slices,
    t("{0} slice with {1} of this day is not named by the ledger, so nothing of it is counted. {2}"),
    t("{0} slices with {1} of this day are not named by the ledger, so nothing of them is counted. {2}"),
    counted(rows, t("{0} row"), t("{0} rows")),
    leftRowsAdvice(),
  );
}
