import { join } from "node:path";
import { minuteMs } from "../base/time-units.ts";
import { trinoFunctionsSql } from "../dialect/macros/trino-functions.ts";
import { Database } from "../duckdb/database.ts";
import { LockBroken, lockDown } from "../duckdb/lock-down.ts";
import { answerCoverage } from "../lake/collecting/answer-coverage.ts";
import { logSources } from "../lake/collecting/log-sources.ts";
import { listTenants } from "../lake/collecting/tenant-settings.ts";
import { slicesByTable } from "../lake/days.ts";
import { emptyLedger } from "../lake/ledger/ledger-state.ts";
import type { LedgerLook } from "../lake/ledger-look.ts";
import { makePrivateFolder } from "../lake/storage/private-files.ts";
import type { SourceId } from "../protocol/collector.ts";
import { CancelledError, throwIfCancelled } from "../protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { HeldDays } from "../protocol/relative-days.ts";
import { tableNames } from "../protocol/tables.ts";
import type { Engine, HeldResults } from "../query/engine.ts";
import { FooterMemory } from "../query/footer-memory.ts";
import { heldDays, tablesRead } from "../query/held-days.ts";
import { type AskedLake, LakeQueries } from "../query/lake-queries.ts";
import { ResultSets } from "../query/results/result-sets.ts";
import { isSampleTenant } from "../sample-tenant/tenant.ts";
import { LakeSliceFiles } from "./lake-slice-files.ts";
import { isMovedSlice } from "./swept-slice.ts";
import { TemporaryFolder } from "./temporary-folder.ts";
import { tenantNames } from "./tenant-names.ts";

/** A question may use this much memory before it spills to the disk. */
const memoryLimit = "1GB";

interface Opened {
  readonly database: Database;
  readonly folder: TemporaryFolder;
  readonly queries: LakeQueries;
  readonly results: ResultSets;
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
      return await queries.run(request, await this.#asked(signal), signal);
    } catch (error) {
      if (error instanceof LockBroken) await this.close();
      if (error instanceof CancelledError || !isMovedSlice(error)) throw error;
      // A slice was replaced while it was read; the newer one answers.
      return queries.run(request, await this.#asked(signal), signal);
    }
  }

  async heldDays(request: QueryRequest, signal?: AbortSignal): Promise<HeldDays> {
    return heldDays(tablesRead(request), slicesByTable(this.#look.lake, await this.#look.readAll(signal)), this.#now());
  }

  async results(): Promise<HeldResults> {
    return (await this.#open()).results;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    if (opened === undefined) return;
    const { database, folder } = await opened;
    database.close();
    await folder.remove();
  }

  /** The lake as it is now: its slices, and what of its days was read. */
  async #asked(signal: AbortSignal | undefined): Promise<AskedLake> {
    const { lake } = this.#look;
    const looking = this.#look.readAll(signal);
    const [looked, tenants, left] = await Promise.all([
      looking,
      listTenants(lake.storage),
      this.#look.left(looking, tableNames, minuteMs, signal),
    ]);
    const nameOf = tenantNames(tenants);
    return {
      name: lake.storage.locate(""),
      slices: slicesByTable(lake, looked),
      nowMs: this.#now(),
      coverage: ({ signInKinds, ...asked }) => {
        const { state, damage } = looked.get(asked.table) ?? { state: emptyLedger };
        const sources = signInKinds && sourcesOfKinds(signInKinds);
        return answerCoverage(
          { ...asked, ...(sources && { sources }) },
          {
            state,
            isDamaged: damage !== undefined,
            unnamedDays: left.flatMap(({ part }) => (part.table === asked.table ? [part.day] : [])),
            // A damaged ledger no longer says what was read, so nothing is known of what is held.
            tenants: damage === undefined ? tenants : [],
            nameOf,
            nowMs: this.#now(),
          },
        );
      },
    };
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#start().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #start(): Promise<Opened> {
    const folder = await TemporaryFolder.make("results");
    try {
      return await this.#startIn(folder);
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  async #startIn(folder: TemporaryFolder): Promise<Opened> {
    const [exports, spill] = [join(folder.path, "exports"), join(folder.path, "spill")];
    for (const own of [exports, spill]) await makePrivateFolder(own);
    const database = await Database.open({ memoryLimit, temporaryFolder: spill });
    await database.use(async (connection) => {
      for (const statement of trinoFunctionsSql()) await connection.run(statement);
    });
    const files = new LakeSliceFiles(this.#look.lake.storage);
    const footers = await FooterMemory.open(database);
    await lockDown(database, [...files.folders, exports]);
    const results = new ResultSets(database, { scratchFolder: exports });
    return { database, folder, results, queries: new LakeQueries(footers, results, isSampleTenant, files) };
  }
}

/** The sources of some kinds of sign-in; the v1.0 API offers interactive ones only (graph.md §2.1). */
function sourcesOfKinds(kinds: readonly string[]): ReadonlySet<SourceId> {
  const sources = Object.values(logSources).map(({ id }) => id);
  return new Set(
    sources.filter((id) =>
      kinds.some((kind) => id === `signIns.${kind}` || (id === "signIns.v1.0" && kind === "interactiveUser")),
    ),
  );
}
