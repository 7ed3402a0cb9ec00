import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier } from "../duckdb/database.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { TableName } from "../protocol/tables.ts";
import { readHeader } from "../sqlfile/header.ts";
import { views } from "../tables/sql/views.ts";
import { bindParameters } from "./bind-parameters.ts";
import { findBrokenSlice } from "./broken-slice.ts";
import { explainError } from "./explain-error.ts";
import type { FooterMemory } from "./footer-memory.ts";
import { heldDays } from "./held-days.ts";
import { type LookAtLake, lakeQuestion, usedParameters } from "./lake-question.ts";
import { baseTablesOf } from "./lake-schema.ts";
import { tableViewSql } from "./lake-views.ts";
import { StatementLock } from "./lock/statement-lock.ts";
import type { ResultSets } from "./results/result-sets.ts";
import { scannedBytes } from "./scanned-bytes.ts";
import type { SliceFile, SliceFiles } from "./slice-files.ts";
import { concreteValues, sqlWithValues, statementParameters } from "./statement-parameters.ts";
import { Translations } from "./translations.ts";

/** Questions in Trino's SQL to a lake's slices, answered by DuckDB. */
export class LakeQueries {
  readonly #footers: FooterMemory;
  readonly #results: ResultSets;
  readonly #isSimulated: (tenantId: string) => boolean;
  readonly #files: SliceFiles;
  readonly #lock = new StatementLock();
  readonly #translations = new Translations();
  /** The statements that made the views which a connection has. */
  readonly #views = new WeakMap<DuckDBConnection, string>();

  constructor(
    footers: FooterMemory,
    results: ResultSets,
    isSimulated: (tenantId: string) => boolean,
    files: SliceFiles,
  ) {
    this.#footers = footers;
    this.#results = results;
    this.#isSimulated = isSimulated;
    this.#files = files;
  }

  /**
   * Runs one statement to its end and holds the result. Parameters without a value take their header's default.
   * @param lookAt the lake as it is now, of the tables that the statement reads.
   * @throws TenantTrailError `bad-argument` for a parameter that does not fit its type; others with a place in the
   * user's text; CancelledError.
   */
  async run(request: QueryRequest, lookAt: LookAtLake, signal?: AbortSignal): Promise<ResultSummary> {
    const startedAt = performance.now();
    const parameters = statementParameters(request);
    const translation = this.#translations.of(request.sql, parameters.types);
    const lake = await lookAt(baseTablesOf(translation.tables));
    const params = concreteValues(parameters, () => heldDays(translation.tables, lake.slices, lake.nowMs));
    const bound = bindParameters(translation, params);
    const { asked, needed, words, coverage, read } = lakeQuestion(translation, params, lake);
    const found = await this.#files.find(needed, signal);
    try {
      const { files } = found;
      const askedAt = new Date().toISOString();
      const paths = files.map(({ file }) => file);
      return await this.#footers.use(paths, async (connection) => {
        try {
          await this.#lock.check(connection, translation);
          await this.#makeViews(
            connection,
            viewsSql(
              translation.tables,
              asked.map(({ table }) => table),
              files,
              words,
            ),
          );
          return await this.#results.create({
            title: request.title ?? readHeader(request.sql)?.header.title ?? "Query",
            sql: request.sql,
            statement: translation.sql,
            ...bound,
            names: translation.columns.map(({ name }) => name),
            connection,
            engine: "duckdb",
            scannedBytes: scannedBytes(words, files),
            lake: lake.name,
            params: usedParameters(translation, params),
            ...sqlWithValues(request.sql, usedParameters(translation, params), parameters.types, translation),
            askedAt,
            coverage,
            ...(read && { origin: { read } }),
            simulated: files.some(({ tenants }) => tenants.some(this.#isSimulated)),
            startedAt,
            ...(signal && { signal }),
          });
        } catch (error) {
          throw (await findBrokenSlice(connection, error, files)) ?? explainError(error, translation);
        }
      });
    } finally {
      await found.release();
    }
  }

  /** Views that a connection has from its last question, over the same slices, are not made again. */
  async #makeViews(connection: DuckDBConnection, statements: string): Promise<void> {
    if (statements === "" || this.#views.get(connection) === statements) return;
    this.#views.delete(connection);
    await connection.run(statements);
    this.#views.set(connection, statements);
  }
}

/** What makes the views that a statement names, and before them those that they stand on. */
function viewsSql(
  named: readonly string[],
  tables: readonly TableName[],
  files: readonly SliceFile[],
  words: ReadonlySet<string>,
): string {
  const bases = tables.map((name) =>
    tableViewSql(
      name,
      files.filter(({ table }) => table === name),
      words,
    ),
  );
  const others = views("duckdb", (name) => named.includes(name)).map(
    ({ name, sql }) => `CREATE OR REPLACE TEMP VIEW ${identifier(name)} AS ${sql}`,
  );
  return [...bases, ...others].join(";\n");
}
