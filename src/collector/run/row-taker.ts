import type { Segment } from "../../lake/ledger/coverage.ts";
import type { StagedRow } from "../../lake/slices/staging.ts";
import type { Page } from "../sources/read-window.ts";
import type { CollectLake, RejectedText } from "./collect-lake.ts";
import type { Committer } from "./committer.ts";
import type { Densities } from "./densities.ts";
import type { OpenWindow } from "./open-window.ts";
import { rowOfRecord } from "./row-of-record.ts";
import type { Tallies } from "./tallies.ts";

/** Turns the answers of a run into rows and numbers them as inputs. */
export class RowTaker {
  readonly #lake: CollectLake;
  readonly #committer: Committer;
  readonly #tallies: Tallies;
  readonly #densities: Densities;
  #inputs = 0;

  constructor(lake: CollectLake, committer: Committer, tallies: Tallies, densities: Densities) {
    this.#lake = lake;
    this.#committer = committer;
    this.#tallies = tallies;
    this.#densities = densities;
  }

  /** @param covered what was covered before the window was read. */
  async take(open: OpenWindow, page: Page, covered: readonly Segment[]): Promise<void> {
    this.#inputs += 1;
    const input = this.#inputs;
    open.answered(input, page.observedMs);
    const place = {
      source: open.source,
      tenantId: open.tenantId,
      input,
      observedMs: page.observedMs,
      covered,
      rowSource: page.rowSource,
    };
    const rows: StagedRow[] = [];
    const rejected: RejectedText[] = [];
    page.records.forEach((record, index) => {
      const row = rowOfRecord(record, index + 1, place);
      if ("reason" in row) rejected.push(row);
      else {
        rows.push(row);
        open.showed(row.key);
        open.earliestMs = Math.min(open.earliestMs, Math.max(row.eventTimeMs, open.window.fromMs));
      }
    });
    open.fetched += rows.length;
    this.#tallies.fetched(open.source.table, rows.length);
    this.#densities.learn(open, false);
    this.#committer.add(open, input, page.ref, rows);
    if (rejected.length > 0) {
      const file = await this.#lake.reject(open.window.source, rejected);
      this.#tallies.rejected(open.window.source, rejected, file);
    }
  }
}
