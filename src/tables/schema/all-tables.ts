import type { TableName } from "../../protocol/tables.ts";
import { activity } from "./activity.ts";
import { audits } from "./audits.ts";
import type { Column } from "./column.ts";
import { commonColumns } from "./common-columns.ts";
import { provisioning } from "./provisioning.ts";
import { riskdetections } from "./riskdetections.ts";
import { riskyusers } from "./riskyusers.ts";
import { signins } from "./signins.ts";
import type { Table } from "./table.ts";

/** Raised whenever a column is added; a column never changes its type. */
export const schemaVersion = 1;

/** Every table that a lake can hold. */
export const tables: Readonly<Record<TableName, Table>> = {
  signins,
  audits,
  activity,
  provisioning,
  riskdetections,
  riskyusers,
};

/** All columns of a slice in order: the common ones, then the table's own. */
export function allColumns(table: TableName): readonly Column[] {
  return [...commonColumns, ...tables[table].columns];
}
