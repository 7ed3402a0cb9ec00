import type { LedgerLook } from "../../lake/ledger-look.ts";
import { slicesByTable } from "../../lake/log-days.ts";
import { throwIfCancelled } from "../../protocol/errors.ts";
import { dayOfInstant } from "../../protocol/log-day.ts";
import type { QueryProgress, QueryRequest, ResultSummary, ScanEstimate } from "../../protocol/query.ts";
import { type HeldDays, heldDaysOf } from "../../protocol/relative-days.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { AthenaAccess, AthenaPlace } from "../../query/athena/athena-access.ts";
import { AthenaQueries } from "../../query/athena/athena-queries.ts";
import { preparedStatement } from "../../query/athena/prepared-statement.ts";
import type { Engine, HeldResults } from "../../query/engine.ts";
import { heldDays, tablesRead } from "../../query/held-days.ts";
import { baseTablesOf } from "../../query/lake-schema.ts";
import { isSampleTenant } from "../../sample-tenant/tenant.ts";
import { askedLake, heldLake } from "./asked-lake.ts";
import { type AskingDatabase, openAskingDatabase } from "./asking-database.ts";

/** Where Athena is asked, and about what. */
export interface AthenaWorld {
  readonly access: AthenaAccess;
  readonly place: AthenaPlace;
  /** The ledger of the lake that the database's tables show; undefined for a database of other tables. */
  readonly look: LedgerLook | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Athena for the user's own SQL. Results come into a DuckDB of its own, opened with the first question. */
export class AthenaEngine implements Engine {
  readonly kind = "athena";
  readonly #world: AthenaWorld;
  #opened: Promise<AskingDatabase> | undefined;

  constructor(world: AthenaWorld) {
    this.#world = world;
  }

  async ask(
    request: QueryRequest,
    signal?: AbortSignal,
    onProgress?: (progress: QueryProgress) => void,
  ): Promise<ResultSummary> {
    const { access, place, look, now } = this.#world;
    const { results } = await this.#open();
    throwIfCancelled(signal);
    const queries = new AthenaQueries(access, place, results, isSampleTenant);
    const lookAt = look && ((tables: readonly TableName[]) => askedLake(look, now, tables, signal));
    return queries.run(request, lookAt, now(), { signal, onProgress });
  }

  async heldDays(request: QueryRequest, signal?: AbortSignal): Promise<HeldDays> {
    const { look, now } = this.#world;
    if (look === undefined) return heldDaysOf(new Set(), dayOfInstant(now()));
    const names = tablesRead(request);
    const looked = await look.readAll(signal, baseTablesOf(names));
    return heldDays(names, slicesByTable(look.lake, looked), now());
  }

  async estimate(request: QueryRequest, signal?: AbortSignal): Promise<ScanEstimate> {
    const { place, look, now } = this.#world;
    const lookAt = look && ((tables: readonly TableName[]) => heldLake(look, now, tables, signal));
    return (await preparedStatement(request, lookAt, place.database, now())).estimate;
  }

  async results(): Promise<HeldResults> {
    return (await this.#open()).results;
  }

  async holds(resultId: string): Promise<boolean> {
    return (await this.#opened)?.results.holds(resultId) ?? false;
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await (await opened)?.close();
  }

  #open(): Promise<AskingDatabase> {
    this.#opened ??= openAskingDatabase([]).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}
