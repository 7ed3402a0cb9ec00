import { CollectError } from "../../collect-error.ts";
import type { ApiAnswer } from "../../microsoft/microsoft.ts";
import { isRefusedFor } from "../../microsoft/verdicts/refusal.ts";
import type { GraphSource } from "../graph-source.ts";
import { isEmptyWithNext, PageLinks } from "../page-links.ts";
import { graphReader, purposeOf, recordsOf } from "../read-graph-window.ts";
import type { Page, ReadContext, ReadWindow, WindowEnd } from "../read-window.ts";
import { withRestart } from "../restart.ts";
import { type SeenState, statesToAsk } from "./states-to-ask.ts";

/** So many histories that fail say that none can be read at the moment. */
const mostFailures = 3;

/**
 * The reader of risky users and service principals: the states as they are, and then the states that stood between two
 * polls, from the histories of those that changed (Graph reference, List history of riskyUser and of
 * riskyServicePrincipal). Histories are read from beta, which says what brought a state about in more words. What a poll
 * shows is held with the item's record only while that says the same (design: Merging). A history that cannot be
 * read keeps no poll from counting.
 */
export function riskyStatesReader(source: GraphSource, historyPath: string): ReadWindow {
  const read = graphReader(source);
  return async function* readRiskyStates(window, context) {
    const seen: SeenState[] = [];
    const end = yield* noting(read(window, context), seen);
    const nowMs = context.clock.now() - context.microsoft.clockError();
    const { ids, leftOut } = statesToAsk(seen, { window, polledMs: context.polledMs, nowMs });
    const warnings = [...(end.warnings ?? [])];
    if (leftOut > 0) warnings.push(`The history of ${leftOut} ${source.label} that changed is left to later polls.`);
    warnings.push(...(yield* readHistories(source, historyPath, ids, context)));
    return { missing: end.missing, warnings };
  };
}

/** The pages as they are; takes note of the states in them. */
async function* noting(pages: AsyncGenerator<Page, WindowEnd>, seen: SeenState[]): AsyncGenerator<Page, WindowEnd> {
  try {
    for (;;) {
      const step = await pages.next();
      if (step.done === true) return step.value;
      for (const { record, axisMs } of step.value.records) {
        const id = record?.["id"];
        if (typeof id === "string" && id !== "") seen.push({ id, changedMs: axisMs });
      }
      yield step.value;
    }
  } finally {
    await pages.return({ missing: [] });
  }
}

async function* readHistories(
  source: GraphSource,
  historyPath: string,
  ids: readonly string[],
  context: ReadContext,
): AsyncGenerator<Page, readonly string[]> {
  let failures = 0;
  for (const id of ids) {
    const address = `${historyPath}/${encodeURIComponent(id)}/history`;
    try {
      yield* withRestart(() => readHistory(source, address, context));
    } catch (error) {
      // Whoever was removed since the poll has no history any more.
      if (isRefusedFor(error, "not-found")) continue;
      if (!(error instanceof CollectError) || error.remedy.kind === "stop-tenant") throw error;
      failures += 1;
      if (failures < mostFailures) continue;
      return [`The histories of ${source.label} could not all be read, and are left to later polls. ${error.message}`];
    }
  }
  return failures === 0
    ? []
    : [`${failures} histories of ${source.label} could not be read, and are left to later polls.`];
}

async function* readHistory(source: GraphSource, address: string, context: ReadContext): AsyncGenerator<Page, void> {
  const links = new PageLinks(source.label, address);
  let url: string | undefined = address;
  while (url !== undefined) {
    const answer: ApiAnswer = await context.microsoft.send({
      api: "graph",
      limit: source.limit,
      url,
      list: true,
      caller: source.id,
      purpose: purposeOf(source),
      ...(context.signal && { signal: context.signal }),
    });
    const records = recordsOf(source, answer);
    const next = answer.body.members["@odata.nextLink"];
    yield {
      records,
      isEmptyWithNext: isEmptyWithNext(records, next),
      observedMs: answer.observedMs,
      ref: answer.requestId,
      rowSource: "graph-beta",
    };
    url = links.follow(
      next,
      records.map(({ raw }) => raw),
    );
  }
}
