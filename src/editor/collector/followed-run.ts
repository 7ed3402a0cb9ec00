import { sum } from "../../base/sum.ts";
import type { CollectOutcome, CollectProgress } from "../../protocol/collector.ts";
import type { TenantRun, TenantRunWindow } from "../../protocol/collector-page.ts";
import { CancelledError } from "../../protocol/errors.ts";
import type { Connection } from "../../protocol/lake.ts";
import { msLeft } from "../../protocol/words/window-words.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import { onOneLine } from "../words/plain-text.ts";

interface FollowedRunParts {
  readonly lake: Connection;
  readonly tenantIds: readonly string[];
  /** True when it collects all that is due. */
  readonly isWhole: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onChange: () => void;
}

type End =
  | { readonly kind: "ended"; readonly at: string; readonly outcome: CollectOutcome }
  | Extract<TenantRun["state"], { kind: "cancelled" | "failed" }>;

/** One collection, followed from its beginning to its end: how it stands for each of its tenants. */
export class FollowedRun {
  readonly #parts: FollowedRunParts;
  readonly #cancelled = new AbortController();
  /** The last progress of each tenant in each request: a progress carries the totals of its own request. */
  readonly #told = new Map<string, CollectProgress>();
  #last: CollectProgress | undefined;
  #requests = 0;
  /** Milliseconds since 1970: when that began whose progress was told last, a tenant of a request, and when it was told. */
  #beganAt: number;
  #toldAt: number;
  #end: End | undefined;

  constructor(parts: FollowedRunParts) {
    this.#parts = parts;
    this.#beganAt = parts.now();
    this.#toldAt = this.#beganAt;
  }

  get lake(): Connection {
    return this.#parts.lake;
  }

  get tenantIds(): readonly string[] {
    return this.#parts.tenantIds;
  }

  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** Aborts when the run is cancelled here. The run's work must watch it. */
  get signal(): AbortSignal {
    return this.#cancelled.signal;
  }

  /** How long that takes already whose progress was told last. */
  get elapsedMs(): number {
    return this.#toldAt - this.#beganAt;
  }

  /** Rows that were added so far. */
  get added(): number {
    return sum([...this.#told.values()], ({ added }) => added);
  }

  /** Goes on with another request, to which all later progress belongs. */
  beginRequest(): void {
    this.#requests++;
    this.#beganAt = this.#parts.now();
  }

  progress(progress: CollectProgress): void {
    this.#told.set(JSON.stringify([this.#requests, progress.tenantId]), progress);
    // Tenants are collected one after the other, and each counts its own windows.
    const isAnother = this.#last !== undefined && this.#last.tenantId !== progress.tenantId;
    if (isAnother) this.#beganAt = Math.max(this.#beganAt, this.#toldAt);
    this.#last = progress;
    this.#toldAt = this.#parts.now();
    this.#parts.onChange();
  }

  cancel(): void {
    this.#cancelled.abort(new CancelledError());
    this.#parts.onChange();
  }

  end(outcome: CollectOutcome): void {
    this.#finish({ kind: "ended", at: this.#at(), outcome });
  }

  /** @param error `CancelledError` when the run was cancelled, here or elsewhere. */
  fail(error: unknown): void {
    const at = this.#at();
    if (error instanceof CancelledError) this.#finish({ kind: "cancelled", at });
    else this.#finish({ kind: "failed", at, message: onOneLine(toTenantTrailError(error).message) });
  }

  of(tenantId: string): TenantRun {
    const told = [...this.#told.values()].filter((progress) => progress.tenantId === tenantId);
    return {
      tenantId,
      isShared: this.tenantIds.length > 1,
      isWhole: this.#parts.isWhole,
      fetched: sum(told, ({ fetched }) => fetched),
      added: sum(told, ({ added }) => added),
      ...this.#stateOf(tenantId, told),
    };
  }

  #stateOf(
    tenantId: string,
    told: readonly CollectProgress[],
  ): Pick<TenantRun, "state"> & Partial<Pick<TenantRun, "fetched" | "added">> {
    const end = this.#end;
    if (end === undefined) {
      const window = this.#last?.tenantId === tenantId ? windowOf(this.#last, this.elapsedMs) : undefined;
      const isCancelling = this.signal.aborted;
      return { state: { kind: "running", isCancelling, ...(window !== undefined && { window }) } };
    }
    if (end.kind !== "ended") return { state: end };
    const { kind, at, outcome } = end;
    const failures = outcome.failures
      .filter((failure) => failure.tenantId === tenantId)
      .map(({ source, from, to, message }) => ({ source, from, to, message: onOneLine(message) }));
    const shared = { kind, at, failures, warnings: outcome.warnings.map(onOneLine) } as const;
    // The outcome of a run counts all its tenants together, so the figures of one of several are those of its last
    // progress.
    if (this.tenantIds.length > 1) return { state: { ...shared, remaining: sum(told, ({ remaining }) => remaining) } };
    return {
      fetched: sum(outcome.tables, ({ fetched }) => fetched),
      added: sum(outcome.tables, ({ added }) => added),
      state: { ...shared, remaining: sum(outcome.tables, ({ remaining }) => remaining) },
    };
  }

  #at(): string {
    return new Date(this.#parts.now()).toISOString();
  }

  #finish(end: End): void {
    this.#end = end;
    this.#parts.onChange();
  }
}

function windowOf(progress: CollectProgress, elapsedMs: number): TenantRunWindow {
  const { source, from, to, windows, remaining, waitingUntil } = progress;
  const leftMs = msLeft(progress, elapsedMs);
  return {
    source,
    from,
    to,
    windows,
    remaining,
    ...(leftMs !== undefined && { leftMs }),
    ...(waitingUntil !== undefined && { waitingUntil }),
  };
}
