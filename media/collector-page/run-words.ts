import type { OfferedSource, TenantRun, TenantRunFailure } from "../../src/protocol/collector-page.ts";
import { stretchWords } from "../../src/protocol/words/stretch-words.ts";
import { count, counted } from "../shared/amounts.ts";
import { sourceName } from "./source-name.ts";

type Offered = readonly OfferedSource[];

/** How far a running collection is: what is read now, the rows so far, and what is left. */
export function progressWords({ fetched, added, isShared, state }: TenantRun, offered: Offered): string {
  if (state.kind !== "running") return "";
  const rows = fetched === 0 ? [] : [`${counted(fetched, "row")}, ${count(added)} new`];
  const { window } = state;
  if (window === undefined) return [...rows, isShared ? "at another tenant now" : "no answer yet"].join(" · ");
  const table = offered.find(({ source }) => source === window.source)?.tableTitle ?? window.source;
  const left = window.remaining === 0 ? "last windows" : `${counted(window.remaining, "window")} left`;
  return [`${table} ${stretchWords(window)}`, ...rows, left].join(" · ");
}

/**
 * When what keeps the collection waiting ends, as `16:40:12`; undefined when nothing does.
 *
 * @param now milliseconds since 1970.
 */
export function waitingUntil({ state }: TenantRun, now: number): string | undefined {
  const until = state.kind === "running" ? state.window?.waitingUntil : undefined;
  return until !== undefined && Date.parse(until) > now ? until.slice(11, 19) : undefined;
}

/** What a collection that is over came to, in one line. */
export function endWords({ fetched, added, isWhole, state }: TenantRun): string {
  switch (state.kind) {
    case "running":
      return "";
    case "failed":
      return state.message;
    case "cancelled":
      return `Cancelled. ${added === 0 ? "What was merged" : counted(added, "new row")} ${
        added === 1 || added === 0 ? "stays" : "stay"
      }; the next collection reads on from there.`;
    case "ended": {
      const left =
        state.remaining > 0
          ? `${counted(state.remaining, "window")} left for the next collection`
          : state.failures.length > 0
            ? undefined
            : isWhole
              ? "nothing left to read"
              : "all that was asked for was read";
      const rows = fetched === 0 && added === 0 ? "No new rows" : counted(added, "new row");
      return [rows, left].filter((part) => part !== undefined).join(" · ");
    }
  }
}

/** What failed in a collection: the first failure, and how many more sources did. */
export function failureWords(failures: readonly TenantRunFailure[], offered: Offered): string | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  const source = offered.find((each) => each.source === first.source);
  const others = new Set(failures.map((failure) => failure.source)).size - 1;
  return [
    `${source ? sourceName(source) : first.source}, ${stretchWords(first)}: ${first.message}`,
    ...(others > 0 ? [`${counted(others, "more source")} failed.`] : []),
  ].join(" ");
}

/**
 * What a screen reader is told when a collection stands otherwise than before: that it has begun, waits or has ended,
 * and none of its counts; undefined when there is nothing to tell.
 *
 * @param tenant its name, and now in milliseconds since 1970.
 */
export function runNews(
  run: TenantRun,
  before: TenantRun | undefined,
  tenant: { readonly name: string; readonly offered: Offered; readonly now: number },
): string | undefined {
  const { name, offered, now } = tenant;
  const { state } = run;
  const was = before?.state;
  if (state.kind === "running") {
    if (was?.kind !== "running") return `Collecting ${name}.`;
    if (state.isCancelling) return was.isCancelling ? undefined : `Cancelling the collection of ${name}.`;
    const begins = waitingUntil(run, now) !== undefined && was.window?.waitingUntil === undefined;
    return begins ? `Collecting ${name}: waiting, as Microsoft asked.` : undefined;
  }
  if (was !== undefined && was.kind !== "running" && was.at === state.at) return undefined;
  const failed = state.kind === "ended" ? failureWords(state.failures, offered) : undefined;
  return `${name}: ${[endWords(run), ...(failed === undefined ? [] : [failed])].join(". ")}`;
}
