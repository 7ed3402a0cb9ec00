import { type Uri, window } from "vscode";
import { t } from "../../base/translated.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { QueryRequest } from "../../protocol/query.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import type { QueryOptions, QueryOutcome, QuerySource } from "../api/api-types.ts";
import { toUri } from "../api/file-uris.ts";
import { queryOptions, querySource, readArguments } from "../api/read-arguments.ts";
import type { Connections } from "../connections/connections.ts";
import { requireTrust } from "../platform/trust.ts";
import { apiCommandIds } from "../registry/command-ids.ts";
import { pickOne } from "../shown/quick-pick.ts";
import type { RunningTasks } from "../tasks/running-tasks.ts";
import { countOf } from "../words/plain-amounts.ts";
import type { ParameterPrompts } from "./ask-parameters.ts";
import { withinLimit } from "./athena-limit.ts";
import type { EngineChoice } from "./engine-choice.ts";
import { readRows } from "./rows-of-result.ts";
import { failureInFile, headerOf, type RunnableStatement, runnableStatements } from "./runnable-statements.ts";
import { readSql } from "./sql-files.ts";

const usualMaxRows = 10_000;

/** Runs a statement for a program: the rows are returned and nothing is kept or drawn. */
export class QueryApi {
  readonly #lake: LakeService;
  readonly #connections: Connections;
  readonly #tasks: RunningTasks;
  readonly #parameters: ParameterPrompts;
  readonly #engines: Pick<EngineChoice, "of">;

  constructor(
    lake: LakeService,
    connections: Connections,
    tasks: RunningTasks,
    parameters: ParameterPrompts,
    engines: Pick<EngineChoice, "of">,
  ) {
    this.#lake = lake;
    this.#connections = connections;
    this.#tasks = tasks;
    this.#parameters = parameters;
    this.#engines = engines;
  }

  /**
   * Runs one statement and returns its first rows. Without a source the active editor's statements are offered.
   *
   * @throws TenantTrailError `sql-…` for a failing statement, `too-expensive` on Athena for one over the limit that was
   * given, `restricted-mode`, `no-connection`; CancelledError, also when a person who is asked does not let it run.
   */
  async run(source?: QuerySource, options: QueryOptions = {}): Promise<QueryOutcome> {
    requireTrust(t("Running a query"));
    const {
      params = {},
      engine,
      maxRows = usualMaxRows,
      mayScanBytes,
    } = readArguments(apiCommandIds.runQuery, queryOptions, options);
    const { statement, uri } = await this.#statementOf(source);
    await this.#connections.require();
    const values = await this.#parameters.complete(statement, params);
    const request = {
      sql: statement.sql,
      params: values,
      parameters: statement.declarations,
      title: statement.title,
      engine: engine ?? this.#engines.of(uri),
      ...(uri !== undefined && { uri: uri.toString() }),
      ...(mayScanBytes !== undefined && { mayScanBytes }),
    };
    return withinLimit(request, (asked) => this.#rowsOf(asked, statement, maxRows));
  }

  async #rowsOf(request: QueryRequest, statement: RunnableStatement, maxRows: number): Promise<QueryOutcome> {
    return this.#tasks.run(statement.title, "status bar", async ({ signal }) => {
      const summary = await this.#lake.runQuery(request, { signal }).catch((error: unknown) => {
        throw inFile(error, statement);
      });
      try {
        return {
          columns: summary.columns.map(({ name, type }) => ({ name, type })),
          rows: await readRows(this.#lake, summary, maxRows, signal),
          rowCount: summary.rowCount,
          engine: summary.engine,
          scannedBytes: summary.scannedBytes,
          elapsedMs: summary.elapsedMs,
          params: summary.params,
          coverage: summary.coverage,
          notes: (summary.notes ?? []).map(({ text }) => text),
        };
      } finally {
        await this.#lake.releaseResult({ resultId: summary.resultId });
      }
    });
  }

  async #statementOf(source: QuerySource | undefined): Promise<{ statement: RunnableStatement; uri?: Uri }> {
    const given = source === undefined ? activeSource() : readArguments(apiCommandIds.runQuery, querySource, source);
    if ("sql" in given) {
      const { declared } = headerOf(given.sql);
      return { statement: { sql: given.sql, title: t("Query"), start: { line: 1, column: 1 }, ...declared } };
    }
    const { uri, text, name } = await readSql(toUri(given.uri));
    const statements = runnableStatements(text, name);
    const statement = given.statement === undefined ? await pickStatement(statements) : statements[given.statement];
    if (statement) return { statement, uri };
    throw new TenantTrailError(
      "bad-argument",
      countOf(
        statements.length,
        t("There is no statement {1} in {2}, which has {0} statement, counted from 0."),
        t("There is no statement {1} in {2}, which has {0} statements, counted from 0."),
        given.statement ?? 0,
        name,
      ),
    );
  }
}

/** The same failure, placed in the file that the statement is from. */
function inFile(error: unknown, { start }: RunnableStatement): unknown {
  return error instanceof TenantTrailError ? failureInFile(start, error) : error;
}

function activeSource(): { readonly uri: string; readonly statement?: number } {
  const document = window.activeTextEditor?.document;
  if (document) return { uri: document.uri.toString() };
  throw new TenantTrailError(
    "bad-argument",
    t("There is no query to run. Open a .sql file, or pass { sql } or { uri }."),
  );
}

/** The only statement of a file, or the one that a person picks. */
async function pickStatement(statements: readonly RunnableStatement[]): Promise<RunnableStatement | undefined> {
  if (statements.length <= 1) return statements[0];
  const choices = statements.map((statement) => ({
    label: statement.sql.slice(0, 200).replace(/\s+/g, " "),
    description: t("line {0}", statement.start.line),
    value: statement,
  }));
  const chosen = await pickOne(choices, { title: t("Which statement to run") });
  if (chosen === undefined) throw new CancelledError();
  return chosen;
}
