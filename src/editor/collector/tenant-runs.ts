import { isDeepStrictEqual } from "node:util";
import { type Disposable, EventEmitter } from "vscode";
import type { TenantRun } from "../../protocol/collector-page.ts";
import type { Connection } from "../../protocol/lake.ts";
import { FollowedRun } from "./followed-run.ts";

/** The newest collection of each tenant in this window, whoever began it. */
export class TenantRuns implements Disposable {
  /** Oldest first. Of the runs that have ended, only a tenant's newest is kept. */
  #runs: readonly FollowedRun[] = [];
  readonly #now: () => number;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  /** @param now milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Follows a collection of some tenants of a lake from now on; `isWhole` when it collects all that is due. */
  begin(lake: Connection, tenantIds: readonly string[], isWhole: boolean): FollowedRun {
    const run = new FollowedRun({ lake, tenantIds, isWhole, now: this.#now, onChange: () => this.#changed.fire() });
    const isReplaced = (before: FollowedRun): boolean =>
      !before.isRunning && before.tenantIds.every((tenantId) => tenantIds.includes(tenantId));
    this.#runs = [...this.#runs.filter((before) => !isReplaced(before)), run];
    this.#changed.fire();
    return run;
  }

  /**
   * How each tenant of a lake that was collected here stands: as its running collection says, otherwise as its newest
   * does.
   */
  of(lake: Connection | undefined): readonly TenantRun[] {
    const runs = this.#runs.filter((run) => isDeepStrictEqual(run.lake, lake));
    const tenantIds = new Set(runs.flatMap((run) => run.tenantIds));
    return [...tenantIds].flatMap((tenantId) => {
      const own = runs.filter((run) => run.tenantIds.includes(tenantId));
      const newest = own.findLast((run) => run.isRunning) ?? own.at(-1);
      return newest === undefined ? [] : [newest.of(tenantId)];
    });
  }

  /** Cancels what runs of a tenant. */
  cancel(tenantId: string): void {
    for (const run of this.#runs) if (run.isRunning && run.tenantIds.includes(tenantId)) run.cancel();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
