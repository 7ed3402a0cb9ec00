import { isRefusedFor } from "../microsoft/refusal.ts";
import { type ContentType, feedRequest, feedUrl, serverNow } from "./content-feed.ts";
import type { ReadContext } from "./read-window.ts";

/**
 * Sees to it that a content type is subscribed to: looked up once for a run, started when it is absent or disabled,
 * and not more often than the API allows.
 * @throws CollectError, CancelledError.
 */
export async function subscribe(contentType: ContentType, context: ReadContext): Promise<void> {
  const { microsoft } = context;
  const { subscriptions, tenantId } = microsoft;
  if (subscriptions.isEnabled(contentType)) return;
  const answer = await microsoft.send(feedRequest(contentType, feedUrl(tenantId, "subscriptions/list", {}), context));
  for (const { record } of answer.body.elements ?? []) {
    // The status is missing in Microsoft's own sample.
    const isEnabled = typeof record?.["status"] !== "string" || record["status"].toLowerCase() !== "disabled";
    if (typeof record?.["contentType"] === "string" && isEnabled) subscriptions.noteEnabled(record["contentType"]);
  }
  if (subscriptions.isEnabled(contentType)) return;
  await start(contentType, context);
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
