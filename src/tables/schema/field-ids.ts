import type { TableName } from "../../protocol/tables.ts";
import { activityFieldIds } from "./field-ids/activity-field-ids.ts";
import { auditsFieldIds } from "./field-ids/audits-field-ids.ts";
import { provisioningFieldIds } from "./field-ids/provisioning-field-ids.ts";
import { riskdetectionsFieldIds } from "./field-ids/riskdetections-field-ids.ts";
import { riskyusersFieldIds } from "./field-ids/riskyusers-field-ids.ts";
import { signinsFieldIds } from "./field-ids/signins-field-ids.ts";

/**
 * The number by which Parquet knows each column and nested field of a slice, whatever it is called: by its path in
 * lower case, `element` for what a list holds. Columns have 1 to 999, nested fields more. A new field gets a number that
 * was never used; one that goes leaves its number behind.
 */
export const fieldIds: Readonly<Record<TableName, Readonly<Record<string, number>>>> = {
  signins: signinsFieldIds,
  audits: auditsFieldIds,
  activity: activityFieldIds,
  provisioning: provisioningFieldIds,
  riskdetections: riskdetectionsFieldIds,
  riskyusers: riskyusersFieldIds,
};
