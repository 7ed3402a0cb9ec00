import { logSources } from "../../lake/log-sources.ts";
import type { SourceCheck, SourceId } from "../../protocol/collector.ts";
import { sourcesOf } from "../clouds.ts";
import { CollectError } from "../collect-error.ts";
import type { ApiRequest } from "../microsoft/microsoft.ts";
import { RefusedError } from "../microsoft/refusal.ts";
import { auditSearchPath, auditSearchPurpose } from "./audit-search.ts";
import { feedRequest, feedUrl, serverNow } from "./content-feed.ts";
import { graphQuery } from "./graph-query.ts";
import { graphSources } from "./graph-sources.ts";
import { purposeOf } from "./read-graph-window.ts";
import type { ReadContext } from "./read-window.ts";
import { isContentType, isGraphSource } from "./readers.ts";

const hour = 3_600_000;

type CheckContext = Pick<ReadContext, "microsoft" | "clock" | "signal">;

/**
 * Asks a source for one record and says whether it can be read. Nothing is started or changed, and nothing is waited
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
    await context.microsoft.send({ ...checkRequest(source, context), quick: true });
    return { ...about, state: "works", detail: "It can be read.", nextStep: "" };
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

function checkRequest(source: SourceId, context: CheckContext): ApiRequest {
  const { microsoft, signal } = context;
  if (isContentType(source)) return feedRequest(source, feedUrl(microsoft.tenantId, "subscriptions/list", {}), context);
  const nowMs = serverNow(context);
  const window = { fromMs: nowMs - hour, toMs: nowMs };
  const rest = { ...(signal && { signal }), list: true, api: "graph" } as const;
  if (!isGraphSource(source))
    return { ...rest, limit: "audit-search", purpose: auditSearchPurpose, url: `${auditSearchPath}?$top=1` };
  const described = graphSources[source];
  return {
    ...{ ...rest, limit: described.limit, purpose: purposeOf(described), caller: source },
    url: graphQuery(described, window, undefined, 1),
  };
}
