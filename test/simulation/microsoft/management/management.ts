import type { JsonRecord } from "../../../../src/base/json-record.ts";
import { type SimulatedAnswer, textAnswer } from "../answer.ts";
import { odataTime } from "../graph/odata-time.ts";
import type { Dice } from "../moods/moods.ts";
import type { WithheldRows } from "../moods/withheld.ts";
import { type Blob, expiryOf } from "../tenant/content-blobs.ts";
import { floorAt } from "../tenant/licence.ts";
import { type ContentType, contentTypes, isContentType } from "../tenant/offer.ts";
import type { SimulatedTenant } from "../tenant/tenant.ts";
import { badWindow, ManagementError } from "./management-error.ts";

export interface ManagementContext {
  readonly tenant: SimulatedTenant;
  readonly dice: Dice;
  readonly withheld: WithheldRows;
  readonly nowMs: number;
  /** Content descriptors on one page of a list. */
  readonly pageSize: number;
}

const day = 86_400_000;
const zeroGuid = "00000000-0000-0000-0000-000000000000";
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `/api/v1.0/${tenantId}/activity/feed/…`; the sample of a NextPageUri has `/api/v1/` (graph.md §3.1). */
export const feedPath = /^\/api\/v1(?:\.0)?\/([^/]+)\/activity\/feed\/(.+)$/;

/** What the request asks for, for the text of AF429. */
export function operationOf(path: string): string {
  if (path.startsWith("audit/")) return "GetBlob";
  return path === "subscriptions/content" ? "GetAvailableContent" : "ListSubscriptions";
}

/**
 * Answers the subset of the Management Activity API that polling needs: subscriptions, content lists and blobs.
 * @throws ManagementError with the AF codes of graph.md §3.2.
 */
export function answerManagement(method: string, url: URL, context: ManagementContext): SimulatedAnswer {
  const [, tenantId = "", path = ""] = feedPath.exec(url.pathname) ?? [];
  const { tenant, nowMs } = context;
  if (!guid.test(tenantId))
    throw new ManagementError(400, "AF20013", `The tenant ID passed in the URL (${tenantId}) is not a valid GUID.`);
  if (tenantId.toLowerCase() !== tenant.tenantId) {
    const message = `The tenant ID passed in the URL (${tenantId}) does not match the tenant ID passed in the access token (${tenant.tenantId}).`;
    throw new ManagementError(403, "AF20010", message);
  }
  tenant.advance(nowMs);
  if (method === "GET" && path === "subscriptions/list") return listSubscriptions(tenant);
  if (method === "GET" && path.startsWith("audit/")) return fetchBlob(decodeURIComponent(path.slice(6)), context);
  const contentType = readContentType(url);
  if (method === "POST" && path === "subscriptions/start") return start(contentType, context);
  if (method === "POST" && path === "subscriptions/stop") {
    tenant.subscriptions.stop(contentType, nowMs);
    return textAnswer(200, "");
  }
  if (method === "GET" && path === "subscriptions/content") return listContent(contentType, url, context);
  throw new ManagementError(404, "AF10000", `There is no operation ${method} ${path}.`);
}

function readContentType(url: URL): ContentType {
  const text = url.searchParams.get("contentType");
  if (text === null) throw new ManagementError(400, "AF20001", "Missing parameter: contentType.");
  if (isContentType(text)) return text;
  throw new ManagementError(400, "AF20020", "The specified content type is not valid.");
}

function listSubscriptions({ subscriptions }: SimulatedTenant): SimulatedAnswer {
  const present = contentTypes.filter((type) => subscriptions.state(type) !== "absent");
  const list = present.map((contentType) => ({ contentType, status: subscriptions.state(contentType), webhook: null }));
  return textAnswer(200, JSON.stringify(list));
}

function start(contentType: ContentType, { tenant, nowMs }: ManagementContext): SimulatedAnswer {
  if (tenant.subscriptions.state(contentType) === "enabled")
    throw new ManagementError(400, "AF20024", "The subscription is already enabled. No property change.");
  tenant.subscriptions.start(contentType, nowMs);
  return textAnswer(200, JSON.stringify({ contentType, status: "enabled", webhook: null }));
}

function requireSubscription(contentType: ContentType, { tenant, dice, nowMs }: ManagementContext): void {
  if (dice.falls("subscriptionDisabled", nowMs) && tenant.subscriptions.state(contentType) === "enabled")
    tenant.subscriptions.disable(contentType, dice.falls("lostWhileOff", nowMs) ? nowMs : undefined);
  const state = tenant.subscriptions.state(contentType);
  if (state === "absent")
    throw new ManagementError(400, "AF20022", "No subscription found for the specified content type.");
  if (state === "disabled")
    throw new ManagementError(403, "AF20023", "The subscription was disabled by a tenant admin.");
  tenant.subscriptions.served(contentType, nowMs);
}

function listContent(contentType: ContentType, url: URL, context: ManagementContext): SimulatedAnswer {
  requireSubscription(contentType, context);
  const { tenant, nowMs, pageSize, dice } = context;
  const { fromMs, toMs } = readWindow(url, nowMs);
  const nextPage = url.searchParams.get("nextPage");
  const { asOfMs, offset } = nextPage === null ? { asOfMs: nowMs, offset: 0 } : readNextPage(nextPage);
  if (nextPage !== null && dice.falls("invalidSkipToken", nowMs)) throw invalidNextPage();
  const offeredFrom = Math.max(fromMs, floorAt(contentType, tenant.licences, nowMs));
  const listed = tenant.blobs
    .listed(contentType, offeredFrom, toMs, asOfMs)
    .filter(({ createdMs }) => tenant.subscriptions.covers(contentType, createdMs));
  const isEmpty = dice.falls("emptyPage", nowMs);
  const size = dice.falls("shortPage", nowMs) ? 1 + dice.random.below(pageSize) : pageSize;
  const page = isEmpty ? [] : listed.slice(offset, offset + size);
  const end = offset + page.length;
  const descriptors = page.map((blob) => descriptor(blob, url, tenant.tenantId));
  const endsEarly = end < listed.length && !isEmpty && dice.falls("endsEarly", nowMs);
  if (endsEarly) withholdContent(listed.slice(end), context);
  const hasMore = (end < listed.length || isEmpty) && !endsEarly;
  const headers: Record<string, string> = hasMore ? { NextPageUri: nextPageUri(url, asOfMs, end) } : {};
  return textAnswer(200, JSON.stringify(descriptors), headers, descriptors.length);
}

/** Start and end as the API checks them: both or neither, at most 24 hours apart, at most 7 days back. */
function readWindow({ searchParams }: URL, nowMs: number): { fromMs: number; toMs: number } {
  const startTime = searchParams.get("startTime");
  const endTime = searchParams.get("endTime");
  if (startTime === null && endTime === null) return { fromMs: nowMs - day, toMs: nowMs };
  const isPlain = (text: string | null): boolean =>
    text !== null && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(text);
  const refusal = badWindow(String(startTime), String(endTime));
  if (!isPlain(startTime) || !isPlain(endTime)) throw refusal;
  const fromMs = odataTime(String(startTime));
  const toMs = odataTime(String(endTime));
  if (fromMs === undefined || toMs === undefined || toMs <= fromMs || toMs - fromMs > day) throw refusal;
  if (fromMs < nowMs - 7 * day) throw refusal;
  return { fromMs, toMs };
}

function descriptor(blob: Blob, { origin }: URL, tenantId: string): Record<string, string> {
  return {
    contentType: blob.contentType,
    contentId: blob.id,
    contentUri: `${origin}/api/v1.0/${tenantId}/activity/feed/audit/${blob.id}`,
    contentCreated: new Date(blob.createdMs).toISOString(),
    contentExpiration: new Date(expiryOf(blob)).toISOString(),
  };
}

function nextPageUri(url: URL, asOfMs: number, offset: number): string {
  const next = new URL(url);
  next.pathname = next.pathname.replace("/api/v1.0/", "/api/v1/");
  next.searchParams.set("nextPage", Buffer.from(`${asOfMs} ${offset}`).toString("base64url"));
  return next.href;
}

const invalidNextPage = (): ManagementError =>
  new ManagementError(400, "AF20031", "Invalid nextPage Input: the page is not valid any more.");

function readNextPage(text: string): { asOfMs: number; offset: number } {
  const [asOfMs, offset] = Buffer.from(text, "base64url").toString("utf8").split(" ").map(Number);
  if (asOfMs === undefined || offset === undefined || Number.isNaN(asOfMs + offset)) throw invalidNextPage();
  return { asOfMs, offset };
}

/** Takes note of what a list did not come to. */
function withholdContent(blobs: readonly Blob[], { withheld, nowMs }: ManagementContext): void {
  for (const { contentType: source, raws } of blobs)
    for (const raw of raws) withheld.add({ source, key: String((JSON.parse(raw) as JsonRecord)["Id"]), atMs: nowMs });
}

function fetchBlob(id: string, context: ManagementContext): SimulatedAnswer {
  const { tenant, dice, nowMs } = context;
  if (!/^\d+\$/.test(id)) throw new ManagementError(400, "AF20052", `Content ID ${id} in the URL is invalid.`);
  const blob = tenant.blobs.get(id);
  const isMissing = blob === undefined || blob.listedMs > nowMs || dice.falls("contentMissing", nowMs);
  if (isMissing) throw new ManagementError(404, "AF20050", `The specified content (${id}) does not exist.`);
  if (expiryOf(blob) <= nowMs) {
    const message = `Content requested with the key ${id} has already expired. Content older than 7 days cannot be retrieved.`;
    throw new ManagementError(400, "AF20051", message);
  }
  const raws = dice.falls("unordered", nowMs) ? dice.random.sample(blob.raws, blob.raws.length) : [...blob.raws];
  if (dice.falls("malformed", nowMs)) raws.push('{"Id":"malformed-1","CreationTime":"yesterday"}');
  return textAnswer(200, `[${raws.join(",")}]`, {}, raws.length);
}

/** What AF429 names when a request carries no publisher. */
export function publisherOf(url: URL): string {
  return url.searchParams.get("PublisherIdentifier") ?? zeroGuid;
}
