import { nonEmptyText } from "../../base/json-record.ts";
import { logSources } from "../../lake/collecting/log-sources.ts";
import { parseEventTime } from "../../tables/shapes/event-time.ts";
import type { ApiAnswer, ApiRequest, Purpose } from "../microsoft/microsoft.ts";
import type { Window } from "../window.ts";
import { doubted } from "./doubted-licence.ts";
import { graphQuery } from "./graph-query.ts";
import type { GraphSource } from "./graph-source.ts";
import { conditionsFor, narrowed } from "./matches-filter.ts";
import { isEmptyWithNext, PageLinks } from "./page-links.ts";
import type { FetchedRecord, Page, ReadContext, ReadWindow } from "./read-window.ts";
import { withRestart } from "./restart.ts";

/** The reader of a collection of Microsoft Graph: one loop for all of them. */
export function graphReader(source: GraphSource): ReadWindow {
  return async function* readGraphWindow(window, context) {
    for (const condition of conditionsFor(source.narrowings, context.filter))
      yield* withRestart(() => readPages(source, window, condition, context));
    return { missing: [] };
  };
}

async function* readPages(
  source: GraphSource,
  window: Window,
  condition: string | undefined,
  context: ReadContext,
): AsyncGenerator<Page, void> {
  const first = graphQuery(source, window, condition);
  const links = new PageLinks(source.label, first);
  let url: string | undefined = first;
  while (url !== undefined) {
    const answer: ApiAnswer = await ask(source, url, window.fromMs, context);
    const records = recordsOf(source, answer);
    const next = answer.body.members["@odata.nextLink"];
    yield {
      records: narrowed(records, source.narrowings, context.filter),
      isEmptyWithNext: isEmptyWithNext(records, next),
      observedMs: answer.observedMs,
      ref: answer.requestId,
    };
    url = links.follow(next, namesOf(records));
  }
}

async function ask(source: GraphSource, url: string, fromMs: number, context: ReadContext): Promise<ApiAnswer> {
  const request: ApiRequest = {
    api: "graph",
    limit: source.limit,
    url,
    list: true,
    caller: source.id,
    purpose: purposeOf(source, fromMs),
    ...(context.signal && { signal: context.signal }),
  };
  try {
    return await context.microsoft.send(request);
  } catch (error) {
    throw await doubted(error, source, context);
  }
}

/** What tells records of one list apart: their ids, for those that have one. */
export function namesOf(records: readonly FetchedRecord[]): readonly string[] {
  return records.map(({ raw, record }) => nonEmptyText(record?.["id"]) ?? raw);
}

/** What its requests are for. */
export function purposeOf(source: GraphSource, fromMs?: number): Purpose {
  const { label, permission, licence } = source;
  return { label, permission, ...(licence !== undefined && { licence }), ...(fromMs !== undefined && { fromMs }) };
}

/** The records of an answer, each with its place on the source's axis. */
export function recordsOf(source: GraphSource, answer: ApiAnswer): FetchedRecord[] {
  const onAxis = logSources[source.id].axis !== "eventTime";
  return (answer.body.elements ?? []).map(({ raw, record }) => {
    const time = onAxis ? record?.[source.time] : undefined;
    return { raw, record, axisMs: typeof time === "string" ? (parseEventTime(time)?.ms ?? null) : null };
  });
}
