import type { CollectedTable, CollectFailure, CollectOutcome, SourceId } from "../../protocol/collector.ts";
import type { RejectedRecord } from "../../protocol/lake.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import type { InputCounts, RejectedText } from "./collect-lake.ts";

/** The outcome names so many rejected records and failures; files and the ledger have them all. */
const named = 1000;

interface Sums {
  windows: number;
  fetched: number;
  added: number;
  updated: number;
  late: number;
}

/** What a run has come to so far. */
export class Tallies {
  readonly #tables = new Map<TableName, Sums>();
  readonly #failures: CollectFailure[] = [];
  readonly #warnings = new Set<string>();
  readonly #rejected: (RejectedRecord & { source: SourceId })[] = [];
  #rejectedFile: string | undefined;

  fetched(table: TableName, rows: number): void {
    this.#of(table).fetched += rows;
  }

  merged(table: TableName, counts: Iterable<InputCounts>): void {
    const sums = this.#of(table);
    for (const { added, updated, late } of counts) {
      sums.added += added;
      sums.updated += updated;
      sums.late += late;
    }
  }

  covered(table: TableName, windows: number): void {
    this.#of(table).windows += windows;
  }

  failed(failure: CollectFailure): void {
    if (this.#failures.length < named) this.#failures.push(failure);
  }

  warn(warning: string): void {
    this.#warnings.add(warning);
  }

  rejected(source: SourceId, records: readonly RejectedText[], file: string | undefined): void {
    this.#rejectedFile = file ?? this.#rejectedFile;
    const room = named - this.#rejected.length;
    this.#rejected.push(...records.slice(0, room).map(({ line, reason }) => ({ source, line, reason })));
  }

  /** Sums of all tables. */
  total(): Readonly<Sums> {
    const total = noSums();
    for (const sums of this.#tables.values())
      for (const name of Object.keys(total) as (keyof Sums)[]) total[name] += sums[name];
    return total;
  }

  outcome(
    tables: readonly TableName[],
    remaining: (table: TableName) => number,
    usage: { readonly requests: number; readonly throttledMs: number },
  ): CollectOutcome {
    const listed = tableNames.filter((table) => tables.includes(table));
    return {
      tables: listed.map(
        (table): CollectedTable => ({ table, ...(this.#tables.get(table) ?? noSums()), remaining: remaining(table) }),
      ),
      failures: this.#failures,
      warnings: [...this.#warnings],
      requests: usage.requests,
      throttledMs: usage.throttledMs,
      rejected: this.#rejected,
      ...(this.#rejectedFile !== undefined && { rejectedFile: this.#rejectedFile }),
    };
  }

  #of(table: TableName): Sums {
    const sums = this.#tables.get(table) ?? noSums();
    this.#tables.set(table, sums);
    return sums;
  }
}

function noSums(): Sums {
  return { windows: 0, fetched: 0, added: 0, updated: 0, late: 0 };
}
