import { isRecord, nonEmptyText, parsedJson } from "../../base/json-record.ts";
import { memberText } from "../../base/json-text.ts";
import { minuteMs } from "../../base/time-units.ts";
import { searchesPerDay } from "../../lake/collecting/search-budget.ts";
import { withoutLoneSurrogates } from "../../tables/shapes/lone-surrogates.ts";
import { CollectError } from "../collect-error.ts";
import type { JsonElement } from "../microsoft/body/json-body.ts";
import type { ApiAnswer, ApiRequest, Purpose } from "../microsoft/microsoft.ts";
import { RefusedError, withRemedy } from "../microsoft/verdicts/refusal.ts";
import type { Window } from "../window.ts";
import { activityNarrowings } from "./activity-filters.ts";
import { narrowed, wantedValues } from "./matches-filter.ts";
import { isEmptyWithNext, PageLinks } from "./page-links.ts";
import type { FetchedRecord, Page, ReadContext, ReadWindow, WindowEnd } from "./read-window.ts";
import { withRestart } from "./restart.ts";
import { isCut, limitWords, type SearchLimit, searchLimitOf, tooManyWords } from "./search-limit-fields.ts";

export const auditSearchPath = "/v1.0/security/auditLog/queries";

export const auditSearchPurpose: Purpose = {
  label: "audit search results",
  permission: "AuditLogsQuery.Read.All",
};

/** A search that has not ended by then is made again for a shorter stretch. */
const longestSearchMs = 30 * minuteMs;
/** When the wait to start a search is longer, the day's searches are spent. */
const longestWaitMs = 15 * minuteMs;
const firstPauseMs = 2_000;
const longestPauseMs = minuteMs;
/** Shorter stretches are not searched: `halve` ends there. */
const shortestMs = 2_000;
/** The same search has given different counts (collecting.md §3), so at most this many are made until two agree. */
const mostReads = 4;

/** The reader of the unified audit log through Graph: a search that runs at Microsoft's end, until two of them agree. */
export const readAuditSearch: ReadWindow = async function* (window, context): AsyncGenerator<Page, WindowEnd> {
  const given = new Set<string>();
  let before: ReadonlySet<string> | undefined;
  for (let read = 1; read <= mostReads; read++) {
    const { ids, wasCut } = yield* searchOnce(window, context, given);
    // A second search would be cut in the same place, and agree with the first.
    if (wasCut) return { missing: [window], warnings: [tooManyWords(window, ids.size)] };
    if (before !== undefined && isSameSet(before, ids)) return { missing: [] };
    before = ids;
  }
  throw failed(`Microsoft's audit search gave another result each of ${mostReads} times.`);
};

/** What the pages of one search held. */
interface Seen {
  readonly ids: Set<string>;
  elements: number;
}

interface Found {
  readonly ids: ReadonlySet<string>;
  /** The search left records out, and the stretch is too short to be halved. */
  readonly wasCut: boolean;
}

/**
 * Searches once; gives the records that no search before has given, and answers with the ids of all.
 * @throws CollectError when there are more records than a search gives and a shorter stretch may have fewer.
 */
async function* searchOnce(window: Window, context: ReadContext, given: Set<string>): AsyncGenerator<Page, Found> {
  const ids = new Set<string>();
  try {
    const id = await startSearch(window, context);
    const limit = await waitForSearch(id, context);
    const mayHalve = window.toMs - window.fromMs > shortestMs;
    if (mayHalve && isCut(limit, 0)) throw failed(limitWords(limit));
    const seen: Seen = { ids, elements: 0 };
    yield* withRestart(() => readRecords(id, context, given, seen));
    // A record that is given twice counts twice towards the limit.
    const wasCut = isCut(limit, seen.elements);
    if (mayHalve && wasCut) throw failed(limitWords(limit));
    return { ids, wasCut };
  } catch (error) {
    // Searches fail because of their size or of one event in them (collecting.md §3).
    throw error instanceof RefusedError && error.remedy.kind === "again" ? withRemedy(error, { kind: "halve" }) : error;
  }
}

async function* readRecords(
  id: string,
  context: ReadContext,
  given: Set<string>,
  seen: Seen,
): AsyncGenerator<Page, void> {
  // After a restart the records come from the first again.
  seen.elements = 0;
  const first = `${auditSearchPath}/${encodeURIComponent(id)}/records`;
  const links = new PageLinks(auditSearchPurpose.label, first);
  let url: string | undefined = first;
  while (url !== undefined) {
    const answer: ApiAnswer = await context.microsoft.send({ ...request(url, context), list: true });
    const elements = answer.body.elements ?? [];
    seen.elements += elements.length;
    const records: FetchedRecord[] = [];
    const names: string[] = [];
    for (const element of elements) {
      const { key, fetched } = recordOf(element);
      names.push(key);
      seen.ids.add(key);
      if (!given.has(key)) records.push(fetched);
      given.add(key);
    }
    const next = answer.body.members["@odata.nextLink"];
    yield {
      records: narrowed(records, activityNarrowings, context.filter),
      isEmptyWithNext: isEmptyWithNext(elements, next),
      observedMs: answer.observedMs,
      ref: answer.requestId,
    };
    url = links.follow(next, names);
  }
}

function request(url: string, { signal }: Pick<ReadContext, "signal">): ApiRequest {
  return {
    api: "graph",
    limit: "audit-search",
    url,
    purpose: auditSearchPurpose,
    caller: "auditLogQuery",
    ...(signal && { signal }),
  };
}

async function startSearch(window: Window, context: ReadContext): Promise<string> {
  const body = JSON.stringify({
    displayName: `TenantTrail ${time(window.fromMs)}`,
    filterStartDateTime: time(window.fromMs),
    filterEndDateTime: time(window.toMs),
    ...filtersFor(context),
  });
  const beforeSending = (): Promise<void> => takeSearch(context);
  const asked = { ...request(auditSearchPath, context), method: "POST", body, beforeSending, longestWaitMs } as const;
  const answer = await context.microsoft.send(asked).catch((error: unknown) => {
    throw error instanceof RefusedError && error.code === "throttled" ? startsAreUsedUp(error) : error;
  });
  const id = nonEmptyText(answer.body.members["id"]);
  if (id === undefined) throw failed("Microsoft's audit search began without an id.");
  return id;
}

function startsAreUsedUp(cause: RefusedError): CollectError {
  const sentence =
    "Microsoft lets this tenant start no more audit searches for now: its apps and people have used up those of a day. " +
    "Collect the rest later, or search in Microsoft Purview, export there and import.";
  return new CollectError("throttled", sentence, { kind: "skip-source" }, cause);
}

/** Each attempt counts: a start whose answer was lost has started a search all the same. */
async function takeSearch({ memory }: ReadContext): Promise<void> {
  const freeMs = await memory.takeSearch();
  if (freeMs === undefined) return;
  const free = `${new Date(freeMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  throw new CollectError(
    "throttled",
    `The ${searchesPerDay} audit searches that TenantTrail starts for a tenant in 24 hours are used up; Microsoft allows ` +
      `at least 200, which all apps and people share. The next is free at ${free}: collect the rest then, or search in ` +
      "Microsoft Purview, export there and import.",
    { kind: "skip-source" },
  );
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** The API joins its filters by and, so only one kind of value can be asked for; the rest is compared in the records. */
function filtersFor({ filter }: ReadContext): Readonly<Record<string, readonly string[]>> {
  const users = wantedValues(filter, "users");
  const ipAddresses = wantedValues(filter, "ipAddresses");
  const apps = wantedValues(filter, "apps");
  const onlyNames = users.length > 0 && users.every((user) => user.includes("@"));
  if (onlyNames && ipAddresses.length + apps.length === 0) return { userPrincipalNameFilters: users };
  if (ipAddresses.length > 0 && users.length + apps.length === 0) return { ipAddressFilters: ipAddresses };
  return {};
}

async function waitForSearch(id: string, context: ReadContext): Promise<SearchLimit> {
  const { microsoft, clock, signal } = context;
  const untilMs = clock.now() + longestSearchMs;
  const url = `${auditSearchPath}/${encodeURIComponent(id)}`;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 1.5)) {
    await clock.sleep(pauseMs, signal);
    const { body } = await microsoft.send(request(url, context));
    const { status } = body.members;
    if (status === "succeeded") return searchLimitOf(body.members);
    if (status === "failed" || status === "cancelled") throw failed(`Microsoft's audit search ended as ${status}.`);
    if (clock.now() > untilMs) throw failed("Microsoft's audit search took more than 30 minutes.");
  }
}

function failed(sentence: string): CollectError {
  return new CollectError("collect-failed", `${sentence} A shorter stretch is searched.`, { kind: "halve" });
}

/** The unified audit record inside a search result: the text of `auditData`. */
function recordOf({ raw, record }: JsonElement): { readonly key: string; readonly fetched: FetchedRecord } {
  const data = record?.["auditData"];
  const embedded = typeof data === "string" ? withoutLoneSurrogates(data) : undefined;
  const inner = embedded === undefined ? data : parsedJson(embedded);
  if (!isRecord(inner)) return { key: raw, fetched: { raw, record, axisMs: null } };
  const text = embedded ?? memberText(raw, "auditData") ?? raw;
  return {
    key: nonEmptyText(inner["Id"]) ?? nonEmptyText(record?.["id"]) ?? raw,
    fetched: { raw: text, record: inner, axisMs: null },
  };
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((value) => other.has(value));
}
