import { t } from "../../src/base/translated.ts";
import type { OfferedSource, TenantRun, TenantRunFailure } from "../../src/protocol/collector-page.ts";
import { slownessWords, timeLeftWords, windowWords } from "../../src/protocol/words/window-words.ts";
import { count, counted } from "../shared/amounts.ts";
import { sourceName } from "./source-name.ts";

type Offered = readonly OfferedSource[];

/** How far a running collection is: what is read now, the rows so far, and what is left. */
export function progressWords({ fetched, added, isShared, state }: TenantRun, offered: Offered): string {
  if (state.kind !== "running") return "";
  const rows = fetched === 0 ? [] : [counted(fetched, t("{0} row, {1} new"), t("{0} rows, {1} new"), count(added))];
  const { window } = state;
  if (window === undefined) return [...rows, isShared ? t("at another tenant now") : t("no answer yet")].join(" · ");
  const table = offered.find(({ source }) => source === window.source)?.tableTitle ?? window.source;
  const windows =
    window.remaining === 0 ? t("last windows") : counted(window.remaining, t("{0} window left"), t("{0} windows left"));
  const left = window.leftMs === undefined ? windows : `${windows}, ${timeLeftWords(window.leftMs)}`;
  const slow = slownessWords(window.source);
  return [`${table} ${windowWords(window)}`, ...(slow === undefined ? [] : [slow]), ...rows, left].join(" · ");
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
      return added === 1 || added === 0
        ? t(
            "Cancelled. {0} stays; the next collection reads on from there.",
            added === 0 ? t("What was merged") : counted(added, t("{0} new row"), t("{0} new rows")),
          )
        : t(
            "Cancelled. {0} stay; the next collection reads on from there.",
            added === 0 ? t("What was merged") : counted(added, t("{0} new row"), t("{0} new rows")),
          );
    case "ended": {
      const left =
        state.remaining > 0
          ? counted(
              state.remaining,
              t("{0} window left for the next collection"),
              t("{0} windows left for the next collection"),
            )
          : state.failures.length > 0
            ? undefined
            : isWhole
              ? t("nothing left to read")
              : t("all that was asked for was read");
      const rows =
        fetched === 0 && added === 0 ? t("No new rows") : counted(added, t("{0} new row"), t("{0} new rows"));
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
    `${source ? sourceName(source) : first.source}, ${windowWords(first)}: ${first.message}`,
    ...(others > 0 ? [counted(others, t("{0} more source failed."), t("{0} more sources failed."))] : []),
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
    if (was?.kind !== "running") return t("Collecting {0}.", name);
    if (state.isCancelling) return was.isCancelling ? undefined : t("Cancelling the collection of {0}.", name);
    const begins = waitingUntil(run, now) !== undefined && was.window?.waitingUntil === undefined;
    return begins ? t("Collecting {0}: waiting, as Microsoft asked.", name) : undefined;
  }
  if (was !== undefined && was.kind !== "running" && was.at === state.at) return undefined;
  const failed = state.kind === "ended" ? failureWords(state.failures, offered) : undefined;
  return `${name}: ${[endWords(run), ...(failed === undefined ? [] : [failed])].join(". ")}`;
}
