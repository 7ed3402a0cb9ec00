import { isRecord, type JsonRecord } from "../../../../src/base/json-record.ts";
import { Random } from "../../../../src/sample-tenant/random.ts";
import { jsonAnswer, type SimulatedAnswer, type SimulatedRequest, textAnswer } from "../answer.ts";
import { isOfferedAt, type Offer } from "../tenant/offer.ts";
import { GraphError, invalidSkipToken } from "./graph-error.ts";
import type { ListContext } from "./list-context.ts";
import { odataTime } from "./odata-time.ts";

/** `POST /security/auditLog/queries`, `GET …/{id}`, `GET …/{id}/records`. */
export const searchPath = /^\/security\/auditLog\/queries(?:\/([^/]+)(\/records)?)?$/;

interface Search {
  readonly id: string;
  readonly displayName: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly filters: JsonRecord;
  readonly startedMs: number;
  readonly endsMs: number;
  readonly isFailing: boolean;
}

const minute = 60_000;
const stream = 106;
/** The limit of records that the reference names (auditLogQuery, `recordCountLimit`, since September 2026). */
export const searchLimit = 1_000_000;

/**
 * The asynchronous audit search of Microsoft Graph: a query is made, runs for minutes, and its records are read. One
 * that finds more than the limit succeeds, with the first of them; only its own fields say so.
 */
export class AuditSearches {
  readonly starts: number[] = [];
  readonly #searches = new Map<string, Search>();
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = Random.of(seed, 2, 0, stream);
  }

  /** @throws GraphError 400 for a bad query, 404 for one that there is none of. */
  answer({ method, url, body }: SimulatedRequest, path: string, context: ListContext): SimulatedAnswer {
    const [, id, records] = searchPath.exec(path) ?? [];
    if (id === undefined) {
      if (method === "POST") return jsonAnswer(201, this.#shown(this.#create(body, context), context));
      const all = [...this.#searches.values()].map((search) => this.#shown(search, context));
      return jsonAnswer(200, { value: all });
    }
    const search = this.#searches.get(decodeURIComponent(id));
    if (search === undefined) throw new GraphError(404, "NotFound", "The audit log query was not found.");
    if (records === undefined) return jsonAnswer(200, this.#shown(search, context));
    if (stateOf(search, context.nowMs) !== "succeeded")
      throw new GraphError(400, "BadRequest", "The audit log query has not completed.");
    return recordsPage(search, url, context);
  }

  #create(body: string, context: ListContext): Search {
    const given: unknown = body === "" ? undefined : JSON.parse(body);
    if (!isRecord(given)) throw new GraphError(400, "BadRequest", "The request body is missing.");
    const fromMs = odataTime(String(given["filterStartDateTime"]));
    const toMs = odataTime(String(given["filterEndDateTime"]));
    if (fromMs === undefined || toMs === undefined || toMs <= fromMs)
      throw new GraphError(400, "BadRequest", "filterStartDateTime must be before filterEndDateTime.");
    const { nowMs, dice } = context;
    const search = {
      id: this.#random.uuid(),
      displayName: String(given["displayName"] ?? ""),
      fromMs,
      toMs,
      filters: given,
      startedMs: nowMs,
      endsMs: nowMs + this.#random.between(minute / 2, 6 * minute),
    };
    const found = matching({ ...search, isFailing: false }, context);
    const isPoisoned = found.some(({ key }) => dice.isMarked("poison", key));
    const made = { ...search, isFailing: isPoisoned || dice.falls("searchFailed", nowMs) };
    this.#searches.set(made.id, made);
    this.starts.push(nowMs);
    return made;
  }

  #shown(search: Search, context: ListContext): JsonRecord {
    const status = stateOf(search, context.nowMs);
    const found = status === "succeeded" ? matching(search, context).length : null;
    return {
      "@odata.type": "#microsoft.graph.security.auditLogQuery",
      id: search.id,
      displayName: search.displayName,
      filterStartDateTime: new Date(search.fromMs).toISOString(),
      filterEndDateTime: new Date(search.toMs).toISOString(),
      status,
      isRecordCountLimitExceeded: found === null ? null : found > context.mostSearched,
      recordCountLimit: context.mostSearched,
      approximateReturnedRecordCount: found === null ? null : Math.min(found, context.mostSearched),
    };
  }
}

function stateOf(search: Search, nowMs: number): "notStarted" | "running" | "succeeded" | "failed" {
  if (nowMs >= search.endsMs) return search.isFailing ? "failed" : "succeeded";
  return nowMs - search.startedMs < 5_000 ? "notStarted" : "running";
}

/** What the search finds; it sees what was there when it was made. */
function matching(search: Search, { tenant, nowMs }: ListContext): Offer[] {
  tenant.advance(nowMs);
  const fromMs = Math.max(search.fromMs, tenant.floor("auditLogQuery", nowMs));
  const offers = [...tenant.index("auditLogQuery").between(fromMs, search.toMs)];
  return offers.filter((offer) => isOfferedAt(offer, search.startedMs) && passes(search.filters, offer));
}

function passes(filters: JsonRecord, { raw }: Offer): boolean {
  const lists: readonly (readonly [string, string])[] = [
    ["userPrincipalNameFilters", "UserId"],
    ["ipAddressFilters", "ClientIP"],
    ["operationFilters", "Operation"],
  ];
  const active = lists.flatMap(([name, property]) => {
    const list = filters[name];
    return Array.isArray(list) && list.length > 0
      ? [{ property, list: list.map((item) => String(item).toLowerCase()) }]
      : [];
  });
  if (active.length === 0) return true;
  const record = JSON.parse(raw) as JsonRecord;
  return active.every(({ property, list }) => list.includes(String(record[property]).toLowerCase()));
}

function recordsPage(search: Search, url: URL, context: ListContext): SimulatedAnswer {
  const { dice, withheld, nowMs } = context;
  const top = Math.min(Number(url.searchParams.get("$top") ?? 150), 999, context.mostRows);
  const token = url.searchParams.get("$skiptoken");
  const start = token === null ? 0 : Number(token);
  if (!Number.isInteger(start) || (token !== null && dice.falls("invalidSkipToken", nowMs)))
    throw invalidSkipToken(false);
  const found = matching(search, context).slice(0, context.mostSearched);
  const page = found.slice(start, start + top);
  // The same search gives other counts when it is repeated (collecting.md §3: UAL Graph API).
  const shown = page.filter(({ source, key }) => {
    if (!dice.falls("withheld", nowMs)) return true;
    withheld.add({ source, key, atMs: nowMs });
    return false;
  });
  const next = new URL(url);
  next.searchParams.set("$skiptoken", String(start + top));
  const hasMore = start + top < found.length;
  const endsEarly = hasMore && dice.falls("endsEarly", nowMs);
  if (endsEarly) for (const { source, key } of found.slice(start + top)) withheld.add({ source, key, atMs: nowMs });
  const link = hasMore && !endsEarly ? `"@odata.nextLink":${JSON.stringify(next.href)},` : "";
  return textAnswer(200, `{${link}"value":[${shown.map(searchRecord).join(",")}]}`, {}, shown.length);
}

/** Graph's envelope around the audit record of the Management Activity API's shape. */
function searchRecord({ raw }: Offer): string {
  const data = JSON.parse(raw) as JsonRecord;
  const envelope = {
    id: data["Id"],
    createdDateTime: `${String(data["CreationTime"])}Z`,
    auditLogRecordType: String(data["RecordType"]),
    operation: data["Operation"],
    organizationId: data["OrganizationId"],
    userType: "Regular",
    userId: data["UserId"],
    service: data["Workload"],
    objectId: data["ObjectId"] ?? "",
    userPrincipalName: data["UserId"],
    clientIp: data["ClientIP"] ?? "",
    administrativeUnits: [""],
  };
  return `${JSON.stringify(envelope).slice(0, -1)},"auditData":${raw}}`;
}
