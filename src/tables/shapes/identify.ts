import { createHash } from "node:crypto";
import { isRecord, type JsonRecord, nonEmptyText } from "../../base/json-record.ts";
import type { Source, TableName } from "../../protocol/tables.ts";
import { tables } from "../schema/all-tables.ts";
import type { Table } from "../schema/table.ts";
import { isApiShape, toApiShape } from "./api-shape.ts";
import { type EventTime, parseEventTime } from "./event-time.ts";
import { tenantOf } from "./tenant-of.ts";

/** What the lake has to know of a record before it can keep it. */
export interface Identity {
  readonly key: string;
  /** Milliseconds since 1970, truncated. */
  readonly eventTimeMs: number;
  readonly timeIsApproximate: boolean;
  /** The tenant that the record itself names, in lower case. */
  readonly tenantId: string | null;
  /** The record's own version time, milliseconds since 1970. */
  readonly versionTimeMs: number | null;
}

export interface Rejection {
  /** A clause for the person who reads the outcome of an import. */
  readonly rejected: string;
}

const earliest = Date.UTC(2000, 0, 1);
const end = Date.UTC(2101, 0, 1);

/** Length of `@2026-03-01T00:58:41.200Z`, which follows the id of who is risky in the key of a state. */
export const riskyUserKeySuffixLength = 25;

/**
 * Key, times and tenant of a record as its source gave it, or why it cannot be kept: no key, no time, or a year outside
 * 2000 to 2100 (Windows writes 1601 and .NET 9999 for "never").
 *
 * The time is approximate when the source has only the time of logging (`time`, `TimeGenerated`), and for portal CSV,
 * whose times have no fraction of a second. OfficeActivity's TimeGenerated is the record's CreationTime and exact.
 */
export function identifyRecord(table: TableName, source: Source, record: JsonRecord): Identity | Rejection {
  const definition = tables[table];
  const shaped = isApiShape(source) ? record : toApiShape(table, source, record);
  const time = timeOf(shaped[definition.eventTime], definition.eventTime);
  if ("rejected" in time) return time;
  const key = keyOf(definition, source, record, shaped, time.ms);
  if (key === undefined) return { rejected: `has no ${definition.keyColumns[0]}` };
  const version = definition.versionTime === undefined ? undefined : textTime(shaped[definition.versionTime]);
  return {
    key,
    eventTimeMs: time.ms,
    timeIsApproximate: isApproximate(definition, source, record, time),
    tenantId: tenantOf(table, source, record),
    versionTimeMs: version?.ms ?? null,
  };
}

function timeOf(value: unknown, name: string): EventTime | Rejection {
  if (value === undefined || value === null || value === "") return { rejected: `has no ${name}` };
  const time = textTime(value);
  if (time === undefined)
    return { rejected: `has a ${name} that is not a time: ${JSON.stringify(value).slice(0, 60)}` };
  if (time.ms < earliest || time.ms >= end)
    return { rejected: `has a ${name} outside the years 2000 to 2100: ${String(value).slice(0, 60)}` };
  return time;
}

function textTime(value: unknown): EventTime | undefined {
  return typeof value === "string" ? parseEventTime(value) : undefined;
}

function keyOf(
  table: Table,
  source: Source,
  record: JsonRecord,
  shaped: JsonRecord,
  timeMs: number,
): string | undefined {
  if (table.name === "audits" && source === "portal-csv") return `csv-${rowHash(record)}`;
  const id = nonEmptyText(shaped[table.keyColumns[0] ?? "id"]);
  if (id === undefined || id.trim() === "") return undefined;
  return table.name === "riskyusers" ? `${riskyId(id, shaped)}@${new Date(timeMs).toISOString()}` : id;
}

const historyId = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[0-9]+$/i;

/**
 * The person or service principal that a state belongs to. An item of a history names the user beside an id of its own:
 * the user's, alone or with the ticks of the change behind it (Graph reference, List history of riskyUser, Response;
 * the page of service principals shows no member of that kind). So the state that a poll gave and its item in the
 * history are one row.
 */
function riskyId(id: string, { userId, servicePrincipalId }: JsonRecord): string {
  return nonEmptyText(userId) ?? nonEmptyText(servicePrincipalId) ?? historyId.exec(id)?.[1] ?? id;
}

// Portal audits have no id; the order of columns and empty cells, which differ between generations, must not matter.
function rowHash(row: JsonRecord): string {
  const cells = Object.entries(row)
    .filter(([, value]) => value !== "" && value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash("sha256").update(JSON.stringify(cells)).digest("hex");
}

function isApproximate(table: Table, source: Source, record: JsonRecord, time: EventTime): boolean {
  if (source === "portal-csv") return !time.hasFraction;
  if (source === "diagnostic") {
    const properties = record["properties"];
    return !isRecord(properties) || nonEmptyText(properties[table.eventTime]) === undefined;
  }
  if (source !== "log-analytics" || table.name === "activity") return false;
  const name = table.eventTime.toLowerCase();
  return !Object.entries(record).some(
    ([key, value]) => key.toLowerCase() === name && nonEmptyText(value) !== undefined,
  );
}
