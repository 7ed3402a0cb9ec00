import type { DuckDBConnection } from "@duckdb/node-api";
import { type Translation, translate } from "../dialect/translate.ts";
import { identifier } from "../duckdb/database.ts";
import type { QueryRequest, ResultSummary } from "../protocol/query.ts";
import type { ParameterValue } from "../protocol/query-parameters.ts";
import type { TableCoverage } from "../protocol/table-coverage.ts";
import type { TableName } from "../protocol/tables.ts";
import { readHeader } from "../sqlfile/header.ts";
import { views, visibleAuditsSql } from "../tables/sql/views.ts";
import { type AskedDays, askedDays, daysNamed, isAsked, uniteAsked } from "./asked-days.ts";
import { bindParameters } from "./bind-parameters.ts";
import { findBrokenSlice } from "./broken-slice.ts";
import { explainError } from "./explain-error.ts";
import type { FooterMemory } from "./footer-memory.ts";
import { heldDays } from "./held-days.ts";
import { baseTables, lakeSchema, signInKindOf } from "./lake-schema.ts";
import type { LakeSlice, SlicesByTable } from "./lake-slice.ts";
import { mayHideRows, tableViewSql } from "./lake-views.ts";
import { StatementLock } from "./lock/statement-lock.ts";
import { neededSlices } from "./needed-slices.ts";
import type { ResultSets } from "./results/result-sets.ts";
import { scannedBytes } from "./scanned-bytes.ts";
import type { SliceFile, SliceFiles } from "./slice-files.ts";
import { concreteValues, statementParameters } from "./statement-parameters.ts";

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

/** Questions in Trino's SQL to a lake's slices, answered by DuckDB. */
export class LakeQueries {
  readonly #footers: FooterMemory;
  readonly #results: ResultSets;
  readonly #isSimulated: (tenantId: string) => boolean;
  readonly #files: SliceFiles;
  readonly #lock = new StatementLock();
  readonly #schema = lakeSchema();

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
   * @throws TenantTrailError `bad-argument` for a parameter that does not fit its type; others with a place in the
   * user's text; CancelledError.
   */
  async run(request: QueryRequest, lake: AskedLake, signal?: AbortSignal): Promise<ResultSummary> {
    const startedAt = performance.now();
    const parameters = statementParameters(request);
    const translation = translate(request.sql, { schema: this.#schema, parameterTypes: parameters.types });
    const params = concreteValues(parameters, () => heldDays(translation.tables, lake.slices, lake.nowMs));
    const bound = bindParameters(translation, params);
    const asked = askedOfTables(translation, params);
    const found = await this.#files.find(
      asked.flatMap(({ table }) => neededOf(table, translation, params, lake.slices)),
      signal,
    );
    try {
      const { files } = found;
      const hides = mayHideRows(
        "audits",
        files.filter(({ table }) => table === "audits"),
      );
      const words = wordsOf(translation, hides);
      const askedAt = new Date().toISOString();
      const paths = files.map(({ file }) => file);
      return await this.#footers.use(paths, async (connection) => {
        try {
          await this.#lock.check(connection, translation);
          await createViews(
            connection,
            translation.tables,
            asked.map(({ table }) => table),
            files,
            words,
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
            askedAt,
            coverage: asked.flatMap((each) => coverageOf(each, lake)),
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
}

/** Which of the days asked for were read, with the newest event of each tenant where slices show it. */
function coverageOf(asked: AskedOfTable, lake: AskedLake): readonly TableCoverage[] {
  return lake.coverage(asked).map((entry) => {
    const held = slicesOfDays(asked, lake.slices).filter(({ tenants }) => tenants.includes(entry.tenantId ?? ""));
    const newestDay = held.at(-1)?.day;
    const newest = held.filter(({ day }) => day === newestDay);
    // A slice of several tenants does not show which tenant its newest event belongs to.
    if (newest.length === 0 || newest.some(({ tenants }) => tenants.length > 1)) return entry;
    const newestMs = Math.max(...newest.flatMap(({ lastMs }) => lastMs ?? []));
    return Number.isFinite(newestMs) ? { ...entry, newestEvent: new Date(newestMs).toISOString() } : entry;
  });
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
function slicesOfDays(asked: AskedOfTable, slices: SlicesByTable): readonly LakeSlice[] {
  return (slices.get(asked.table) ?? []).filter(({ day }) => isAsked(asked, day));
}

/** The slices of a table that can hold a row of the answer. */
function neededOf(
  table: TableName,
  { reads }: Translation,
  params: Readonly<Record<string, ParameterValue>>,
  slices: SlicesByTable,
): readonly LakeSlice[] {
  const ours = reads.filter((read) => baseTables(read.table).includes(table));
  return neededSlices(slices.get(table) ?? [], ours, params);
}

/** The values of the parameters that the statement names. */
function usedParameters(
  { parameters }: Translation,
  values: Readonly<Record<string, ParameterValue>>,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(parameters.map((name) => [name, values[name] ?? null]));
}

/**
 * Every word of the statement, the views that it names and what stands behind its tables, in lower case: every column
 * that is read is among them, because the translation writes `*` out.
 */
function wordsOf(translation: Translation, hidesAudits: boolean): ReadonlySet<string> {
  const named = views("duckdb").filter(({ name }) => translation.tables.includes(name));
  const texts = [
    translation.sql,
    ...named.map(({ sql }) => sql),
    ...(hidesAudits ? [visibleAuditsSql("audits", "duckdb")] : []),
  ];
  return new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? []));
}

/** Makes the views that a statement names, and those that they stand on. */
async function createViews(
  connection: DuckDBConnection,
  named: readonly string[],
  tables: readonly TableName[],
  files: readonly SliceFile[],
  words: ReadonlySet<string>,
): Promise<void> {
  for (const name of tables)
    await connection.run(
      tableViewSql(
        name,
        files.filter(({ table }) => table === name),
        words,
      ),
    );
  for (const view of views("duckdb"))
    if (named.includes(view.name))
      await connection.run(`CREATE OR REPLACE TEMP VIEW ${identifier(view.name)} AS ${view.sql}`);
}
