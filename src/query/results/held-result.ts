import { type Database, interruptible } from "../../duckdb/database.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { ResultOrigin } from "../../protocol/evidence/result-origin.ts";
import type { ResultSummary, ResultView } from "../../protocol/query.ts";
import type { HeldColumn } from "./held-column.ts";
import { isPlainView, type ViewSql, viewSql } from "./view-sql.ts";

/** The rows of a view in their order: row numbers of the held table, or all of them when there is no table. */
export interface ViewRows {
  /** A table whose `rowid` is the place in the view and whose column `row` is the row number. */
  readonly table: string | undefined;
  readonly rowCount: number;
}

interface CachedView {
  readonly table: string;
  readonly rows: Promise<ViewRows>;
}

/** Sorted or filtered views whose row numbers are kept for one result. */
const keptViews = 4;

/** One result that the engine holds, with the order of its latest views. */
export class HeldResult {
  #summary: ResultSummary;
  readonly columns: readonly HeldColumn[];
  readonly table: string;
  /** Where its rows come from, as far as that is known. */
  readonly origin: ResultOrigin;
  readonly #database: Database;
  readonly #views = new Map<string, CachedView>();
  /** Tables of views that nobody asks for any more, but somebody may be reading. */
  #outgrown: string[] = [];
  #viewsMade = 0;
  #users = 0;
  #closed = false;

  constructor(
    database: Database,
    table: string,
    columns: readonly HeldColumn[],
    summary: ResultSummary,
    origin: ResultOrigin = {},
  ) {
    this.#database = database;
    this.table = table;
    this.columns = columns;
    this.#summary = summary;
    this.origin = origin;
  }

  get summary(): ResultSummary {
    return this.#summary;
  }

  /** Takes the summary of a table that has more rows now; views that were made of fewer are made anew. */
  async grow(summary: ResultSummary): Promise<void> {
    this.#summary = summary;
    const views = [...this.#views.values()];
    this.#views.clear();
    for (const { table, rows } of views) {
      await rows.catch(() => undefined);
      this.#outgrown.push(table);
    }
    if (this.#users === 0) await this.#dropOutgrown();
  }

  /** Keeps the tables until `work` is done, even when the result is released meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work();
    } finally {
      this.#users--;
      if (this.#users === 0) await this.#dropOutgrown();
      if (this.#closed && this.#users === 0) await this.#drop();
    }
  }

  /** Drops the tables as soon as nothing reads them. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#users === 0) await this.#drop();
  }

  /** The clauses of a view over `held`. */
  viewSql(view: ResultView): ViewSql {
    return viewSql(this.columns, view);
  }

  /** Finds the rows of a view once, and keeps their order for the windows that follow. */
  async viewRows(view: ResultView, signal: AbortSignal | undefined): Promise<ViewRows> {
    if (isPlainView(view)) return { table: undefined, rowCount: this.summary.rowCount };
    const key = JSON.stringify([view.search ?? "", view.filters ?? [], view.sort ?? []]);
    for (;;) {
      const known = this.#views.get(key);
      if (known === undefined) return this.#remember(key, view, signal);
      try {
        const rows = await known.rows;
        this.#views.delete(key);
        this.#views.set(key, known);
        return rows;
      } catch (error) {
        // Somebody else asked for this view and gave up; whoever still wants it asks again.
        if (!(error instanceof CancelledError)) throw error;
        throwIfCancelled(signal);
      }
    }
  }

  async #remember(key: string, view: ResultView, signal: AbortSignal | undefined): Promise<ViewRows> {
    this.#viewsMade++;
    const table = `${this.table}_view${this.#viewsMade}`;
    const rows = this.#orderRows(table, this.viewSql(view), signal);
    const cached = { table, rows };
    this.#views.set(key, cached);
    try {
      return await rows;
    } catch (error) {
      if (this.#views.get(key) === cached) this.#views.delete(key);
      throw error;
    } finally {
      await this.#forgetOldest();
    }
  }

  async #orderRows(table: string, clauses: ViewSql, signal: AbortSignal | undefined): Promise<ViewRows> {
    const query = `CREATE TABLE ${table} AS SELECT held.rowid AS row FROM ${this.table} AS held ${clauses.where} ${clauses.orderBy}`;
    return this.#database.use(async (connection) => {
      const made = await interruptible(connection, signal, () =>
        connection.runAndReadAll(query, { ...clauses.values }),
      );
      return { table, rowCount: Number(made.getRowsJson()[0]?.[0] ?? 0) };
    });
  }

  async #forgetOldest(): Promise<void> {
    // Another reader may be on an old view, which then waits for the next time.
    if (this.#users > 1) return;
    for (const [key, view] of [...this.#views].slice(0, Math.max(0, this.#views.size - keptViews))) {
      this.#views.delete(key);
      await this.#database.use((connection) => connection.run(`DROP TABLE IF EXISTS ${view.table}`));
    }
  }

  async #dropOutgrown(): Promise<void> {
    const tables = this.#outgrown;
    this.#outgrown = [];
    if (tables.length === 0) return;
    await this.#database.use(async (connection) => {
      for (const table of tables) await connection.run(`DROP TABLE IF EXISTS ${table}`);
    });
  }

  async #drop(): Promise<void> {
    const tables = [...[...this.#views.values()].map((view) => view.table), this.table];
    this.#views.clear();
    await this.#database.use(async (connection) => {
      for (const table of tables) await connection.run(`DROP TABLE IF EXISTS ${table}`);
    });
  }
}

/** The sentence for a result that was dropped to make room, released, or never there. */
export function noSuchResult(): TenantTrailError {
  return new TenantTrailError("no-such-result", "This result is no longer held. Run the query again to see it.");
}
