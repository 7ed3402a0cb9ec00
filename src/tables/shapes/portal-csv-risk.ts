import type { JsonRecord } from "../../base/json-record.ts";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import { apiNameOf, type ColumnType } from "../schema/column.ts";
import { cellReader, compact } from "./portal-csv-cells.ts";
import { locationOf } from "./portal-csv-signins.ts";
import { typedValue } from "./typed-value.ts";

/**
 * What the portal's downloads call Graph's properties where it is more than a matter of blanks and capitals. Their full
 * header lines are not published; Graph's own names are understood too.
 */
const headers: Readonly<Partial<Record<TableName, Readonly<Record<string, readonly string[]>>>>> = {
  riskdetections: {
    id: ["Detection ID"],
    activityDateTime: ["Activity time", "Date"],
    detectedDateTime: ["Detection time"],
    lastUpdatedDateTime: ["Detection last updated", "Last updated"],
    riskEventType: ["Detection type"],
    detectionTimingType: ["Detection timing"],
    userPrincipalName: ["Username", "UPN"],
    userDisplayName: ["User"],
    location: ["Activity location"],
  },
  riskyusers: {
    id: ["User ID", "Object ID"],
    riskLastUpdatedDateTime: ["Risk last updated"],
    userPrincipalName: ["Username", "UPN"],
    userDisplayName: ["User"],
  },
};

/** A row of a risk (or any other flat) download: each cell goes to the property of that name. */
export function riskFromPortalCsv(table: TableName, row: JsonRecord): JsonRecord {
  const squeezed: JsonRecord = Object.fromEntries(
    Object.entries(row).map(([header, value]) => [squeeze(header), value]),
  );
  const cell = cellReader(squeezed);
  const properties = tables[table].columns.map((column): [string, unknown] => {
    const name = apiNameOf(column);
    const known = [name, ...(headers[table]?.[name] ?? [])];
    const text = known.map((header) => cell(squeeze(header))).find((each) => each !== undefined);
    return [name, text === undefined ? undefined : riskValue(name, text, column.type)];
  });
  return compact(Object.fromEntries(properties));
}

function riskValue(name: string, text: string, type: ColumnType): unknown {
  return name === "location" && !text.trim().startsWith("{") ? locationOf(text) : typedValue(text, type);
}

// `Risk last updated (UTC)` and `riskLastUpdated` are one header.
function squeeze(header: string): string {
  return header
    .toLowerCase()
    .replace(/\(utc\)/g, "")
    .replace(/[^a-z0-9]/g, "");
}
