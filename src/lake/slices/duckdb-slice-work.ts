import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, literal } from "../../duckdb/database.ts";
import type { TableName } from "../../protocol/tables.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { stageSliceRows } from "../merge/stage-slices.ts";
import type { FileStorage } from "../storage/storage.ts";
import { findParts } from "./approximate-rows.ts";
import { DuckDBSliceLane, type MergeMemory, type SharedMerging } from "./duckdb-slice-lane.ts";
import type { HeldFile } from "./held-file.ts";
import { rowsNotShown } from "./held-rows.ts";
import type { BatchWork, FoundParts, HeldRow, HeldRowsQuestion, RecoveryWork } from "./slice-work.ts";
import { addStagedColumn, createStaging, dropStaging, nameInput, type StagedRow, stageRows } from "./staging.ts";

/** Slice work by DuckDB over files. The staged rows are those of the table that `createStaging` makes. */
export class DuckDBSliceWork extends DuckDBSliceLane implements BatchWork<HeldFile>, RecoveryWork<HeldFile> {
  readonly furtherLanes: readonly DuckDBSliceLane[];
  readonly #connection: DuckDBConnection;
  readonly #furtherConnections: readonly DuckDBConnection[];
  readonly #shared: SharedMerging;

  /** Each further connection to the same database, which is used by nobody else, makes a lane. */
  constructor(
    connection: DuckDBConnection,
    storage: FileStorage,
    memory: MergeMemory = {},
    furtherConnections: readonly DuckDBConnection[] = [],
  ) {
    const shared: SharedMerging = { storage, memory, rehomes: false, firstSeen: "observed_ms" };
    super(connection, shared);
    this.#connection = connection;
    this.#furtherConnections = furtherConnections;
    this.#shared = shared;
    this.furtherLanes = furtherConnections.map((further) => new DuckDBSliceLane(further, shared));
  }

  async stage(rows: readonly StagedRow[], refs: ReadonlyMap<number, string>): Promise<void> {
    await this.#renewStaging();
    this.#shared.firstSeen = "observed_ms";
    for (const [input, ref] of refs) await nameInput(this.#connection, input, ref);
    await stageRows(this.#connection, rows);
  }

  async stageSlices(table: TableName, slices: readonly HeldFile[]): Promise<void> {
    await this.#renewStaging();
    this.#shared.firstSeen = "first_seen_ms";
    const staged = await addStagedColumn(this.#connection, "first_seen_ms BIGINT");
    await stageSliceRows(this.#connection, table, slices, staged);
  }

  async #renewStaging(): Promise<void> {
    await this.#connection.run("DROP VIEW IF EXISTS named_rows");
    await dropStaging(this.#connection);
    await createStaging(this.#connection);
  }

  async notShown(
    paths: readonly string[],
    question: HeldRowsQuestion,
    isShown: (key: string) => boolean,
  ): Promise<readonly HeldRow[]> {
    return rowsNotShown(this.#connection, this.#shared.storage, paths, question, isShown);
  }

  async nameTenants(unnamedTenant: string): Promise<void> {
    const reader = await this.#connection.runAndReadAll("SELECT current_catalog()");
    const catalog = identifier(String(reader.getRowsJS()[0]?.[0]));
    for (const further of this.#furtherConnections) await further.run(`USE ${catalog}`);
    for (const connection of [this.#connection, ...this.#furtherConnections])
      await connection.run(
        `CREATE OR REPLACE TEMP VIEW named_rows AS
           SELECT * REPLACE (coalesce(tenant_id, ${literal(unnamedTenant)}) AS tenant_id), tenant_id IS NULL AS unnamed
           FROM staged`,
      );
  }

  /** Rows that are staged in a file of their own are still there after it is opened again. */
  async forgetRead(): Promise<void> {
    const reader = await this.#connection.runAndReadAll(
      "SELECT path, current_database() FROM duckdb_databases() WHERE database_name = 'staging'",
    );
    const [path, current] = reader.getRowsJS()[0] ?? [];
    if (typeof path !== "string" || current !== "staging") return;
    const all = [this.#connection, ...this.#furtherConnections];
    for (const connection of all) await connection.run("USE moves");
    await this.#connection.run("DETACH staging");
    await this.#connection.run(`ATTACH ${literal(path)} AS staging`);
    for (const connection of all) await connection.run("USE staging");
  }

  async rowsByDay(table: TableName): Promise<ReadonlyMap<string, number>> {
    const reader = await this.#connection.runAndReadAll(
      `SELECT strftime(make_timestamp(event_ms * 1000), '%Y-%m-%d') AS day, count(*)::INTEGER
       FROM staged WHERE tbl = ${literal(table)} GROUP BY day ORDER BY day`,
    );
    return new Map(reader.getRowsJS().map(([day, rows]) => [String(day), Number(rows)]));
  }

  async findParts(table: TableName, state: LedgerState): Promise<FoundParts> {
    const found = await findParts(this.#connection, this.#shared.storage, table, state);
    this.#shared.rehomes = found.rehomes;
    return found;
  }
}
