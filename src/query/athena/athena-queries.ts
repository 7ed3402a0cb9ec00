import { athenaPrice, priceWords, scannedWords } from "../../protocol/aws/athena-price.ts";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { AthenaRun } from "../../protocol/evidence/result-origin.ts";
import type { QueryProgress, QueryRequest, ResultSummary, ScanEstimate } from "../../protocol/query.ts";
import { readHeader } from "../../sqlfile/header.ts";
import { sliceTable } from "../../tables/sql/glue.ts";
import { views, visibleAuditsSql } from "../../tables/sql/views.ts";
import { requireDays } from "../bind-parameters.ts";
import { type LakeQuestion, type LookAtLake, usedParameters } from "../lake-question.ts";
import { baseTables } from "../lake-schema.ts";
import type { ResultSets } from "../results/result-sets.ts";
import { sqlWithValues } from "../statement-parameters.ts";
import type { AthenaAccess, AthenaPlace } from "./athena-access.ts";
import { athenaStatement, type NamedQuery } from "./athena-statement.ts";
import type { KnownStatement } from "./known-statement.ts";
import { preparedStatement } from "./prepared-statement.ts";
import { arrivingColumn } from "./results/column-values.ts";
import { countedRows } from "./results/counted-rows.ts";
import { readResult } from "./results/result-rows.ts";
import { type EndedExecution, runToItsEnd } from "./running/execution.ts";
import { failedExecution } from "./running/failed-execution.ts";
import { type QueryWorkgroup, readWorkgroup } from "./running/workgroup.ts";

/** How a question is followed. */
export interface AskingAthena {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: QueryProgress) => void) | undefined;
  /** Waits between two looks at a run. Default: the clock. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Questions in Trino's SQL, answered by Athena. */
export class AthenaQueries {
  readonly #access: AthenaAccess;
  readonly #place: AthenaPlace;
  readonly #results: ResultSets;
  readonly #isSimulated: (tenantId: string) => boolean;

  constructor(
    access: AthenaAccess,
    place: AthenaPlace,
    results: ResultSets,
    isSimulated: (tenantId: string) => boolean,
  ) {
    this.#access = access;
    this.#place = place;
    this.#results = results;
    this.#isSimulated = isSimulated;
  }

  /**
   * Runs one statement to its end and holds the result.
   * @param lookAt the lake as it is now, of the tables that the statement names; undefined for a database of other tables,
   *   of which nothing is known.
   * @param nowMs milliseconds since 1970.
   * @throws TenantTrailError with a place in the user's text where the statement is at fault; `too-expensive` when it may
   *   scan more than the request allows, or nobody knows; CancelledError, and then the run is stopped.
   */
  async run(
    request: QueryRequest,
    lookAt: LookAtLake | undefined,
    nowMs: number,
    asking: AskingAthena = {},
  ): Promise<ResultSummary> {
    const startedAt = performance.now();
    const { signal, onProgress, wait } = asking;
    const { sql } = request;
    const { known, values, types, lake, question, estimate } = await preparedStatement(
      request,
      lookAt,
      this.#place.database,
      nowMs,
    );
    throwIfCancelled(signal);
    const { translation, asks } = known;
    if (translation !== undefined) requireDays(translation, values);
    const statement = athenaStatement(sql, {
      translation,
      values,
      types,
      ...(translation && { uses: translation.parameterUses }),
      database: this.#place.database,
      before: question === undefined ? [] : namedQueries(known, question),
      hidden: question === undefined ? [] : [sliceTable("audits")],
    });
    requireCheap(request, estimate);
    throwIfCancelled(signal);
    const workgroup = await readWorkgroup(this.#access, this.#place.workgroup, signal);
    requireBounded(request, estimate, workgroup);
    const askedAt = new Date().toISOString();
    onProgress?.({ estimate });
    const ended = await runToItsEnd(
      this.#access,
      this.#place,
      statement.text,
      (execution) => failedExecution(execution, statement),
      { signal, ...(wait && { wait }) },
    );
    const result = await readResult(this.#access, ended, workgroup.keepsResults, signal);
    const names = translation?.columns.length === result.columns.length ? translation.columns : undefined;
    if (names === undefined && statement.sentAsJson.size > 0)
      throw new TenantTrailError("read-failed", "Athena's result has other columns than the query. Run it again.");
    const columns = result.columns.map((info, index) =>
      arrivingColumn({ ...info, Name: names?.[index]?.name ?? info.Name }, statement.sentAsJson.get(index)),
    );
    return this.#results.receive({
      title: request.title ?? readHeader(sql)?.header.title ?? "Query",
      sql,
      columns,
      batches: result.batches,
      notes: columns.flatMap(({ note }) => note ?? []),
      notesOnRows: (rows) => countedRows(this.#access, ended.id, rows, signal),
      engine: "athena",
      scannedBytes: ended.execution.Statistics?.DataScannedInBytes ?? 0,
      lake: lake?.name ?? `${this.#place.database} (Athena)`,
      params: usedParameters(asks, values),
      ...sqlWithValues(sql, usedParameters(asks, values), types, translation),
      askedAt,
      coverage: question?.coverage ?? [],
      origin: { ...(question?.read && { read: question.read }), athena: athenaRun(ended, this.#place) },
      simulated: question?.needed.some(({ tenants }) => tenants.some(this.#isSimulated)) ?? false,
      startedAt,
      signal,
      onFirstRows: onProgress && ((firstRows) => onProgress({ firstRows })),
    });
  }
}

function athenaRun({ id, execution }: EndedExecution, { workgroup, database }: AthenaPlace): AthenaRun {
  const engineVersion = execution.EngineVersion?.EffectiveEngineVersion;
  return { queryId: id, workgroup, database, ...(engineVersion !== undefined && { engineVersion }) };
}

/**
 * The views of the lake that the statement reads, so that the answer does not depend on those of the database. `audits` is
 * read three times only where the ledger says that rows may be hidden; the database's own view does not know.
 */
function namedQueries({ asks }: KnownStatement, { hidesAudits }: LakeQuestion): readonly NamedQuery[] {
  const named = views("trino", (name) => asks.tables.includes(name));
  const slices = sliceTable("audits");
  const audits = {
    name: "audits",
    sql: hidesAudits ? visibleAuditsSql(slices, "trino") : `SELECT * FROM ${slices}`,
    inDatabase: true,
  };
  const readsAudits = asks.tables.some((name) => baseTables(name).includes("audits"));
  return [...(readsAudits ? [audits] : []), ...named.map(({ name, sql }) => ({ name, sql, inDatabase: false }))];
}

function requireCheap({ mayScanBytes }: QueryRequest, { bytes }: ScanEstimate): void {
  if (mayScanBytes === undefined || bytes === undefined || bytes <= mayScanBytes) return;
  throw new TenantTrailError(
    "too-expensive",
    `The query may scan ${scannedWords(bytes)} on Athena, for about ${priceWords(athenaPrice(bytes))}. That is over the limit of ${scannedWords(mayScanBytes)}: ask for fewer days or columns, or run it all the same.`,
  );
}

/** What nobody knows may be more than the request allows, unless Athena itself stops at that. */
function requireBounded(
  { mayScanBytes }: QueryRequest,
  { unknownTables }: ScanEstimate,
  { bytesLimit }: QueryWorkgroup,
): void {
  if (mayScanBytes === undefined || unknownTables === undefined) return;
  if (bytesLimit !== undefined && bytesLimit <= mayScanBytes) return;
  throw new TenantTrailError(
    "too-expensive",
    `What the query scans on Athena is known only once it has run, for TenantTrail does not know ${unknownTables.join(", ")}. It may be over the limit of ${scannedWords(mayScanBytes)}: give the workgroup a limit of its own, or run it all the same.`,
  );
}
