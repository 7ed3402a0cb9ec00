import type { JsonRecord } from "../../../../src/base/json-record.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";
import type { TableName } from "../../../../src/protocol/tables.ts";

/** The Management Activity API's content types. */
export const contentTypes = [
  "Audit.AzureActiveDirectory",
  "Audit.Exchange",
  "Audit.SharePoint",
  "Audit.General",
  "DLP.All",
] as const;

export type ContentType = (typeof contentTypes)[number];

export function isContentType(text: string): text is ContentType {
  return contentTypes.some((type) => type === text);
}

/** States of users, which are asked for as they are. */
export function isPolled(source: SourceId): boolean {
  return source === "riskyUsers" || source === "riskyServicePrincipals";
}

/** Whether a record never moves on the axis that its source is asked by. A risk detection does, when it is updated. */
export function isByEventTime(source: SourceId): boolean {
  const isMoving = source === "riskDetections" || source === "servicePrincipalRiskDetections";
  return !isMoving && !isPolled(source) && !isContentType(source);
}

/** What happened in the tenant, once; how it is delivered is decided later. */
export interface TenantEvent {
  /** Where it appears first: a kind of sign-in, a collection, a content type. */
  readonly source: SourceId;
  readonly table: TableName;
  /** Milliseconds since 1970; with a fraction where the record's time is finer. */
  readonly eventMs: number;
  readonly record: JsonRecord;
}

/** One version of one record, as one API offers it, and from when until when. Times are milliseconds since 1970. */
export interface Offer {
  readonly source: SourceId;
  readonly table: TableName;
  /** The lake's key of the record. */
  readonly key: string;
  readonly eventMs: number;
  /** Its place on the source's axis; may have a fraction, as Graph's times have seven digits. */
  readonly axisMs: number;
  /** First answer that may hold it. */
  readonly sinceMs: number;
  /** From here on a newer version takes its place; Infinity when none does. */
  untilMs: number;
  readonly raw: string;
}

export function isOfferedAt(offer: Offer, atMs: number): boolean {
  return offer.sinceMs <= atMs && atMs < offer.untilMs;
}
