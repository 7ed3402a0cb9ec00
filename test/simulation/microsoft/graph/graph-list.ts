import { isRecord, type JsonRecord } from "../../../../src/base/json-record.ts";
import type { SourceId } from "../../../../src/protocol/collector.ts";
import { type SimulatedAnswer, textAnswer } from "../answer.ts";
import type { Dice } from "../moods/moods.ts";
import { disturbed } from "../moods/page-moods.ts";
import { isLicensed, licenceAt } from "../tenant/licence.ts";
import { isOfferedAt, type Offer } from "../tenant/offer.ts";
import type { Position } from "../tenant/offer-index.ts";
import type { SimulatedTenant } from "../tenant/tenant.ts";
import type { GraphCollection } from "./graph-collections.ts";
import { GraphError, invalidFilter, invalidSkipToken, noPremiumLicence, unreadable } from "./graph-error.ts";
import { type GraphQuery, readQuery } from "./graph-query.ts";
import type { ListContext } from "./list-context.ts";
import { type Filter, matches } from "./odata-filter.ts";
import { type PageToken, writePageToken } from "./page-token.ts";
import { shaped } from "./shaped.ts";

/** The end of JavaScript's calendar, which a token can carry and Infinity cannot. */
const latest = 8.64e15;
const day = 86_400_000;
const settledMs = 12 * 3_600_000;

/**
 * One page of a collection, newest first unless asked otherwise, with the address of the next.
 * @throws GraphError as graph.md §2.4 lists them.
 */
export function listPage(collection: GraphCollection, url: URL, context: ListContext): SimulatedAnswer {
  const { tenant, dice, nowMs } = context;
  tenant.advance(nowMs);
  const [first] = collection.sources;
  const period = licenceAt(tenant.licences, nowMs);
  const isRefused = dice.falls("licenceError", nowMs) || isInLicenceSpell(dice, nowMs);
  if (first === undefined || !isLicensed(first, period) || isRefused) throw refusal(collection);
  const query = readQuery(collection, url.searchParams);
  refuseTooOld(collection, first, query, context);
  if (query.token !== undefined && dice.falls("invalidSkipToken", nowMs))
    throw invalidSkipToken(dice.random.chance(0.5));
  const isLive = query.token === undefined ? dice.falls("liveCursor", nowMs) : query.token.snapshotMs === null;
  // A record that moves on its axis while it is paged through would be passed by, so those are read as of the start.
  const isFixed = collection.limit === "risk" || !isLive;
  const snapshotMs = isFixed ? (query.token?.snapshotMs ?? nowMs) : null;
  const most = Math.min(query.top, context.mostRows);
  const size = dice.falls("shortPage", nowMs) ? 1 + dice.random.below(most) : most;
  const isEmpty = dice.falls("emptyPage", nowMs);
  const { offers, hasMore } = gather(query, snapshotMs ?? nowMs, size, context);
  if (!isEmpty && offers.some(({ key }) => dice.isMarked("poison", key))) throw unreadable();
  const endsEarly = hasMore && !isEmpty && dice.falls("endsEarly", nowMs);
  const last = offers.at(-1);
  const start = query.token?.after ?? beginning(query);
  const after = isEmpty ? start : hasMore && !endsEarly ? last : undefined;
  if (endsEarly) withholdRest(query, snapshotMs ?? nowMs, size, context);
  const token: PageToken | undefined =
    after === undefined
      ? undefined
      : { snapshotMs, after: { axisMs: after.axisMs, key: after.key }, madeMs: nowMs, top: query.top };
  const rows = isEmpty ? [] : withoutWithheld(offers, context).map((offer) => shaped(offer, context));
  const values = disturbed(rows, collection, query, context);
  const link = token === undefined ? undefined : nextLink(url, token, context);
  return textAnswer(200, pageText(collection, context.version, values, link, url), {}, values.length);
}

const spellMs = 6 * 3_600_000;

/** Nine of ten requests of some hours are refused, as users of licensed tenants report. */
function isInLicenceSpell(dice: Dice, nowMs: number): boolean {
  return dice.isSpell("licenceSpell", spellMs, nowMs) && dice.random.chance(0.9);
}

/** Takes note of what a list did not come to. */
function withholdRest(query: GraphQuery, visibleMs: number, size: number, context: ListContext): void {
  const { offers } = gather(query, visibleMs, Number.MAX_SAFE_INTEGER, context);
  for (const { source, key } of offers.slice(size)) context.withheld.add({ source, key, atMs: context.nowMs });
}

function refusal(collection: GraphCollection): GraphError {
  if (collection.limit === "reports") return noPremiumLicence();
  return new GraphError(403, "Forbidden", "Your tenant is not licensed for this feature.");
}

/** Microsoft's two ways to refuse a lower bound that is too old (graph.md §2.4). */
function refuseTooOld(
  { oldestFilter }: GraphCollection,
  source: SourceId,
  { lowMs }: GraphQuery,
  { tenant, nowMs }: ListContext,
): void {
  if (lowMs === Number.NEGATIVE_INFINITY || oldestFilter === undefined) return;
  if (oldestFilter === "90 days") {
    if (lowMs < nowMs - 90 * day) throw invalidFilter();
    return;
  }
  const oldest = Math.floor(tenant.floor(source, nowMs) / day) * day;
  if (lowMs >= oldest) return;
  const date = new Date(oldest);
  const text = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()} 12:00:00 AM`;
  const parameter = `Minimum allowed time for activityDateTime is ${text}`;
  const message = `Specified argument was out of the range of valid values. (Parameter '${parameter}')`;
  throw new GraphError(400, "BadRequest", message);
}

/** Records of a page in order, and whether others follow. */
function gather(
  query: GraphQuery,
  visibleMs: number,
  size: number,
  { tenant, nowMs }: ListContext,
): { offers: Offer[]; hasMore: boolean } {
  const found = query.sources.flatMap((source) => {
    const floorMs = tenant.floor(source, nowMs);
    // Risky sign-ins are kept for longer than others.
    const riskyMs = source.startsWith("signIns.") ? tenant.floor("signIns.risky", nowMs) : floorMs;
    const lowMs = Math.max(query.lowMs, Math.min(floorMs, riskyMs));
    return firstOf(tenant, source, { ...query, lowMs }, visibleMs, size + 1, floorMs);
  });
  const sign = query.isDescending ? -1 : 1;
  if (query.sources.length > 1)
    found.sort((a, b) => sign * (a.axisMs - b.axisMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
  return { offers: found.slice(0, size), hasMore: found.length > size };
}

function firstOf(
  tenant: SimulatedTenant,
  source: SourceId,
  query: GraphQuery,
  visibleMs: number,
  most: number,
  floorMs: number,
): Offer[] {
  const { isDescending, lowMs, highMs, rest } = query;
  const index = tenant.index(source);
  const start = query.token?.after ?? beginning(query);
  const found: Offer[] = [];
  for (const offer of index.from(start, isDescending)) {
    if (isDescending ? offer.axisMs < lowMs : offer.axisMs > highMs) break;
    if (offer.axisMs > highMs || offer.axisMs < lowMs || !isOfferedAt(offer, visibleMs)) continue;
    if (offer.axisMs < floorMs && !isRisky(offer)) continue;
    if (rest !== undefined && !passes(rest, offer)) continue;
    found.push(offer);
    if (found.length === most) break;
  }
  return found;
}

/** Before the first record of a query, in its direction. */
function beginning({ isDescending, lowMs, highMs }: GraphQuery): Position {
  return isDescending
    ? { axisMs: Math.min(highMs, latest), key: "\uffff" }
    : { axisMs: Math.max(lowMs, -latest), key: "" };
}

function passes(filter: Filter, { raw }: Offer): boolean {
  const record: unknown = JSON.parse(raw);
  return isRecord(record) && matches(filter, record);
}

function isRisky({ raw }: Offer): boolean {
  const state = (JSON.parse(raw) as JsonRecord)["riskState"];
  return typeof state === "string" && state !== "none";
}

function withoutWithheld(offers: readonly Offer[], { dice, withheld, nowMs }: ListContext): readonly Offer[] {
  if (dice.probability("withheld", nowMs) === 0) return offers;
  return offers.filter((offer) => {
    if (nowMs - offer.sinceMs > settledMs || !dice.falls("withheld", nowMs)) return true;
    withheld.add({ source: offer.source, key: offer.key, atMs: nowMs });
    return false;
  });
}

/** The whole address of the next page: all options of this one, and the token in place of the old one. */
function nextLink(url: URL, token: PageToken, { dice, nowMs }: ListContext): string {
  if (dice.falls("repeatedLink", nowMs) && url.searchParams.has("$skiptoken")) return url.href;
  const next = new URL(url);
  next.searchParams.set("$skiptoken", writePageToken(token));
  return next.href;
}

function pageText(
  { path }: GraphCollection,
  version: string,
  rows: readonly string[],
  link: string | undefined,
  url: URL,
): string {
  const context = `"@odata.context":${JSON.stringify(`${url.origin}/${version}/$metadata#${path.slice(1)}`)}`;
  const next = link === undefined ? "" : `,"@odata.nextLink":${JSON.stringify(link)}`;
  return `{${context}${next},"value":[${rows.join(",")}]}`;
}
