import type { ContentType } from "../../protocol/collector.ts";
import type { ApiRequest, Purpose } from "../microsoft/microsoft.ts";
import type { ReadContext } from "./read-window.ts";

export function contentPurpose(contentType: ContentType, fromMs?: number): Purpose {
  return {
    label: `${contentType} content`,
    permission: contentType === "DLP.All" ? "ActivityFeed.ReadDlp" : "ActivityFeed.Read",
    ...(fromMs !== undefined && { fromMs }),
  };
}

/**
 * An address below the tenant's feed. The publisher is the tenant itself, on every call: without it requests share an
 * allowance with everyone's.
 */
export function feedUrl(tenantId: string, path: string, query: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams({ ...query, PublisherIdentifier: tenantId });
  return `/api/v1.0/${tenantId}/activity/feed/${path}?${parameters}`;
}

/** A time of the feed, `2026-03-01T00:00:00`: it knows no zone. */
export function feedTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** An address that the API gave, as it is, with the publisher if it has none. */
export function withPublisher(url: string, tenantId: string): string {
  if (/[?&]PublisherIdentifier=/i.test(url)) return url;
  return `${url}${url.includes("?") ? "&" : "?"}PublisherIdentifier=${tenantId}`;
}

/** A request to the feed. */
export function feedRequest(
  contentType: ContentType,
  url: string,
  context: Pick<ReadContext, "signal">,
  fromMs?: number,
): ApiRequest {
  return {
    api: "management",
    limit: "management",
    url,
    list: true,
    caller: contentType,
    purpose: contentPurpose(contentType, fromMs),
    ...(context.signal && { signal: context.signal }),
  };
}

/** The server's time, as far as it is known. */
export function serverNow({ clock, microsoft }: Pick<ReadContext, "clock" | "microsoft">): number {
  return clock.now() - microsoft.clockError();
}
