import type { DuckDBConnection } from "@duckdb/node-api";
import { type Database, identifier } from "../duckdb/database.ts";
import type { ParameterValue, QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { TableName } from "../protocol/tables.ts";
import { readHeader } from "../sqlfile/header.ts";
import { views } from "../tables/views.ts";
import { findBrokenSlice } from "./broken-slice.ts";
import { ColumnSizeCache } from "./column-sizes.ts";
import { bindParameters, typeOfValue } from "./dialect/bind-parameters.ts";
import { daysOf } from "./dialect/day-bounds.ts";
import { explainError } from "./dialect/explain-error.ts";
import { type Translation, translate } from "./dialect/translate.ts";
import { baseTables, lakeSchema } from "./lake-schema.ts";
import { pruneSlices, type QuerySlice, tableViewSql } from "./lake-views.ts";
import type { ResultSets } from "./results/result-sets.ts";
import { scannedBytes } from "./scanned-bytes.ts";

/** A lake's slices as they are when a question is asked. */
export type SlicesByTable = ReadonlyMap<TableName, readonly LakeSlice[]>;

export interface LakeSlice extends QuerySlice {
  /** In the lake's storage. */
  readonly path: string;
  readonly tenants: readonly string[];
}

/** Questions in Trino's SQL to a lake's slices, answered by DuckDB. */
export class LakeQueries {
  readonly #database: Database;
  readonly #results: ResultSets;
  readonly #isSimulated: (tenantId: string) => boolean;
  readonly #requireFiles: (paths: readonly string[]) => Promise<void>;
  readonly #sizes = new ColumnSizeCache();

  /** @param requireFiles see `FileStorage`: DuckDB opens slices by their path, whatever lies there. */
  constructor(
    database: Database,
    results: ResultSets,
    isSimulated: (tenantId: string) => boolean,
    requireFiles: (paths: readonly string[]) => Promise<void>,
  ) {
    this.#database = database;
    this.#results = results;
    this.#isSimulated = isSimulated;
    this.#requireFiles = requireFiles;
  }

  /**
   * Runs one statement to its end and holds the result. Parameters without a value take their header's default.
   * @throws TenantTrailError with a place in the user's text; CancelledError.
   */
  async run(request: QueryRequest, slices: SlicesByTable, signal?: AbortSignal): Promise<ResultSummary> {
    const startedAt = performance.now();
    const header = readHeader(request.sql)?.header;
    // A parameter may be called `constructor` or `__proto__`.
    const given = new Map(Object.entries(request.params ?? {}));
    const types = new Map<string, string>();
    for (const [name, value] of given) {
      const type = typeOfValue(value);
      if (type !== undefined) types.set(name, type);
    }
    for (const { name, type, default: preset } of header?.params ?? []) {
      if (given.get(name) === undefined && preset !== undefined) given.set(name, preset);
      types.set(name, type);
    }
    const params: Readonly<Record<string, ParameterValue>> = Object.fromEntries(given);
    const translation = translate(request.sql, { schema: lakeSchema(), parameterTypes: Object.fromEntries(types) });
    const bound = bindParameters(translation, params);
    const read = readSlices(translation, slices, params);
    const days = [...new Set([...read.values()].flat().map(({ day }) => day))].sort();
    const [from, to] = [days[0], days.at(-1)];
    const files = [...read.values()].flat();
    await this.#requireFiles(files.map(({ path }) => path));
    return this.#database.use(async (connection) => {
      try {
        await createViews(connection, translation.tables, read);
        return await this.#results.create({
          title: request.title ?? header?.title ?? "Query",
          sql: request.sql,
          statement: translation.sql,
          ...bound,
          names: translation.columns.map(({ name }) => name),
          connection,
          engine: "duckdb",
          scannedBytes: await scannedBytes(connection, textsOf(translation), files, this.#sizes),
          ...(from !== undefined && to !== undefined && { daysRead: { from, to, count: days.length } }),
          simulated: files.some(({ tenants }) => tenants.some(this.#isSimulated)),
          startedAt,
          ...(signal && { signal }),
        });
      } catch (error) {
        throw (await findBrokenSlice(connection, error, files)) ?? explainError(error, translation);
      }
    });
  }
}

/** The slices of every base table that a statement reads, in the days that its filters allow. */
function readSlices(
  translation: Translation,
  slices: SlicesByTable,
  params: Readonly<Record<string, ParameterValue>>,
): Map<TableName, readonly LakeSlice[]> {
  const read = new Map<TableName, readonly LakeSlice[]>();
  for (const name of translation.tables) {
    const range = daysOf(translation.reads, name, params);
    for (const table of baseTables(name)) {
      const inRange = new Set(pruneSlices(slices.get(table) ?? [], range));
      const chosen = (slices.get(table) ?? []).filter(
        (slice) => inRange.has(slice) || read.get(table)?.includes(slice),
      );
      read.set(table, chosen);
    }
  }
  return read;
}

/** The statement and the views that it names: together they name every column that is read. */
function textsOf(translation: Translation): readonly string[] {
  const named = views("duckdb").filter(({ name }) => translation.tables.includes(name));
  return [translation.sql, ...named.map(({ sql }) => sql)];
}

/** Makes the views that a statement names, and those that they stand on; making one reads the footers of its slices. */
async function createViews(
  connection: DuckDBConnection,
  named: readonly string[],
  read: ReadonlyMap<TableName, readonly QuerySlice[]>,
): Promise<void> {
  for (const [table, slices] of read) await connection.run(tableViewSql(table, slices));
  for (const view of views("duckdb"))
    if (named.includes(view.name))
      await connection.run(`CREATE OR REPLACE TEMP VIEW ${identifier(view.name)} AS ${view.sql}`);
}
