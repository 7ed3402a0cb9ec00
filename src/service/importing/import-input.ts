import { exportLimitWarning } from "../../import/bytes/export-limits.ts";
import type { RejectedText } from "../../import/formats/import-record.ts";
import type { IdentifiedRows } from "../../import/identified-rows.ts";
import type { RejectsWriter } from "../../import/rejects.ts";
import type { CommitOutcome } from "../../lake/committing/commit-options.ts";
import type { StagingWriter } from "../../lake/slices/staging.ts";
import type { ImportedFile, RejectedRecord } from "../../protocol/lake.ts";
import type { Source, TableName } from "../../protocol/tables.ts";

/** The outcome names at most so many rejected records; the rejects file has them all. */
const namedRejections = 1000;

/** The longest reason that an outcome repeats, in characters; names of properties and files are parts of it. */
const maxReasonLength = 500;

function bounded(reason: string): string {
  return reason.length > maxReasonLength ? `${reason.slice(0, maxReasonLength).toWellFormed()}…` : reason;
}

/** One file, or one member of an archive, on its way into the staging table. */
export class ImportInput {
  readonly number: number;
  readonly uri: string;
  readonly #format: string;
  readonly #staging: StagingWriter | undefined;
  readonly #rejects: RejectsWriter | undefined;
  readonly #rejected: RejectedRecord[] = [];
  readonly #tables = new Map<TableName, number>();
  #source: Source | null = null;
  #rejectedCount = 0;
  #rows = 0;

  constructor(number: number, uri: string, format: string, staging?: StagingWriter, rejects?: RejectsWriter) {
    this.number = number;
    this.uri = uri;
    this.#format = format;
    this.#staging = staging;
    this.#rejects = rejects;
  }

  /** A file that gives no records, for the reason given. */
  static unreadable(number: number, uri: string, reason: string): ImportInput {
    const input = new ImportInput(number, uri, "not read");
    input.#rejected.push({ line: 0, reason: bounded(reason) });
    input.#rejectedCount = 1;
    return input;
  }

  /** Whether rows were staged, which tell the source. */
  get hasRows(): boolean {
    return this.#source !== null;
  }

  /** Stages rows; answers how many. `givenTenant` owns those that name no tenant. */
  async stage(rows: IdentifiedRows, givenTenant: string | undefined): Promise<number> {
    const { origins, originOf, rejected } = rows;
    for (const index of originOf) {
      const origin = origins[index];
      if (origin === undefined) continue;
      this.#tables.set(origin.table, (this.#tables.get(origin.table) ?? 0) + 1);
      this.#source ??= origin.source;
    }
    await this.#reject(rejected);
    await this.#staging?.addColumns(this.number, rows, givenTenant ?? null);
    this.#rows += originOf.length;
    return originOf.length;
  }

  /** Counts rows of a table that the lake holds already. */
  pass(table: TableName, rows: number): void {
    this.#tables.set(table, (this.#tables.get(table) ?? 0) + rows);
    this.#rows += rows;
  }

  outcome(counts: CommitOutcome["counts"]): ImportedFile {
    const count = (change: string): number =>
      counts.reduce((sum, entry) => (entry.change === change ? sum + entry.rows : sum), 0);
    const [added, updated] = [count("added"), count("updated")];
    const table = [...this.#tables].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
    const warning = exportLimitWarning(this.#rows + this.#rejectedCount);
    return {
      uri: this.uri,
      format: this.#format,
      source: this.#source,
      table,
      rows: this.#rows,
      added,
      updated,
      unchanged: this.#rows - added - updated,
      rejected: this.#rejected,
      rejectedCount: this.#rejectedCount,
      ...(warning !== undefined && { warning }),
    };
  }

  async #reject(rejected: readonly RejectedText[]): Promise<void> {
    if (rejected.length === 0) return;
    this.#rejectedCount += rejected.length;
    const room = namedRejections - this.#rejected.length;
    this.#rejected.push(...rejected.slice(0, room).map(({ line, reason }) => ({ line, reason: bounded(reason) })));
    await this.#rejects?.add(this.uri, rejected);
  }
}
