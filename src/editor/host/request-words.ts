import type { RequestLine } from "../../protocol/service/request-line.ts";
import { countOf, formatDuration } from "../words/plain-amounts.ts";

/** A request to Microsoft as a line of its log: `directory audits · 200 · 1,000 records · took 0.40 s · tenant …`. */
export function requestWords({ tenantId, what, status, records, waitedMs, tookMs }: RequestLine): string {
  return [
    what,
    status === undefined ? "no answer" : String(status),
    ...(records === undefined ? [] : [countOf(records, "{0} record", "{0} records")]),
    ...(waitedMs < 1 ? [] : [`waited ${formatDuration(waitedMs)}`]),
    `took ${formatDuration(tookMs)}`,
    `tenant ${tenantId}`,
  ].join(" · ");
}
