import { LockBroken } from "../duckdb/lock-down.ts";
import type { LedgerLook } from "../lake/ledger-look.ts";
import { slicesByTable } from "../lake/log-days.ts";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";
import type { QueryRequest, ResultSummary, ScanEstimate } from "../protocol/query.ts";
import type { HeldDays } from "../protocol/relative-days.ts";
import type { Engine, HeldResults } from "../query/engine.ts";
import { estimateScan } from "../query/estimate-scan.ts";
import { FooterMemory } from "../query/footer-memory.ts";
import { heldDays, tablesRead } from "../query/held-days.ts";
import { LakeQueries } from "../query/lake-queries.ts";
import { baseTablesOf } from "../query/lake-schema.ts";
import { isSampleTenant } from "../sample-tenant/tenant.ts";
import { askedLake, heldLake } from "./engines/asked-lake.ts";
import { type AskingDatabase, openAskingDatabase } from "./engines/asking-database.ts";
import { LakeSliceFiles } from "./lake-slice-files.ts";
import { isMovedSlice } from "./moved-slice.ts";

interface Opened {
  readonly asking: AskingDatabase;
  readonly queries: LakeQueries;
}

/**
 * DuckDB for the user's own SQL: locked, reading the lake's tables (never its ledger or settings) and a folder of its
 * own for exports. Opened with the first question.
 */
export class LocalEngine implements Engine {
  readonly kind = "duckdb";
  readonly #look: LedgerLook;
  readonly #now: () => number;
  #opened: Promise<Opened> | undefined;

  /** @param now milliseconds since 1970, which tells what of a day could be read by now. */
  constructor(look: LedgerLook, now: () => number) {
    this.#look = look;
    this.#now = now;
  }

  async ask(request: QueryRequest, signal?: AbortSignal): Promise<ResultSummary> {
    const { queries } = await this.#open();
    throwIfCancelled(signal);
    try {
      return await queries.run(request, (tables) => askedLake(this.#look, this.#now, tables, signal), signal);
    } catch (error) {
      if (error instanceof LockBroken) await this.close();
      if (error instanceof CancelledError || !isMovedSlice(error)) throw error;
      // A slice was replaced while it was read; the newer one answers.
      return queries.run(request, (tables) => askedLake(this.#look, this.#now, tables, signal), signal);
    }
  }

  async heldDays(request: QueryRequest, signal?: AbortSignal): Promise<HeldDays> {
    const names = tablesRead(request);
    const looked = await this.#look.readAll(signal, baseTablesOf(names));
    return heldDays(names, slicesByTable(this.#look.lake, looked), this.#now());
  }

  async estimate(request: QueryRequest, signal?: AbortSignal): Promise<ScanEstimate> {
    return estimateScan(request, (tables) => heldLake(this.#look, this.#now, tables, signal));
  }

  async results(): Promise<HeldResults> {
    return (await this.#open()).asking.results;
  }

  async holds(resultId: string): Promise<boolean> {
    return (await this.#opened)?.asking.results.holds(resultId) ?? false;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await (await opened)?.asking.close();
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#start().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #start(): Promise<Opened> {
    const files = new LakeSliceFiles(this.#look.lake.storage);
    let footers: FooterMemory | undefined;
    const asking = await openAskingDatabase(files.folders, async (database) => {
      footers = await FooterMemory.open(database);
    });
    if (footers === undefined) throw new RangeError("the footers were not opened");
    return { asking, queries: new LakeQueries(footers, asking.results, isSampleTenant, files) };
  }
}
