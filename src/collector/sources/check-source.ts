import { hourMs } from "../../base/time-units.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import type { ContentType, SourceCheck, SourceId } from "../../protocol/collector.ts";
import { sourcesOf } from "../clouds.ts";
import { CollectError } from "../collect-error.ts";
import { RefusedError } from "../microsoft/verdicts/refusal.ts";
import { auditSearchPath, auditSearchPurpose } from "./audit-search.ts";
import { feedRequest, feedTime, feedUrl, serverNow } from "./content-feed.ts";
import { doubted } from "./doubted-licence.ts";
import { graphQuery } from "./graph-query.ts";
import { graphSources } from "./graph-sources.ts";
import { purposeOf } from "./read-graph-window.ts";
import type { ReadContext } from "./read-window.ts";
import { isContentType, isGraphSource } from "./readers.ts";
import { enabledTypes } from "./subscribe.ts";

const works = "It can be read.";

type CheckContext = Pick<ReadContext, "microsoft" | "clock" | "signal">;

/**
 * Asks a source for one record, or a content type for a list, and says whether it can be read. Nothing is started or changed, and nothing is waited
 * for: being told to slow down is an answer.
 * @throws CancelledError; CollectError when the tenant could not be signed in to.
 */
export async function checkSource(source: SourceId, context: CheckContext): Promise<SourceCheck> {
  const about = { source, table: logSources[source].table };
  if (!sourcesOf(context.microsoft.cloud).includes(source)) {
    const detail = `This cloud does not offer ${source}.`;
    return { ...about, state: "not-offered", detail, nextStep: "Leave this source out." };
  }
  try {
    const detail = isContentType(source) ? await checkContent(source, context) : await checkGraph(source, context);
    return { ...about, state: "works", detail, nextStep: "" };
  } catch (error) {
    if (error instanceof RefusedError) {
      const { state, detail, nextStep } = error.refusal;
      return { ...about, state, detail, nextStep };
    }
    if (error instanceof CollectError && error.code !== "sign-in-failed") {
      const state = error.code === "unreachable" ? "unreachable" : "failed";
      return { ...about, state, detail: error.message, nextStep: "" };
    }
    throw error;
  }
}

async function checkGraph(source: Exclude<SourceId, ContentType>, context: CheckContext): Promise<string> {
  const { microsoft, signal } = context;
  const rest = { ...(signal && { signal }), list: true, quick: true, api: "graph", caller: source } as const;
  if (!isGraphSource(source)) {
    const url = `${auditSearchPath}?$top=1`;
    await microsoft.send({ ...rest, limit: "audit-search", purpose: auditSearchPurpose, url });
    return works;
  }
  const described = graphSources[source];
  const toMs = serverNow(context);
  const url = graphQuery(described, { fromMs: toMs - hourMs, toMs }, undefined, 1);
  try {
    await microsoft.send({ ...rest, limit: described.limit, purpose: purposeOf(described), url });
  } catch (error) {
    throw await doubted(error, described, context);
  }
  return works;
}

/** Whether a subscription runs, and if so whether its content may be listed, for that takes a permission of its own. */
async function checkContent(contentType: ContentType, context: CheckContext): Promise<string> {
  const { microsoft } = context;
  const ask = (path: string, query: Readonly<Record<string, string>>) =>
    microsoft.send({ ...feedRequest(contentType, feedUrl(microsoft.tenantId, path, query), context), quick: true });
  const { body } = await ask("subscriptions/list", {});
  if (!enabledTypes(body).includes(contentType))
    return "It can be read. Its subscription starts with the first collection; content comes within 12 hours.";
  const nowMs = serverNow(context);
  await ask("subscriptions/content", { contentType, startTime: feedTime(nowMs - hourMs), endTime: feedTime(nowMs) });
  return works;
}
