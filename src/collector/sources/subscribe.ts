import { dayMs } from "../../base/time-units.ts";
import { longestStartMs } from "../../lake/collecting/unsubscribed.ts";
import type { ContentType } from "../../protocol/collector.ts";
import { CollectError } from "../collect-error.ts";
import type { JsonBody } from "../microsoft/body/json-body.ts";
import { isRefusedFor } from "../microsoft/verdicts/refusal.ts";
import { feedRequest, feedUrl, serverNow } from "./content-feed.ts";
import type { ReadContext } from "./read-window.ts";

/** So far back content is offered at most. */
const contentKeptMs = 7 * dayMs;

/**
 * Sees to it that a content type is subscribed to: looked up once for a run, started when it is absent or disabled,
 * and not more often than the API allows. Content of the time in which no subscription ran never exists, and lists say
 * nothing of that: so the lake is told of that time before a start is asked for, and of its end afterwards.
 * @throws CollectError, CancelledError; TenantTrailError when the lake cannot be written, and then nothing was started.
 */
export async function subscribe(contentType: ContentType, context: ReadContext): Promise<void> {
  const { subscriptions } = context.microsoft;
  if (subscriptions.isEnabled(contentType)) return;
  await subscriptions.shared(contentType, () => findOrStart(contentType, context));
}

async function findOrStart(contentType: ContentType, context: ReadContext): Promise<void> {
  const { microsoft } = context;
  const { subscriptions, tenantId } = microsoft;
  const answer = await microsoft.send(feedRequest(contentType, feedUrl(tenantId, "subscriptions/list", {}), context));
  const enabled = enabledTypes(answer.body);
  if (!enabled.includes(contentType)) return start(contentType, context);
  await endTried(contentType, context);
  for (const type of enabled) if (type === contentType) subscriptions.noteEnabled(type, answer.observedMs);
}

/** The content types of a list of subscriptions that run. */
export function enabledTypes(body: JsonBody): readonly string[] {
  return (body.elements ?? []).flatMap(({ record }) => {
    const { contentType, status } = record ?? {};
    return typeof contentType === "string" && isEnabled(status) ? [contentType] : [];
  });
}

/** The status is missing in Microsoft's own sample. */
function isEnabled(status: unknown): boolean {
  return typeof status !== "string" || status.toLowerCase() !== "disabled";
}

/** Lists of a subscription that does not run are empty, and would count as read. */
function notStarted(contentType: ContentType): CollectError {
  const sentence = `Microsoft answered that the subscription to ${contentType} content is disabled although it was just started. It is started again in the next run.`;
  return new CollectError("collect-failed", sentence, { kind: "skip-source" });
}

/** The subscription runs, and an earlier start got no answer. As far as is known, it began with that start. */
async function endTried(contentType: ContentType, { memory }: ReadContext): Promise<void> {
  const tried = memory.unsubscribed(contentType).find((stretch) => stretch.tried);
  if (tried === undefined) return;
  const toMs = Date.parse(tried.to) + longestStartMs;
  await memory.keepUnsubscribed(contentType, { from: sinceKnown(tried.from, toMs), to: iso(toMs) });
}

async function start(contentType: ContentType, context: ReadContext): Promise<void> {
  const { microsoft, memory } = context;
  const { subscriptions, tenantId } = microsoft;
  if (!subscriptions.takeStart(contentType, serverNow(context))) return;
  const from = iso(Math.max(subscriptions.seenMs(contentType) ?? 0, memory.readMs(contentType) ?? 0));
  const url = feedUrl(tenantId, "subscriptions/start", { contentType });
  const { list: _, ...request } = feedRequest(contentType, url, context);
  const beforeSending = (): Promise<void> =>
    memory.keepUnsubscribed(contentType, { from, to: wholeSecond(serverNow(context)), tried: true });
  try {
    const { observedMs, body } = await microsoft.send({ ...request, method: "POST", beforeSending });
    if (!isEnabled(body.members["status"])) throw notStarted(contentType);
    await memory.keepUnsubscribed(contentType, { from, to: wholeSecond(observedMs) });
  } catch (error) {
    if (!isRefusedFor(error, "already-subscribed")) throw error;
    // It was started by an attempt of ours whose answer was lost, or by somebody else, at an unknown time.
    const nowMs = serverNow(context);
    await memory.keepUnsubscribed(contentType, { from: sinceKnown(from, nowMs), to: iso(nowMs) });
  }
  subscriptions.noteEnabled(contentType, serverNow(context));
}

/** Where it is not certain that none ran before, what may be offered from then is asked for, and counts for nothing. */
function sinceKnown(from: string, toMs: number): string {
  return iso(Math.max(Date.parse(from), toMs - contentKeptMs));
}

/** Content is asked for by the second, and what is made in the rest of this one is asked for too. */
function wholeSecond(ms: number): string {
  return iso(Math.floor(ms / 1_000) * 1_000);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
