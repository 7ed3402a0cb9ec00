import { logSources } from "../../lake/collecting/log-sources.ts";
import type { Range, Segment } from "../../lake/ledger/coverage.ts";
import { CancelledError, type TenantTrailError } from "../../protocol/errors.ts";
import { CollectError } from "../collect-error.ts";
import { endlessPages } from "../sources/page-links.ts";
import type { WindowEnd } from "../sources/read-window.ts";
import { readerOf } from "../sources/readers.ts";
import type { TenantMemory } from "../sources/tenant-memory.ts";
import type { PlannedWindow } from "../window.ts";
import { afterFailure, afterReading, belowFloor, failureOf, withoutSubscription } from "./after-failure.ts";
import { Patience } from "./attempt-limits.ts";
import { type CollectOptions, type CollectParts, serverNow } from "./collect-parts.ts";
import type { Committer } from "./committer.ts";
import type { PlanningPasses } from "./due/planning-passes.ts";
import { FailingRecordSearch } from "./failing-record.ts";
import { OpenWindow } from "./open-window.ts";
import { provenReach } from "./proven-reach.ts";
import type { RowTaker } from "./row-taker.ts";
import type { RunReport } from "./run-report.ts";
import { shorterLength } from "./shorter-length.ts";
import type { Stop } from "./stop.ts";
import type { Tallies } from "./tallies.ts";

/** What a reading works with, beside its run's parts. */
export interface ReadingParts {
  readonly parts: CollectParts;
  readonly options: CollectOptions;
  readonly passes: PlanningPasses;
  readonly committer: Committer;
  readonly rows: RowTaker;
  readonly tallies: Tallies;
  readonly report: RunReport;
  readonly stop: Stop;
}

/** Reads windows, each from its first page to its last, and decides what happens to those that fail. */
export class WindowReading {
  readonly #of: ReadingParts;
  readonly #patience = new Patience();
  readonly #memory: TenantMemory;
  readonly #failingRecord = new FailingRecordSearch();

  constructor(of: ReadingParts) {
    this.#of = of;
    const { parts, passes } = of;
    this.#memory = {
      takeSearch: () => parts.lake.takeSearch(passes.settings.tenantId, serverNow(parts)),
      unsubscribed: (source) => passes.settings.unsubscribed?.[source] ?? [],
      keepUnsubscribed: (source, stretch) => passes.keepUnsubscribed(source, stretch),
      readMs: (source) => newestRead(passes.covered(source)),
    };
  }

  /** Reads a window; one that is not read to its end is put back or given up. @throws what is no `CollectError`. */
  async read(window: PlannedWindow): Promise<void> {
    const { passes, stop } = this.#of;
    try {
      await this.#readPages(window);
    } catch (error) {
      if (stop.stopped || error instanceof CancelledError) return passes.putBack(window);
      if (!(error instanceof CollectError)) throw error;
      await this.#failed(window, error);
    }
  }

  /** The window is left to the next run, and the ledger says why. */
  giveUp(window: PlannedWindow, error: TenantTrailError): void {
    const { parts, passes, tallies, committer } = this.#of;
    const failure = failureOf(window, error, passes.settings.tenantId);
    passes.giveUp(window);
    tallies.failed(failure);
    const at = new Date(serverNow(parts)).toISOString();
    committer.fail(logSources[window.source].table, { ...failure, at });
  }

  /** A window lacked rows that other reads had shown: it is read once more, and then left to a later run. */
  doubted({ window, lacked }: OpenWindow): void {
    const { passes, tallies } = this.#of;
    if (window.alone !== true) {
      passes.readAgain({ ...window, alone: true });
      return;
    }
    passes.leaveAlone([window]);
    const [from, to] = [window.fromMs, window.toMs].map((ms) => new Date(ms).toISOString());
    tallies.warn(
      `Microsoft's list of ${window.source} from ${from} to ${to} lacked ${lacked} ${lacked === 1 ? "row" : "rows"} that ` +
        "it had shown before. It does not count as read, and is asked for again in a later run.",
    );
  }

  async #readPages(window: PlannedWindow): Promise<void> {
    const { parts, options, passes, rows, report, committer, stop } = this.#of;
    const { microsoft, clock } = parts;
    const { filter } = options.request;
    const source = logSources[window.source];
    const open = new OpenWindow(source, window, passes.settings.tenantId, clock.now(), serverNow(parts));
    report.movedOn(open);
    const polledMs = passes.polledMs(window.source);
    const context = {
      microsoft,
      clock,
      memory: this.#memory,
      ...(polledMs !== undefined && { polledMs }),
      signal: stop.signal,
      ...(filter && { filter }),
    };
    const reader = readerOf(window.source)(window, context);
    let step = await reader.next();
    while (step.done !== true) {
      this.#patience.answered(window.source, step.value.isEmptyWithNext);
      this.#failingRecord.answered(window.source);
      if (this.#patience.isEndless(window.source)) {
        await reader.return({ missing: [] });
        throw endlessPages(window.source);
      }
      await rows.take(open, step.value, passes.covered(window.source));
      report.movedOn(open);
      const shorterMs = open.pages === 1 ? shorterLength(open, parts.sizes) : undefined;
      if (shorterMs !== undefined) {
        await reader.return({ missing: [] });
        passes.useLength(window.source, shorterMs);
        return passes.putBack(window);
      }
      await committer.room();
      step = await reader.next();
    }
    await this.#ended(open, step.value);
  }

  async #ended(open: OpenWindow, { missing: withheld, warnings = [] }: WindowEnd): Promise<void> {
    const { parts, options, passes, tallies, report, committer } = this.#of;
    for (const warning of warnings) tallies.warn(warning);
    this.#patience.ended(open.window.source);
    await passes.saveTenant(afterReading(open.window, open.earliestMs, passes.settings, serverNow(parts)));
    await passes.saveTenant(provenReach(open.window, open.fetched, passes.settings, serverNow(parts)));
    // By what is known now: a later window may lift the floor under which this one was answered with silence.
    const missing = [...withheld, ...belowFloor(open, passes.settings)];
    passes.leaveAlone(missing.map((stretch) => ({ ...open.window, ...stretch })));
    const endedMs = parts.clock.now();
    passes.densities.learn(open, true);
    const elapsedMs = endedMs - open.startedMs;
    passes.learnLength(open.window, { rows: open.fetched, pages: open.pages, elapsedMs, failed: false });
    const cost = report.costSinceLast();
    report.checkClock();
    // A filtered read adds rows and covers nothing.
    if (options.request.filter === undefined) return committer.end({ open, missing, cost, endedMs });
    tallies.covered(open.source.table, 1);
    this.#leaveOut(open);
  }

  /**
   * What windows that were read to their ends could not offer without a subscription; it is not asked for again in this
   * run. It is looked up when they are about to be told, because another run may have started a subscription since this
   * one began.
   */
  async notOffered(ended: readonly OpenWindow[]): Promise<ReadonlyMap<OpenWindow, readonly Range[]>> {
    if (ended.some(({ source }) => source.axis === "contentCreated")) await this.#of.passes.learnUnsubscribed();
    return new Map(ended.map((open) => [open, this.#leaveOut(open)]));
  }

  #leaveOut(open: OpenWindow): readonly Range[] {
    const { passes } = this.#of;
    const stretches = withoutSubscription(open, passes.settings);
    passes.leaveAlone(stretches.map((stretch) => ({ ...open.window, ...stretch })));
    return stretches;
  }

  /** Microsoft fails to answer a window, and shorter ones are not asked for. */
  #giveUpUnanswered(window: PlannedWindow, error: CollectError): void {
    this.giveUp(window, error);
    if (this.#patience.isUnanswered(window.source)) this.#of.passes.skip(window.source);
  }

  async #failed(window: PlannedWindow, error: CollectError): Promise<void> {
    const { parts, passes, stop } = this.#of;
    const narrowed = this.#failingRecord.next(window, error);
    if (narrowed?.kind === "again") return passes.putBack(window);
    if (narrowed?.kind === "halves") return passes.putAlone(narrowed.halves);
    if (narrowed?.kind === "give-up") return this.#giveUpUnanswered(window, error);
    const isLast = this.#patience.isLastAttempt(window, error);
    const next = afterFailure(window, error, isLast, passes.settings, serverNow(parts));
    await passes.saveTenant(next.settings);
    if (error.remedy.kind === "clamp") passes.clamp(window.source);
    if (next.halve === true) passes.learnLength(window, { rows: 0, pages: 0, elapsedMs: 0, failed: true });
    const isHopeless =
      this.#patience.isHopeless(window.source, error) || this.#patience.isBelieved(window.source, error);
    if (next.retry !== undefined && !isHopeless)
      return next.later === true ? passes.putLast(next.retry) : passes.putBack(next.retry);
    if (next.clamped === true) return;
    this.giveUp(window, error);
    if (next.skipSource === true || isHopeless || this.#patience.isOutOfReach(window.source, error))
      passes.skip(window.source);
    if (this.#patience.isEndless(window.source)) passes.skip(window.source);
    if (next.stopTenant === true) stop.failed(error);
  }
}

/** When the newest of these was read, to the hour; undefined when nothing was. */
function newestRead(segments: readonly Segment[]): number | undefined {
  const newest = segments.reduce((latest, { readMs }) => Math.max(latest, readMs), Number.NEGATIVE_INFINITY);
  return Number.isFinite(newest) ? newest : undefined;
}
