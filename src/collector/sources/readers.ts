import { type ContentType, contentTypes, type SourceId } from "../../protocol/collector.ts";
import { sourcesOf } from "../clouds.ts";
import type { LimitName } from "../microsoft/microsoft.ts";
import { type Refusal, RefusedError } from "../microsoft/verdicts/refusal.ts";
import { readAuditSearch } from "./audit-search.ts";
import { type GraphSourceId, graphSources } from "./graph-sources.ts";
import { riskyStatesReader } from "./history/read-risky-states.ts";
import { contentReader } from "./read-content-window.ts";
import { graphReader } from "./read-graph-window.ts";
import type { ReadWindow } from "./read-window.ts";

/** Reads a window of a source. A source that the tenant's cloud does not have fails before anything is sent. */
export function readerOf(source: SourceId): ReadWindow {
  const read = anyReader(source);
  return async function* readOffered(window, context) {
    if (!sourcesOf(context.microsoft.cloud).includes(source)) throw new RefusedError(notOfferedHere(source));
    return yield* read(window, context);
  };
}

/** The limit that a source's requests count against. */
export function limitOf(source: SourceId): LimitName {
  if (isContentType(source)) return "management";
  return isGraphSource(source) ? graphSources[source].limit : "audit-search";
}

export function isContentType(source: SourceId): source is ContentType {
  return contentTypes.some((contentType) => contentType === source);
}

export function isGraphSource(source: SourceId): source is GraphSourceId {
  return source in graphSources;
}

function anyReader(source: SourceId): ReadWindow {
  if (isContentType(source)) return contentReader(source);
  if (!isGraphSource(source)) return readAuditSearch;
  const described = graphSources[source];
  return described.history === undefined ? graphReader(described) : riskyStatesReader(described, described.history);
}

function notOfferedHere(source: SourceId): Refusal {
  return {
    code: "collect-failed",
    state: "not-offered",
    remedy: { kind: "skip-source" },
    detail: `This cloud does not offer ${source}.`,
    nextStep: "Leave this source out.",
  };
}

/** Records of a full answer; content blobs and audit search do not say, and hold some hundreds. */
export function pageRowsOf(source: SourceId): number {
  return isGraphSource(source) ? graphSources[source].top : 200;
}
