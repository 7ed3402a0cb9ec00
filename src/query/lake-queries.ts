import type { DuckDBConnection } from "@duckdb/node-api";
import { type Translation, translate } from "../dialect/translate.ts";
import { type Database, identifier } from "../duckdb/database.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import type { TableCoverage } from "../protocol/table-coverage.ts";
import type { TableName } from "../protocol/tables.ts";
import { readHeader } from "../sqlfile/header.ts";
import { views } from "../tables/sql/views.ts";
import { type AskedDays, askedDays, daysNamed, isAsked, uniteAsked } from "./asked-days.ts";
import { bindParameters } from "./bind-parameters.ts";
import { findBrokenSlice } from "./broken-slice.ts";
import { explainError } from "./explain-error.ts";
import { heldDays } from "./held-days.ts";
import { baseTables, lakeSchema, signInKindOf } from "./lake-schema.ts";
import { type QuerySlice, tableViewSql } from "./lake-views.ts";
import { StatementLock } from "./lock/statement-lock.ts";
import type { ResultSets } from "./results/result-sets.ts";
import { scannedBytes } from "./scanned-bytes.ts";
import { SliceFooterCache } from "./slice-footers.ts";
import { concreteValues, statementParameters } from "./statement-parameters.ts";

/** A lake's slices as they are when a question is asked. */
export type SlicesByTable = ReadonlyMap<TableName, readonly LakeSlice[]>;

/** What a question asks of a table; `signInKinds` are those that it can see, undefined for all. */
export interface AskedOfTable extends AskedDays {
  readonly table: TableName;
  readonly signInKinds: readonly string[] | undefined;
  /** Days that the statement names without bounding what is read of a table. */
  readonly namedDays: readonly string[];
}

/** A lake as it is when a question is asked. */
export interface AskedLake {
  /** Where it is, for people. */
  readonly name: string;
  readonly slices: SlicesByTable;
  /** When it is asked, in milliseconds since 1970: days in words may be counted back from it. */
  readonly nowMs: number;
  /** What of the days asked for was read, one entry for each tenant. */
  readonly coverage: (asked: AskedOfTable) => readonly TableCoverage[];
}

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
  readonly #footers = new SliceFooterCache();
  readonly #lock = new StatementLock();

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
   * @throws TenantTrailError `bad-argument` for a parameter that does not fit its type; others with a place in the
   * user's text; CancelledError.
   */
  async run(request: QueryRequest, lake: AskedLake, signal?: AbortSignal): Promise<ResultSummary> {
    const startedAt = performance.now();
    const parameters = statementParameters(request);
    const translation = translate(request.sql, { schema: lakeSchema(), parameterTypes: parameters.types });
    const params = concreteValues(parameters, () => heldDays(translation.tables, lake.slices, lake.nowMs));
    const bound = bindParameters(translation, params);
    const asked = askedOfTables(translation, params);
    const read = new Map(asked.map((each) => [each.table, readSlices(each, lake.slices)]));
    const files = [...read.values()].flat();
    await this.#requireFiles(files.map(({ path }) => path));
    const askedAt = new Date().toISOString();
    return this.#database.use(async (connection) => {
      try {
        await this.#lock.check(connection, translation);
        await createViews(connection, translation.tables, read);
        return await this.#results.create({
          title: request.title ?? readHeader(request.sql)?.header.title ?? "Query",
          sql: request.sql,
          statement: translation.sql,
          ...bound,
          names: translation.columns.map(({ name }) => name),
          connection,
          engine: "duckdb",
          scannedBytes: await scannedBytes(connection, textsOf(translation), files, this.#footers),
          lake: lake.name,
          params: usedParameters(translation, params),
          askedAt,
          coverage: await this.#coverage(connection, asked, lake, read),
          simulated: files.some(({ tenants }) => tenants.some(this.#isSimulated)),
          startedAt,
          ...(signal && { signal }),
        });
      } catch (error) {
        throw (await findBrokenSlice(connection, error, files)) ?? explainError(error, translation);
      }
    });
  }

  /** What of the days asked for was read, with the newest event of each tenant where footers tell it. */
  async #coverage(
    connection: DuckDBConnection,
    asked: readonly AskedOfTable[],
    lake: AskedLake,
    read: ReadonlyMap<TableName, readonly LakeSlice[]>,
  ): Promise<readonly TableCoverage[]> {
    const entries = asked.flatMap((each) => lake.coverage(each));
    return Promise.all(
      entries.map(async (entry) => {
        const held = (read.get(entry.table) ?? []).filter(({ tenants }) => tenants.includes(entry.tenantId ?? ""));
        const newestDay = held.at(-1)?.day;
        const newest = held.filter(({ day }) => day === newestDay);
        // A slice of several tenants does not tell whose its newest event is.
        if (newest.length === 0 || newest.some(({ tenants }) => tenants.length > 1)) return entry;
        const footers = await this.#footers.of(connection, newest);
        const newestEvent = footers
          .flatMap((footer) => footer.newestEvent ?? [])
          .toSorted()
          .at(-1);
        return newestEvent === undefined ? entry : { ...entry, newestEvent };
      }),
    );
  }
}

/** What a statement asks of every base table that it reads, in the order in which it names them. */
function askedOfTables(
  translation: Translation,
  params: Readonly<Record<string, ParameterValue>>,
): readonly AskedOfTable[] {
  const named = translation.tables.flatMap((name) => {
    const asked = askedDays(translation.reads, name, params);
    return baseTables(name).map((table) => ({
      table,
      asked,
      kind: table === "signins" ? signInKindOf(name) : undefined,
    }));
  });
  const namedDays = daysNamed(translation.looseDays, params);
  return [...Map.groupBy(named, ({ table }) => table)].map(([table, of]) => ({
    table,
    namedDays,
    ...uniteAsked(of.map(({ asked }) => asked)),
    signInKinds: of.some(({ kind }) => kind === undefined) ? undefined : of.flatMap(({ kind }) => kind ?? []),
  }));
}

/** The slices of a table in the days that a statement asks for, oldest first. */
function readSlices(asked: AskedOfTable, slices: SlicesByTable): readonly LakeSlice[] {
  return (slices.get(asked.table) ?? []).filter(({ day }) => isAsked(asked, day));
}

/** The values of the parameters that the statement names. */
function usedParameters(
  { parameters }: Translation,
  values: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(parameters.map((name) => [name, values[name] ?? null]));
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
