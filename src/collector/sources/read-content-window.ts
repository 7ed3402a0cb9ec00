import { dayMs, minuteMs } from "../../base/time-units.ts";
import type { ContentType } from "../../protocol/collector.ts";
import { parseEventTime } from "../../tables/shapes/event-time.ts";
import { CollectError } from "../collect-error.ts";
import type { ApiAnswer, ApiRequest } from "../microsoft/microsoft.ts";
import { contentReachMs } from "../microsoft/verdicts/management-verdicts.ts";
import { isRefusedFor } from "../microsoft/verdicts/refusal.ts";
import { activityNarrowings } from "./activity-filters.ts";
import { feedRequest, feedTime, feedUrl, serverNow, withPublisher } from "./content-feed.ts";
import { inOrder } from "./in-order.ts";
import { narrowed } from "./matches-filter.ts";
import { isEmptyWithNext, PageLinks } from "./page-links.ts";
import type { Page, ReadContext, ReadWindow, WindowEnd } from "./read-window.ts";
import { withRestart } from "./restart.ts";
import { subscribe } from "./subscribe.ts";

const second = 1_000;

/** The slack keeps a stretch that was clamped a moment ago acceptable. */
const clampSlackMs = 4 * minuteMs;

/** Blobs of one list that are fetched at once. */
const blobsAtOnce = 6;

/** A blob as it is listed. */
interface Content {
  readonly uri: string;
  readonly createdMs: number;
}

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

interface Findings {
  readonly missing: Stretch[];
  readonly warnings: string[];
}

/** The reader of a content type of the Management Activity API, whose axis is the time at which a blob was made. */
export function contentReader(contentType: ContentType): ReadWindow {
  return async function* readContentWindow(window, context): AsyncGenerator<Page, WindowEnd> {
    await subscribe(contentType, context);
    const { fromMs, toMs } = window;
    requireOffered(contentType, fromMs, serverNow(context));
    const found: Findings = { missing: [], warnings: [] };
    for (const stretch of stretches(fromMs, toMs))
      yield* withRestart(() => readStretch(contentType, stretch, context, found));
    return found;
  };
}

/** @throws CollectError when the stretch begins before what the API still has. */
function requireOffered(contentType: ContentType, fromMs: number, nowMs: number): void {
  const floorMs = nowMs - contentReachMs;
  if (fromMs >= floorMs - clampSlackMs) return;
  const floor = new Date(floorMs).toISOString();
  const sentence = `The Management Activity API gives ${contentType} content only since ${floor}; audit search goes further back.`;
  throw new CollectError("collect-failed", sentence, { kind: "clamp", floorMs });
}

/** The API wants whole seconds and at most 24 hours at a time. */
function stretches(fromMs: number, toMs: number): Stretch[] {
  const end = Math.ceil(toMs / second) * second;
  const pieces = [];
  for (let start = Math.floor(fromMs / second) * second; start < end; start += dayMs)
    pieces.push({ fromMs: start, toMs: Math.min(start + dayMs, end) });
  return pieces;
}

async function* readStretch(
  contentType: ContentType,
  stretch: Stretch,
  context: ReadContext,
  found: Findings,
): AsyncGenerator<Page, void> {
  const { microsoft, signal } = context;
  const query = { contentType, startTime: feedTime(stretch.fromMs), endTime: feedTime(stretch.toMs) };
  const first = feedUrl(microsoft.tenantId, "subscriptions/content", query);
  const links = new PageLinks(`${contentType} content`, first);
  let url: string | undefined = first;
  while (url !== undefined) {
    const answer: ApiAnswer = await listContent(contentType, url, stretch.fromMs, context);
    const contents = contentsOf(contentType, answer);
    const next = answer.headers.get("nextpageuri") ?? answer.headers.get("nextpageurl");
    yield {
      records: [],
      isEmptyWithNext: isEmptyWithNext(contents, next),
      observedMs: answer.observedMs,
      ref: answer.requestId,
    };
    const read = (content: Content, stop: AbortSignal) =>
      readBlob(contentType, content, stretch, { ...context, signal: stop }, found);
    for await (const page of inOrder(contents, blobsAtOnce, read, signal)) if (page !== undefined) yield page;
    const link = links.follow(
      next,
      contents.map(({ uri }) => uri),
    );
    url = link === undefined ? undefined : withPublisher(link, microsoft.tenantId);
  }
}

/** Lists a page of content; a subscription that was lost meanwhile is started again. */
async function listContent(contentType: ContentType, url: string, fromMs: number, context: ReadContext) {
  const request = feedRequest(contentType, url, context, fromMs);
  try {
    return await send(contentType, request, context);
  } catch (error) {
    if (!isRefusedFor(error, "no-subscription")) throw error;
    context.microsoft.subscriptions.noteDisabled(contentType);
    await subscribe(contentType, context);
    return await send(contentType, request, context);
  }
}

async function send(contentType: ContentType, request: ApiRequest, { microsoft }: ReadContext): Promise<ApiAnswer> {
  const answer = await microsoft.send(request);
  microsoft.subscriptions.noteEnabled(contentType, answer.observedMs);
  return answer;
}

function contentsOf(contentType: ContentType, answer: ApiAnswer): Content[] {
  return (answer.body.elements ?? []).map(({ record }) => {
    const { contentUri, contentCreated } = record ?? {};
    const created = typeof contentCreated === "string" ? parseEventTime(contentCreated) : undefined;
    if (typeof contentUri !== "string" || created === undefined)
      throw new CollectError(
        "collect-failed",
        `Microsoft listed ${contentType} content without its address or time. The list is read again.`,
        { kind: "again" },
      );
    return { uri: contentUri, createdMs: created.ms };
  });
}

async function readBlob(
  contentType: ContentType,
  content: Content,
  stretch: Stretch,
  context: ReadContext,
  found: Findings,
): Promise<Page | undefined> {
  const { microsoft, filter } = context;
  const { createdMs } = content;
  try {
    const url = withPublisher(content.uri, microsoft.tenantId);
    const { body, observedMs, requestId } = await microsoft.send(feedRequest(contentType, url, context));
    const records = (body.elements ?? []).map(({ raw, record }) => ({ raw, record, axisMs: createdMs }));
    // A blob leads nowhere.
    return {
      records: narrowed(records, activityNarrowings, filter),
      isEmptyWithNext: false,
      observedMs,
      ref: requestId,
    };
  } catch (error) {
    const isMissing = isRefusedFor(error, "content-missing");
    if (!isMissing && !isRefusedFor(error, "content-expired")) throw error;
    const isInside = createdMs >= stretch.fromMs && createdMs < stretch.toMs;
    // What was listed for a stretch that it does not lie in is missing from all of it: its own time is another window's.
    found.missing.push(isInside ? { fromMs: createdMs, toMs: createdMs + 1 } : stretch);
    const what = isMissing ? "could not be found" : "had expired";
    found.warnings.push(`${contentType} content of ${new Date(createdMs).toISOString()} was listed but ${what}.`);
    return undefined;
  }
}
