import type { DuckDBConnection } from "@duckdb/node-api";
import type { TableName } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/all-tables.ts";
import type { SliceContents } from "../ledger/ledger-entry.ts";
import { countUnheld } from "../merge/unheld-rows.ts";
import type { FileStorage } from "../storage/storage.ts";
import { type HeldFile, holdSlice, readContents } from "./held-file.ts";
import type { SliceProver } from "./slice-work.ts";

/** Reads slices in place and writes nothing, for callers that only look at a lake. */
export class SliceLook implements SliceProver<HeldFile> {
  readonly #connection: DuckDBConnection;
  readonly #storage: FileStorage;

  constructor(connection: DuckDBConnection, storage: FileStorage) {
    this.#connection = connection;
    this.#storage = storage;
  }

  hold(path: string): Promise<HeldFile | undefined> {
    return holdSlice(this.#connection, this.#storage, path);
  }

  contents(table: TableName, { file }: HeldFile): Promise<SliceContents> {
    return readContents(this.#connection, table, file);
  }

  unheld(table: TableName, slice: HeldFile, others: readonly HeldFile[], signal?: AbortSignal): Promise<number> {
    return countUnheld(this.#connection, tables[table], slice, others, signal);
  }
}
