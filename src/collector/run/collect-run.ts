import { logSources } from "../../lake/collecting/log-sources.ts";
import { floorOf } from "../../lake/collecting/retention.ts";
import { floorMarginMs } from "../../lake/collecting/settling.ts";
import type { Segment } from "../../lake/ledger/coverage.ts";
import type { LedgerState } from "../../lake/ledger/ledger-state.ts";
import type { CollectOutcome, SourceId, TenantSettings } from "../../protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { CollectOptions, CollectParts } from "../collect.ts";
import { CollectError } from "../collect-error.ts";
import type { LimitName } from "../microsoft/microsoft.ts";
import { nextWindowMs } from "../plan/window-length.ts";
import type { WindowEnd } from "../sources/read-window.ts";
import { limitOf, readerOf } from "../sources/readers.ts";
import type { PlannedWindow } from "../window.ts";
import { Committer } from "./committer.ts";
import { Densities } from "./densities.ts";
import { OpenWindow } from "./open-window.ts";
import { Patience } from "./patience.ts";
import { askedSources, isAsked, planRun } from "./plan-run.ts";
import { afterContent, afterFailure, failureOf, noLongerOffered } from "./remedies.ts";
import { RowTaker } from "./row-taker.ts";
import { shorterLength } from "./shorter-length.ts";
import { Stop } from "./stop.ts";
import { Tallies } from "./tallies.ts";
import { WindowQueue } from "./window-queue.ts";

/** How many windows of a limit are read at once: an answer takes longer than the limit asks to wait. */
const lanes: Readonly<Record<LimitName, number>> = { reports: 4, risk: 2, management: 3, "audit-search": 1 };

/** After so long what is due is planned again, so that new events do not wait for old ones. */
const planAgainAfterMs = 5 * 60_000;

/** A clock that is wrong by more is mentioned. */
const tolerableClockErrorMs = 60_000;

/** One run of the collector over one tenant. */
export class CollectRun {
  readonly #parts: CollectParts;
  readonly #options: CollectOptions;
  readonly #stop: Stop;
  readonly #committer: Committer;
  readonly #rows: RowTaker;
  readonly #tallies = new Tallies();
  readonly #densities = new Densities();
  readonly #lengths = new Map<SourceId, number>();
  readonly #skipped = new Set<SourceId>();
  /** Windows of skipped sources that were not asked for. */
  readonly #unread = new Map<SourceId, number>();
  readonly #givenUp: PlannedWindow[] = [];
  /** What Microsoft did not give of windows that were read to their end; in this run it would not either. */
  readonly #withheld: PlannedWindow[] = [];
  readonly #patience = new Patience();
  readonly #reported = { requests: 0, throttledMs: 0 };
  #settings: TenantSettings;
  #states = new Map<TableName, LedgerState>();
  #queue = new WindowQueue([]);
  #plannedMs = 0;
  /** The window that was begun last, or that moved on last. */
  #newest: OpenWindow | undefined;

  constructor(parts: CollectParts, options: CollectOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#settings = parts.settings;
    this.#stop = new Stop(parts.clock, options.signal, options.request.maxMinutes);
    this.#committer = new Committer(parts.lake, {
      expectedRowsPerDay: (table) => this.#expectedRowsPerDay(table),
      onCommit: (table, counts, ended) => {
        this.#tallies.merged(table, counts.values());
        this.#tallies.covered(table, ended.length);
        const [last] = ended;
        if (last !== undefined) this.#report(last);
      },
      onUnmerged: ({ window }, reason) => this.#giveUp(window, new TenantTrailError("broken-slice", reason)),
      onFailure: (error) => this.#stop.failed(error),
    });
    this.#rows = new RowTaker(parts.lake, this.#committer, this.#tallies, this.#densities);
  }

  /** @throws CancelledError, with everything merged that was fetched; TenantTrailError when nothing could be read. */
  async go(): Promise<CollectOutcome> {
    const leave = this.#parts.microsoft.whenHeldBack(() => {
      if (this.#newest !== undefined) this.#report(this.#newest);
    });
    try {
      while (!this.#stop.stopped && (await this.#pass()));
    } catch (error) {
      // That its time is over is no reason to keep back what it came to.
      if (!this.#stop.stopped || !(error instanceof CancelledError)) throw error;
    } finally {
      leave();
      this.#stop.end();
      await this.#committer.drain();
    }
    this.#stop.throwIfFailed();
    if (this.#options.signal?.aborted) throw new CancelledError();
    const sources = askedSources(this.#settings, this.#options.request);
    const remaining = (table: TableName): number =>
      sources
        .filter((source) => logSources[source].table === table)
        .reduce((sum, source) => sum + this.#queue.waiting(source) + this.#leftOut(source), 0);
    const tables = sources.map((source) => logSources[source].table);
    return this.#tallies.outcome(tables, remaining, this.#parts.microsoft.usage());
  }

  /** Plans and reads what is due; answers whether there was anything, so that another look is worth it. */
  async #pass(): Promise<boolean> {
    const { request } = this.#options;
    const sources = askedSources(this.#settings, request).filter((source) => !this.#skipped.has(source));
    for (const table of new Set(sources.map((source) => logSources[source].table)))
      this.#states.set(table, await this.#parts.lake.state(table, this.#stop.signal));
    this.#plannedMs = this.#parts.clock.now();
    const due = planRun({
      ...{ sources, request, settings: this.#settings, states: this.#states },
      ...{ nowMs: this.#serverNow(), lengths: this.#lengths, densities: this.#densities },
      givenUp: [...this.#givenUp, ...this.#withheld],
    });
    this.#queue = new WindowQueue(due);
    if (due.length === 0) return false;
    const limits = [...new Set(sources.map(limitOf))];
    await Promise.all(
      limits.flatMap((limit) => {
        const own = sources.filter((source) => limitOf(source) === limit);
        return Array.from({ length: lanes[limit] }, () => this.#lane(own));
      }),
    );
    await this.#committer.drain();
    // What was asked for is planned whatever was read, so once is enough.
    return !isAsked(request);
  }

  async #lane(sources: readonly SourceId[]): Promise<void> {
    const asked = isAsked(this.#options.request);
    while (!this.#stop.stopped) {
      if (!asked && this.#parts.clock.now() - this.#plannedMs > planAgainAfterMs) return;
      const window = this.#queue.take(sources, (source) => this.#lengths.get(source) ?? Number.POSITIVE_INFINITY);
      if (window === undefined) return;
      try {
        await this.#read(window);
      } catch (error) {
        this.#stop.failed(error);
      }
    }
  }

  async #read(window: PlannedWindow): Promise<void> {
    const { microsoft, clock } = this.#parts;
    const { filter } = this.#options.request;
    const source = logSources[window.source];
    const open = new OpenWindow(source, window, this.#settings.tenantId, clock.now(), this.#serverNow());
    this.#report(open);
    const context = { microsoft, clock, signal: this.#stop.signal, ...(filter && { filter }) };
    try {
      const reader = readerOf(window.source)(window, context);
      let step = await reader.next();
      while (step.done !== true) {
        this.#patience.answered(window.source);
        await this.#rows.take(open, step.value, this.#covered(window.source));
        this.#report(open);
        const shorterMs = open.pages === 1 ? shorterLength(open) : undefined;
        if (shorterMs !== undefined) {
          await reader.return({ missing: [] });
          this.#lengths.set(window.source, shorterMs);
          this.#queue.putBack(window);
          return;
        }
        await this.#committer.room();
        step = await reader.next();
      }
      await this.#ended(open, step.value);
    } catch (error) {
      if (this.#stop.stopped || error instanceof CancelledError) {
        this.#queue.putBack(window);
        return;
      }
      if (!(error instanceof CollectError)) throw error;
      await this.#failed(window, error);
    }
  }

  async #ended(open: OpenWindow, { missing: withheld, warnings = [] }: WindowEnd): Promise<void> {
    const { clock, microsoft } = this.#parts;
    for (const warning of warnings) this.#tallies.warn(warning);
    await this.#saveTenant(afterContent(open.window, withheld, this.#settings, this.#serverNow()));
    this.#withheld.push(...withheld.map((stretch) => ({ ...open.window, ...stretch })));
    const missing = [...withheld, ...noLongerOffered(open, this.#settings)];
    const endedMs = clock.now();
    this.#densities.learn(open, true);
    const result = { rows: open.fetched, pages: open.pages, elapsedMs: endedMs - open.startedMs, failed: false };
    const length = this.#lengths.get(open.window.source);
    if (length !== undefined) this.#lengths.set(open.window.source, nextWindowMs(length, result));
    const usage = microsoft.usage();
    const cost = {
      requests: usage.requests - this.#reported.requests,
      throttledMs: Math.round(usage.throttledMs - this.#reported.throttledMs),
    };
    Object.assign(this.#reported, { requests: usage.requests, throttledMs: usage.throttledMs });
    this.#checkClock();
    // A filtered read adds rows and covers nothing.
    if (this.#options.request.filter === undefined) this.#committer.end({ open, missing, cost, endedMs });
    else this.#tallies.covered(open.source.table, 1);
  }

  async #failed(window: PlannedWindow, error: CollectError): Promise<void> {
    const length = this.#lengths.get(window.source) ?? window.toMs - window.fromMs;
    const isLast = this.#patience.isLastAttempt(window);
    const next = afterFailure(window, error, isLast, this.#settings, this.#serverNow());
    await this.#saveTenant(next.settings);
    if (error.remedy.kind === "clamp")
      this.#queue.clamp(
        window.source,
        Math.ceil(floorOf(window.source, this.#settings, this.#serverNow()) + floorMarginMs),
      );
    if (next.halve === true)
      this.#lengths.set(window.source, nextWindowMs(length, { rows: 0, pages: 0, elapsedMs: 0, failed: true }));
    const isHopeless = this.#patience.isHopeless(window.source, error);
    if (next.retry !== undefined && !isHopeless) return this.#queue.putBack(next.retry);
    if (next.clamped === true) return;
    this.#giveUp(window, error);
    if (next.skipSource === true || isHopeless || this.#patience.isOutOfReach(window.source, error))
      this.#skip(window.source);
    if (next.stopTenant === true) this.#stop.failed(error);
  }

  async #saveTenant(settings: TenantSettings | undefined): Promise<void> {
    if (settings === undefined) return;
    this.#settings = settings;
    await this.#parts.lake.saveTenant(settings);
  }

  #skip(source: SourceId): void {
    this.#skipped.add(source);
    this.#unread.set(source, (this.#unread.get(source) ?? 0) + this.#queue.waiting(source));
    this.#queue.drop(source);
  }

  #giveUp(window: PlannedWindow, error: TenantTrailError): void {
    const failure = failureOf(window, error, this.#settings.tenantId);
    this.#givenUp.push(window);
    this.#tallies.failed(failure);
    const at = new Date(this.#serverNow()).toISOString();
    this.#committer.fail(logSources[window.source].table, { ...failure, at });
  }

  #leftOut(source: SourceId): number {
    return this.#givenUp.filter((window) => window.source === source).length + (this.#unread.get(source) ?? 0);
  }

  #covered(source: SourceId): readonly Segment[] {
    const coverage = this.#states.get(logSources[source].table)?.coverage;
    return coverage?.get(`${this.#settings.tenantId} ${source}`) ?? [];
  }

  #expectedRowsPerDay(table: TableName): number {
    return this.#settings.sources
      .filter((source) => logSources[source].table === table)
      .reduce((sum, source) => sum + this.#densities.rowsPerDay(source), 0);
  }

  #serverNow(): number {
    return this.#parts.clock.now() - this.#parts.microsoft.clockError();
  }

  #checkClock(): void {
    const strange = this.#parts.microsoft.strangeDate();
    if (strange !== undefined)
      this.#tallies.warn(
        `Some of Microsoft's answers, or those of a proxy, say that it is ${strange.slice(0, 10)}. This computer's clock ` +
          "was used; if it is the clock that is wrong, set it right.",
      );
    const error = this.#parts.microsoft.clockError();
    if (Math.abs(error) <= tolerableClockErrorMs) return;
    const minutes = Math.round(Math.abs(error) / 60_000);
    this.#tallies.warn(
      `This computer's clock is ${minutes} minutes ${error > 0 ? "ahead of" : "behind"} Microsoft's. ` +
        "Microsoft's time was used; set the clock right.",
    );
  }

  #report(open: OpenWindow): void {
    this.#newest = open;
    const { fetched, added, windows } = this.#tallies.total();
    const { source, table } = { source: open.window.source, table: open.source.table };
    const waitingUntil = this.#parts.microsoft.waitingUntil();
    this.#options.onProgress?.({
      ...{ tenantId: this.#settings.tenantId, table, source, fetched, added, windows },
      from: new Date(open.window.fromMs).toISOString(),
      to: new Date(open.window.toMs).toISOString(),
      requests: this.#parts.microsoft.usage().requests,
      remaining: this.#queue.waiting(),
      ...(waitingUntil !== undefined && { waitingUntil }),
    });
  }
}
