import { minuteMs } from "../../../base/time-units.ts";
import { logSources } from "../../../lake/collecting/log-sources.ts";
import { askedFrom } from "../../../lake/collecting/retention.ts";
import { coverageKey, coveredIn, type Segment } from "../../../lake/ledger/coverage.ts";
import type { LedgerState } from "../../../lake/ledger/ledger-state.ts";
import type { SourceId, TenantSettings, UnsubscribedStretch } from "../../../protocol/collector.ts";
import type { TableName } from "../../../protocol/tables.ts";
import type { LimitName } from "../../microsoft/microsoft.ts";
import { nextWindowMs, type WindowExperience } from "../../plan/window-length.ts";
import { limitOf } from "../../sources/readers.ts";
import type { PlannedWindow } from "../../window.ts";
import { type CollectOptions, type CollectParts, serverNow } from "../collect-parts.ts";
import { Densities } from "../densities.ts";
import { askedSources, isAsked, planRun } from "./plan-run.ts";
import { WindowQueue } from "./window-queue.ts";

/** After so long what is due is planned again, so that new events do not wait for old ones. */
const planAgainAfterMs = 5 * minuteMs;

/** What a run has still to read: planned in passes, each by what the ledger then says, and taken window by window. */
export class PlanningPasses {
  readonly densities = new Densities();
  readonly #parts: CollectParts;
  readonly #options: CollectOptions;
  readonly #lengths = new Map<SourceId, number>();
  readonly #skipped = new Set<SourceId>();
  /** Windows of skipped sources that were not asked for. */
  readonly #unread = new Map<SourceId, number>();
  readonly #givenUp: PlannedWindow[] = [];
  /** What was read to its end and is not to be asked for again in this run. */
  readonly #leftAlone: PlannedWindow[] = [];
  /** Windows that were read and are to be read once more, in the next pass. */
  readonly #again: PlannedWindow[] = [];
  #settings: TenantSettings;
  #states: ReadonlyMap<TableName, LedgerState> = new Map();
  #queue = new WindowQueue([]);
  #plannedMs = 0;
  #passes = 0;

  constructor(parts: CollectParts, options: CollectOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#settings = parts.settings;
  }

  /** The tenant's settings, with what was found out in this run. */
  get settings(): TenantSettings {
    return this.#settings;
  }

  /** Plans what is due; answers the sources by limit, none when nothing is due. */
  async next(signal: AbortSignal): Promise<readonly (readonly [LimitName, readonly SourceId[]])[]> {
    const { request } = this.#options;
    const sources = askedSources(this.#settings, request).filter((source) => !this.#skipped.has(source));
    this.#states = await this.#readStates(sources, signal);
    this.#plannedMs = this.#parts.clock.now();
    const again = this.#again.splice(0);
    const planned = {
      sources,
      request,
      settings: this.#settings,
      states: this.#states,
      nowMs: serverNow(this.#parts),
      lengths: this.#lengths,
      densities: this.densities,
      givenUp: [...this.#givenUp, ...this.#leftAlone, ...again],
    };
    // What was asked for is planned whatever was read, so once is enough.
    const isPlanned = isAsked(request) && this.#passes > 0;
    this.#passes += 1;
    const due = [...again, ...(isPlanned ? [] : planRun(planned))];
    this.#queue = new WindowQueue(due);
    return due.length === 0 ? [] : [...Map.groupBy(sources, limitOf)];
  }

  /** Whether another pass may find more. */
  get mayFindMore(): boolean {
    return this.#again.length > 0 || !isAsked(this.#options.request);
  }

  /** A window is read once more, soon. */
  readAgain(window: PlannedWindow): void {
    this.#again.push(window);
  }

  /** The next window of one of these sources; undefined when there is none, or it is time for another pass. */
  take(sources: readonly SourceId[]): PlannedWindow | undefined {
    if (!isAsked(this.#options.request) && this.#parts.clock.now() - this.#plannedMs > planAgainAfterMs)
      return undefined;
    return this.#queue.take(sources, (source) => this.#lengths.get(source) ?? Number.POSITIVE_INFINITY);
  }

  putBack(window: PlannedWindow): void {
    this.#queue.putBack(window);
  }

  /** Windows that are to be asked for alone, soon. */
  putAlone(windows: readonly PlannedWindow[]): void {
    this.#queue.putAlone(windows);
  }

  /** Other windows of its source are read first. */
  putLast(window: PlannedWindow): void {
    this.#queue.putLast(window);
  }

  /** From now on windows of this source are so long, milliseconds. */
  useLength(source: SourceId, lengthMs: number): void {
    this.#lengths.set(source, lengthMs);
  }

  /** How a window went, for the length of the next ones. */
  learnLength({ source, fromMs, toMs }: PlannedWindow, experience: WindowExperience): void {
    const length = this.#lengths.get(source) ?? toMs - fromMs;
    const nextMs = nextWindowMs(length, experience);
    // A search is halved when it left records out, and not because it gave many.
    const isWhole = logSources[source].onRequest === true && !experience.failed;
    this.#lengths.set(source, isWhole ? Math.max(length, nextMs) : nextMs);
  }

  /** What could not be read is left to the next run. */
  giveUp(window: PlannedWindow): void {
    this.#givenUp.push(window);
  }

  /** Records what was read and would be no better if it were asked for again in this run. */
  leaveAlone(windows: readonly PlannedWindow[]): void {
    this.#leftAlone.push(...windows);
  }

  /** Nothing more is read of this source. */
  skip(source: SourceId): void {
    this.#skipped.add(source);
    this.#unread.set(source, (this.#unread.get(source) ?? 0) + this.#queue.waiting(source));
    this.#queue.drop(source);
  }

  /** Leaves out what a source no longer offers, as the settings know it. */
  clamp(source: SourceId): void {
    this.#queue.clamp(source, Math.ceil(askedFrom(source, this.#settings, serverNow(this.#parts))));
  }

  /** Remembers what was found out about the tenant. */
  async saveTenant(settings: TenantSettings | undefined): Promise<void> {
    if (settings === undefined) return;
    this.#settings = settings;
    await this.#parts.lake.saveTenant(settings);
  }

  /** Keeps that no subscription to a content type ran in a stretch, in the lake and for this run. */
  async keepUnsubscribed(source: SourceId, stretch: UnsubscribedStretch): Promise<void> {
    const kept = await this.#parts.lake.keepUnsubscribed(this.#settings, source, stretch);
    this.#settings = { ...this.#settings, unsubscribed: { ...this.#settings.unsubscribed, [source]: kept } };
  }

  /** Learns of the stretches without a subscription that others have kept since: whoever starts one keeps it first. */
  async learnUnsubscribed(): Promise<void> {
    const unsubscribed = await this.#parts.lake.unsubscribed(this.#settings.tenantId);
    if (unsubscribed !== undefined) this.#settings = { ...this.#settings, unsubscribed };
  }

  /** What was covered of a source when the pass was planned. */
  covered(source: SourceId): readonly Segment[] {
    const coverage = this.#states.get(logSources[source].table)?.coverage;
    return coverage?.get(coverageKey(this.#settings.tenantId, source)) ?? [];
  }

  /** When all of a polled source was read last, milliseconds since 1970, to the hour; undefined when never. */
  polledMs(source: SourceId): number | undefined {
    return coveredIn(this.covered(source), { fromMs: 0, toMs: 1 })[0]?.readMs;
  }

  expectedRowsPerDay(table: TableName): number {
    return this.#settings.sources
      .filter((source) => logSources[source].table === table)
      .reduce((sum, source) => sum + this.densities.rowsPerDay(source), 0);
  }

  /** How many windows wait. */
  get waiting(): number {
    return this.#queue.waiting();
  }

  /** How many windows of a source were not read. */
  remaining(source: SourceId): number {
    const givenUp = this.#givenUp.filter((window) => window.source === source).length;
    return this.#queue.waiting(source) + givenUp + (this.#unread.get(source) ?? 0);
  }

  /** The state of each table. All are read at the same time, because storage may be far away. */
  async #readStates(sources: readonly SourceId[], signal: AbortSignal): Promise<ReadonlyMap<TableName, LedgerState>> {
    const tables = [...new Set(sources.map((source) => logSources[source].table))];
    return new Map(
      await Promise.all(tables.map(async (table) => [table, await this.#parts.lake.state(table, signal)] as const)),
    );
  }
}
