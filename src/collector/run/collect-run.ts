import { logSources } from "../../lake/collecting/log-sources.ts";
import type { CollectOutcome, SourceId } from "../../protocol/collector.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { LimitName } from "../microsoft/microsoft.ts";
import { type CollectOptions, type CollectParts, usualSizes } from "./collect-parts.ts";
import { Committer } from "./committer.ts";
import { askedSources } from "./due/plan-run.ts";
import { PlanningPasses } from "./due/planning-passes.ts";
import { RowTaker } from "./row-taker.ts";
import { RunReport } from "./run-report.ts";
import { Stop } from "./stop.ts";
import { Tallies } from "./tallies.ts";
import { WindowReading } from "./window-reading.ts";

/** How many windows of a limit are read at once: an answer takes longer than the limit asks to wait. */
const lanes: Readonly<Record<LimitName, number>> = { reports: 4, risk: 2, management: 3, "audit-search": 1 };

/** One run of the collector over one tenant. */
export class CollectRun {
  readonly #parts: CollectParts;
  readonly #options: CollectOptions;
  readonly #stop: Stop;
  readonly #committer: Committer;
  readonly #passes: PlanningPasses;
  readonly #reading: WindowReading;
  readonly #report: RunReport;
  readonly #tallies = new Tallies();

  constructor(parts: CollectParts, options: CollectOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#stop = new Stop(parts.clock, options.signal, options.request.maxMinutes);
    this.#passes = new PlanningPasses(parts, options);
    this.#report = new RunReport(parts, options, this.#tallies, () => this.#passes.waiting);
    const { batchSize } = parts.sizes ?? usualSizes;
    this.#committer = new Committer(parts.lake, {
      batchSize,
      expectedRowsPerDay: (table) => this.#passes.expectedRowsPerDay(table),
      notOffered: (ended) => this.#reading.notOffered(ended),
      onCommit: (table, counts, ended) => {
        this.#tallies.merged(table, counts.values());
        this.#tallies.covered(table, ended.length);
        const [last] = ended;
        if (last !== undefined) this.#report.movedOn(last);
      },
      onDoubted: (open) => this.#reading.doubted(open),
      onUnmerged: ({ window }, reason) => this.#reading.giveUp(window, new TenantTrailError("broken-slice", reason)),
      onWarning: (warning) => this.#tallies.warn(warning),
      onFailure: (error) => this.#stop.failed(error),
    });
    this.#reading = new WindowReading({
      parts,
      options,
      passes: this.#passes,
      committer: this.#committer,
      rows: new RowTaker(parts.lake, this.#committer, this.#tallies, this.#passes.densities),
      tallies: this.#tallies,
      report: this.#report,
      stop: this.#stop,
    });
  }

  /** @throws CancelledError, with everything merged that was fetched; TenantTrailError when nothing could be read. */
  async go(): Promise<CollectOutcome> {
    const leave = this.#parts.microsoft.whenHeldBack(() => this.#report.heldBack());
    try {
      while (!this.#stop.stopped && (await this.#pass()));
    } catch (error) {
      // Its outcome is told even when its time is over.
      if (!this.#stop.stopped || !(error instanceof CancelledError)) throw error;
    } finally {
      leave();
      this.#stop.end();
      await this.#committer.drain();
    }
    this.#stop.throwIfFailed();
    if (this.#options.signal?.aborted) throw new CancelledError();
    await this.#parts.lake.keepCheckpoints();
    return this.#outcome();
  }

  /** Plans and reads what is due; answers whether there was anything, so that another look is worth it. */
  async #pass(): Promise<boolean> {
    const due = await this.#passes.next(this.#stop.signal);
    if (due.length === 0) return false;
    await Promise.all(
      due.flatMap(([limit, sources]) => Array.from({ length: lanes[limit] }, () => this.#lane(sources))),
    );
    await this.#committer.drain();
    return this.#passes.mayFindMore;
  }

  async #lane(sources: readonly SourceId[]): Promise<void> {
    while (!this.#stop.stopped) {
      const window = this.#passes.take(sources);
      if (window === undefined) return;
      try {
        await this.#reading.read(window);
      } catch (error) {
        this.#stop.failed(error);
      }
    }
  }

  #outcome(): CollectOutcome {
    const sources = askedSources(this.#passes.settings, this.#options.request);
    const tables = sources.map((source) => logSources[source].table);
    return this.#tallies.outcome(
      tables,
      (table) =>
        sources
          .filter((source) => logSources[source].table === table)
          .reduce((sum, source) => sum + this.#passes.remaining(source), 0),
      this.#parts.microsoft.usage(),
    );
  }
}
