import type { JsonBody } from "../microsoft/body/json-body.ts";
import { isRefusedFor } from "../microsoft/verdicts/refusal.ts";
import { type ContentType, feedRequest, feedUrl, serverNow } from "./content-feed.ts";
import type { ReadContext } from "./read-window.ts";

/**
 * Sees to it that a content type is subscribed to: looked up once for a run, started when it is absent or disabled,
 * and not more often than the API allows.
 * @throws CollectError, CancelledError.
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
  for (const enabled of enabledTypes(answer.body)) subscriptions.noteEnabled(enabled);
  if (subscriptions.isEnabled(contentType)) return;
  await start(contentType, context);
}

/** The content types of a list of subscriptions that run. */
export function enabledTypes(body: JsonBody): readonly string[] {
  return (body.elements ?? []).flatMap(({ record }) => {
    const { contentType, status } = record ?? {};
    // The status is missing in Microsoft's own sample.
    const isEnabled = typeof status !== "string" || status.toLowerCase() !== "disabled";
    return typeof contentType === "string" && isEnabled ? [contentType] : [];
  });
}

async function start(contentType: ContentType, context: ReadContext): Promise<void> {
  const { microsoft } = context;
  const nowMs = serverNow(context);
  if (!microsoft.subscriptions.takeStart(contentType, nowMs)) return;
  const { list: _, ...request } = feedRequest(
    contentType,
    feedUrl(microsoft.tenantId, "subscriptions/start", { contentType }),
    context,
  );
  try {
    await microsoft.send({ ...request, method: "POST" });
    microsoft.subscriptions.noteStarted(contentType, nowMs);
  } catch (error) {
    if (!isRefusedFor(error, "already-subscribed")) throw error;
    microsoft.subscriptions.noteEnabled(contentType);
  }
}
