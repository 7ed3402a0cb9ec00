import { randomUUID } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Database, Parameters, ParameterTypes } from "../../duckdb/database.ts";
import type { ChartData, ChartRequest } from "../../protocol/chart/chart-data.ts";
import type { Comparison, ComparisonChoice, ComparisonRequest } from "../../protocol/comparing/comparison.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { KeepOutcome, KeepRequest, ReopenedResult, ReopenRequest } from "../../protocol/evidence/kept-result.ts";
import type { ResultOrigin } from "../../protocol/evidence/result-origin.ts";
import type {
  AnswerNote,
  CellRequest,
  ColumnStatistics,
  ColumnValues,
  CopiedText,
  CopyRequest,
  ExportedFile,
  ExportRequest,
  JsonValue,
  RangeRequest,
  RangeSummary,
  ResultSummary,
  ResultView,
  ResultWindow,
  ValuesRequest,
  WindowRequest,
} from "../../protocol/query.ts";
import type { HeldResults } from "../engine.ts";
import { type ArrivingColumn, ArrivingTable, type TextRow } from "./arriving-table.ts";
import { chartOfView } from "./charts/chart-of-view.ts";
import { columnStatistics } from "./column-statistics.ts";
import { comparedSummary, compareResults } from "./comparing/compare-results.ts";
import { guessKeys } from "./comparing/guess-keys.ts";
import { copyText } from "./copy/copy-text.ts";
import { asTenantTrailError, memoryLimit, outOfRoom } from "./engine-failure.ts";
import { exportFile } from "./export-file.ts";
import { type HeldColumn, heldColumns } from "./held-column.ts";
import { HeldResult, noSuchResult } from "./held-result.ts";
import { keepResult } from "./keeping/keep-result.ts";
import { reopenResult } from "./keeping/reopen-result.ts";
import { readCell, readRows, readWindow } from "./result-window.ts";
import { runIntoTable } from "./run-into-table.ts";
import { emptyColumns } from "./summaries/empty-columns.ts";
import { columnValues } from "./summaries/frequent-values.ts";
import { summariseRange } from "./summaries/summarise-range.ts";

/** What a summary says of a question that its answer does not tell. */
export type AskedResult = Pick<
  ResultSummary,
  | "title"
  | "sql"
  | "sqlWithValues"
  | "engine"
  | "scannedBytes"
  | "simulated"
  | "lake"
  | "params"
  | "askedAt"
  | "coverage"
> & { readonly origin?: ResultOrigin };

/** A statement to run and what its summary says about it. */
export interface NewResult extends AskedResult {
  /** What runs: one reading statement in DuckDB's SQL. */
  readonly statement: string;
  /** Values of the statement's `$name` parameters. */
  readonly values?: Parameters;
  /** Types of the values that do not tell theirs, such as empty lists. */
  readonly types?: ParameterTypes;
  /** Names to show instead of the statement's own, one for each column; they may repeat or be empty. */
  readonly names?: readonly string[];
  /** A connection of the same instance, when the statement needs its temporary views. */
  readonly connection?: DuckDBConnection;
  /** `performance.now()` when the question was asked; by default when it reaches the engine. */
  readonly startedAt?: number;
  readonly signal?: AbortSignal;
}

/** A result whose rows arrive from elsewhere, and what its summary says about it. */
export interface ArrivingResult extends AskedResult {
  readonly columns: readonly ArrivingColumn[];
  readonly batches: AsyncIterable<readonly TextRow[]>;
  /** What the answer says of itself before its rows are known. */
  readonly notes: readonly AnswerNote[];
  /** What it says once all rows are there, so many. */
  readonly notesOnRows: (rows: number) => Promise<readonly AnswerNote[]>;
  /** `performance.now()` when the question was asked. */
  readonly startedAt: number;
  readonly signal?: AbortSignal | undefined;
  /** Told once, when the first rows can be read and others may follow. */
  readonly onFirstRows?: ((summary: ResultSummary) => void) | undefined;
}

export interface ResultSetsOptions {
  /** The only folder that the locked engine may write exports to. */
  readonly scratchFolder: string;
  /** Results held at most; pinned ones are not counted. */
  readonly heldResults?: number;
}

/** A schema of the instance's own database, which is in memory and spills to its temporary folder. */
const schema = "results";
/** A dashboard, an open page and a long notebook together; what is not in memory lies in the temporary folder. */
const defaultHeldResults = 100;

/**
 * The results that the engine holds. Each statement runs once, into a table; windows, sorting, filtering,
 * statistics, copies and exports are queries on that table.
 */
export class ResultSets implements HeldResults {
  readonly #database: Database;
  readonly #scratchFolder: string;
  readonly #heldResults: number;
  /** Least recently used first. */
  readonly #held = new Map<string, HeldResult>();
  readonly #pinned = new Set<string>();
  /** How many borrow a result, and those of them that were released meanwhile. */
  readonly #borrowed = new Map<string, number>();
  readonly #releasedMeanwhile = new Set<string>();
  /** No two engines give the same ids, so that a view of an earlier one never shows another's rows. */
  readonly #name = randomUUID().slice(0, 8);
  #made = 0;
  #schemaMade: Promise<unknown> | undefined;

  constructor(database: Database, options: ResultSetsOptions) {
    this.#database = database;
    this.#scratchFolder = options.scratchFolder;
    this.#heldResults = options.heldResults ?? defaultHeldResults;
  }

  /**
   * Runs a statement to its end and holds the result.
   * @throws TenantTrailError `out-of-memory`, `disk-full` or `sql-refused`; CancelledError; any other failure is the
   * engine's own error on `statement`. Nothing is held after a failure.
   */
  async create(request: NewResult): Promise<ResultSummary> {
    const startedAt = request.startedAt ?? performance.now();
    this.#made++;
    const resultId = `${this.#name}-${this.#made}`;
    const table = `${schema}.r${this.#made}`;
    const own = request.connection === undefined ? await this.#database.connect() : undefined;
    const connection = request.connection ?? own;
    if (connection === undefined) throw new TenantTrailError("internal", "There is no connection to run the query on.");
    try {
      throwIfCancelled(request.signal);
      await this.#makeSchema();
      const shape = await runIntoTable(
        connection,
        table,
        request.statement,
        { values: request.values ?? {}, types: request.types ?? {} },
        request.signal,
      );
      throwIfCancelled(request.signal);
      const columns = heldColumns(request.names ?? shape.shownNames, shape.storedNames, shape.types);
      const summary = summaryOf(resultId, { ...request, startedAt }, columns, shape.rowCount);
      this.#held.set(resultId, new HeldResult(this.#database, table, columns, summary, request.origin));
      await this.#makeRoom();
      return summary;
    } catch (error) {
      await connection.run(`DROP TABLE IF EXISTS ${table}`);
      if (error instanceof CancelledError) throw error;
      throw outOfRoom(error, await memoryLimit(connection)) ?? error;
    } finally {
      own?.closeSync();
    }
  }

  /** Questions that are the first at once make it once: DuckDB fails the slower of two that create the same schema. */
  async #makeSchema(): Promise<void> {
    this.#schemaMade ??= this.#database.use((connection) => connection.run(`CREATE SCHEMA IF NOT EXISTS ${schema}`));
    try {
      await this.#schemaMade;
    } catch (error) {
      this.#schemaMade = undefined;
      throw error;
    }
  }

  /**
   * Holds a result whose rows arrive from elsewhere; the first can be read before the last are there.
   * @throws TenantTrailError `read-failed`, `out-of-memory`, `disk-full`; CancelledError; what the batches throw. Nothing
   * is held after a failure.
   */
  async receive(request: ArrivingResult): Promise<ResultSummary> {
    this.#made++;
    const [resultId, name] = [`${this.#name}-${this.#made}`, `r${this.#made}`] as const;
    return this.#database.use(async (connection) => {
      try {
        await this.#makeSchema();
        const table = await ArrivingTable.make(connection, schema, name, request.columns, request.signal);
        const shape = await table.shape();
        const names = request.columns.map((column) => column.name);
        const columns = heldColumns(names, shape.names, shape.types);
        let { notes } = request;
        const summaryNow = (): ResultSummary => ({
          ...summaryOf(resultId, request, columns, table.rowCount),
          ...(notes.length > 0 && { notes }),
        });
        const held = new HeldResult(this.#database, `${schema}.${name}`, columns, summaryNow(), request.origin);
        let isTold = false;
        for await (const rows of request.batches) {
          await table.append(rows);
          if (isTold || request.onFirstRows === undefined || rows.length === 0) continue;
          isTold = true;
          await table.flush();
          await held.grow({ ...summaryNow(), isArriving: true });
          this.#held.set(resultId, held);
          request.onFirstRows(held.summary);
        }
        await table.flush();
        notes = [...notes, ...(await request.notesOnRows(table.rowCount))];
        await held.grow(summaryNow());
        this.#held.set(resultId, held);
        await this.#makeRoom();
        return held.summary;
      } catch (error) {
        await this.release(resultId);
        await connection.run(`DROP TABLE IF EXISTS ${schema}.${name}`);
        if (error instanceof CancelledError) throw error;
        throw outOfRoom(error, await memoryLimit(connection)) ?? error;
      }
    });
  }

  holds(resultId: string): boolean {
    return this.#held.has(resultId);
  }

  /** @throws TenantTrailError `no-such-result`, as every method that takes a result does. */
  summary(resultId: string): ResultSummary {
    return this.#find(resultId).summary;
  }

  /** Rows of a view from `offset`; fewer than `limit` when the reply would pass about 1 MB. */
  async readWindow(request: WindowRequest, signal?: AbortSignal): Promise<ResultWindow> {
    return this.#use(request.resultId, "Reading the result", (held, connection) =>
      readWindow(held, connection, request, signal),
    );
  }

  /** One whole value. */
  async readCell(request: CellRequest, signal?: AbortSignal): Promise<JsonValue> {
    return this.#use(request.resultId, "Reading the cell", (held, connection) =>
      readCell(held, connection, request, signal),
    );
  }

  /** At most `maxRows` rows of whole values, in the result's own order. */
  async rowsOf(resultId: string, maxRows: number, signal?: AbortSignal): Promise<readonly (readonly JsonValue[])[]> {
    return this.#use(resultId, "Reading the result", (held, connection) => readRows(held, connection, maxRows, signal));
  }

  async columnStatistics(
    request: ResultView & { readonly resultId: string; readonly column: number },
    signal?: AbortSignal,
  ): Promise<ColumnStatistics> {
    return this.#use(request.resultId, "Summarising the column", (held, connection) =>
      columnStatistics(held, connection, request, signal),
    );
  }

  async emptyColumns(resultId: string, signal?: AbortSignal): Promise<readonly number[]> {
    return this.#use(resultId, "Reading the result", (held, connection) => emptyColumns(held, connection, signal));
  }

  async summariseRange(request: RangeRequest, signal?: AbortSignal): Promise<RangeSummary> {
    return this.#use(request.resultId, "Summarising the selection", (held, connection) =>
      summariseRange(held, connection, request, signal),
    );
  }

  async columnValues(request: ValuesRequest, signal?: AbortSignal): Promise<ColumnValues> {
    return this.#use(request.resultId, "Reading the values of the column", (held, connection) =>
      columnValues(held, connection, request, signal),
    );
  }

  /** What a chart of a view's rows is drawn of. */
  async chartData(request: ChartRequest, signal?: AbortSignal): Promise<ChartData> {
    return this.#use(request.resultId, "Drawing the chart", (held, connection) =>
      chartOfView(held, connection, request, signal),
    );
  }

  async copyText(request: CopyRequest, signal?: AbortSignal): Promise<CopiedText> {
    return this.#use(request.resultId, "Copying", (held, connection) => copyText(held, connection, request, signal));
  }

  /** Writes a whole view to a file and answers its rows and bytes. */
  async exportResult(request: ExportRequest, signal?: AbortSignal): Promise<ExportedFile> {
    return this.#use(request.resultId, "Exporting", (held, connection) =>
      exportFile(held, connection, request, this.#scratchFolder, signal),
    );
  }

  async tell(resultId: string): Promise<{ readonly summary: ResultSummary; readonly origin: ResultOrigin }> {
    const { summary, origin } = this.#find(resultId);
    return { summary, origin };
  }

  async borrow(resultId: string): Promise<() => Promise<void>> {
    this.#find(resultId);
    this.#borrowed.set(resultId, (this.#borrowed.get(resultId) ?? 0) + 1);
    return () => this.#giveBack(resultId);
  }

  async keep(request: KeepRequest, signal?: AbortSignal): Promise<KeepOutcome> {
    return this.#use(request.resultId, "Keeping the result", (held, connection) =>
      keepResult(held, connection, request, this.#scratchFolder, signal),
    );
  }

  async reopen(place: ReopenRequest, signal?: AbortSignal): Promise<ReopenedResult> {
    this.#made++;
    const table = `${schema}.r${this.#made}`;
    return this.#database.use(async (connection) => {
      try {
        await this.#makeSchema();
        const { kept, names, types } = await reopenResult(connection, table, place, this.#scratchFolder, signal);
        const { summary, origin, keptAt } = kept;
        const shown = summary.columns.map(({ name }) => name);
        const columns = heldColumns(shown, names, types);
        const told = { ...summary, columns: columns.map((column) => column.shown) };
        await this.release(summary.resultId);
        this.#held.set(summary.resultId, new HeldResult(this.#database, table, columns, told, origin));
        await this.#makeRoom();
        return { summary: told, keptAt };
      } catch (error) {
        await connection.run(`DROP TABLE IF EXISTS ${table}`);
        throw asTenantTrailError(error, await memoryLimit(connection), "Reopening the result");
      }
    });
  }

  /** What two results can be compared by. */
  async comparisonChoice(
    { before, after }: Pick<ComparisonRequest, "before" | "after">,
    signal?: AbortSignal,
  ): Promise<ComparisonChoice> {
    const other = this.#find(before);
    // From now on and not only once there is a connection, before which it may be released.
    return other.during(() =>
      this.#use(after, "Looking for a key", (held, connection) => guessKeys(other, held, connection, signal)),
    );
  }

  /** Holds the comparison of two results as a result of its own. */
  async compare(request: ComparisonRequest, signal?: AbortSignal): Promise<Comparison> {
    const startedAt = performance.now();
    const before = this.#find(request.before);
    this.#made++;
    const [resultId, table] = [`${this.#name}-${this.#made}`, `${schema}.r${this.#made}`] as const;
    return before.during(() =>
      this.#use(request.after, "Comparing the results", async (after, connection) => {
        try {
          const { columns, rowCount, counts, notes } = await compareResults(
            before,
            after,
            request,
            connection,
            table,
            signal,
          );
          const asked = comparedSummary(before.summary, after.summary, request.keys, counts);
          const summary = { ...summaryOf(resultId, { ...asked, startedAt }, columns, rowCount), notes };
          this.#held.set(resultId, new HeldResult(this.#database, table, columns, summary));
          await this.#makeRoom();
          return { summary, counts };
        } catch (error) {
          await connection.run(`DROP TABLE IF EXISTS ${table}`);
          throw error;
        }
      }),
    );
  }

  /** A pinned result is never dropped to make room. */
  setPinned(resultId: string, pinned: boolean): void {
    this.#find(resultId);
    if (pinned) this.#pinned.add(resultId);
    else this.#pinned.delete(resultId);
  }

  /** Drops a result; releasing one that is already gone does nothing. */
  async release(resultId: string): Promise<void> {
    if (this.#borrowed.has(resultId)) {
      this.#releasedMeanwhile.add(resultId);
      return;
    }
    const held = this.#held.get(resultId);
    this.#held.delete(resultId);
    this.#pinned.delete(resultId);
    await held?.close();
  }

  async #giveBack(resultId: string): Promise<void> {
    const others = (this.#borrowed.get(resultId) ?? 1) - 1;
    if (others > 0) this.#borrowed.set(resultId, others);
    else this.#borrowed.delete(resultId);
    if (others === 0 && this.#releasedMeanwhile.delete(resultId)) await this.release(resultId);
    await this.#makeRoom();
  }

  #find(resultId: string): HeldResult {
    const held = this.#held.get(resultId);
    if (held === undefined) throw noSuchResult();
    this.#held.delete(resultId);
    this.#held.set(resultId, held);
    return held;
  }

  async #use<T>(
    resultId: string,
    doing: string,
    work: (held: HeldResult, connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const held = this.#find(resultId);
    return held.during(() =>
      this.#database.use(async (connection) => {
        try {
          return await work(held, connection);
        } catch (error) {
          throw asTenantTrailError(error, await memoryLimit(connection), doing);
        }
      }),
    );
  }

  async #makeRoom(): Promise<void> {
    const unpinned = [...this.#held.keys()].filter((id) => !this.#pinned.has(id) && !this.#borrowed.has(id));
    for (const id of unpinned.slice(0, Math.max(0, unpinned.length - this.#heldResults))) await this.release(id);
  }
}

/** What is told of a result that has its rows now. */
function summaryOf(
  resultId: string,
  request: AskedResult & { readonly startedAt: number },
  columns: readonly HeldColumn[],
  rowCount: number,
): ResultSummary {
  const { title, sql, sqlWithValues, engine, scannedBytes, simulated, lake, params, askedAt, coverage, startedAt } =
    request;
  return {
    resultId,
    columns: columns.map(({ shown }) => shown),
    rowCount,
    elapsedMs: performance.now() - startedAt,
    title,
    sql,
    ...(sqlWithValues !== undefined && { sqlWithValues }),
    engine,
    scannedBytes,
    simulated,
    lake,
    params,
    askedAt,
    coverage,
  };
}
