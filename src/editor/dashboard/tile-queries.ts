import { Uri } from "vscode";
import { t } from "../../base/translated.ts";
import type {
  DashboardFailure,
  DashboardFilters,
  DashboardTile,
  TileOutcome,
} from "../../protocol/dashboard/dashboard-page.ts";
import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";
import type { QueryRequest, ScanEstimate } from "../../protocol/query.ts";
import type { ParameterValue } from "../../protocol/query-parameters.ts";
import type { LakeService } from "../../protocol/service/lake-service.ts";
import { answerWords } from "../../protocol/words/answer-words.ts";
import { nextStepFor } from "../errors/next-step.ts";
import { toTenantTrailError } from "../errors/present-error.ts";
import type { ParameterPrompts } from "../queries/ask-parameters.ts";
import { athenaLimitBytes } from "../queries/athena-limit.ts";
import type { EngineChoice } from "../queries/engine-choice.ts";
import type { PanelRun, PanelRuns } from "../queries/panel-runs.ts";
import { statementsOfFile } from "../queries/run-commands.ts";
import { usedParameters } from "../queries/used-parameters.ts";
import { errorCodeMeanings, tenantMeanings } from "../result-view/value-meanings.ts";

export interface TileQueryParts {
  readonly lake: LakeService;
  readonly parameters: ParameterPrompts;
  readonly engines: EngineChoice;
  readonly runs: PanelRuns;
  readonly record: (error: unknown) => void;
}

/** The queries behind the tiles, with the filters as values of their parameters. */
export class TileQueries {
  readonly #parts: TileQueryParts;
  /** The held result of each tile. */
  readonly #held = new Map<string, string>();

  constructor(parts: TileQueryParts) {
    this.#parts = parts;
  }

  /**
   * Runs a tile's query; what it held before is released. A failure is an outcome, so that it stands in its tile.
   * @throws CancelledError.
   */
  async run(tile: DashboardTile, filters: DashboardFilters, signal: AbortSignal): Promise<TileOutcome> {
    const { lake, record } = this.#parts;
    try {
      const request = await this.#request(tile, filters);
      const limit = request.engine === "athena" ? { mayScanBytes: athenaLimitBytes() } : {};
      const summary = await lake.runQuery({ ...request, ...limit }, { signal });
      // A page that asked for something else meanwhile, or closed, knows nothing of this result.
      if (signal.aborted) {
        await lake.releaseResult({ resultId: summary.resultId });
        throw new CancelledError();
      }
      this.#hold(tile, summary.resultId);
      const { tone, lines } = answerWords(summary);
      const meanings = [...errorCodeMeanings(summary.columns), ...tenantMeanings(summary)];
      return { kind: "ready", summary, tone, lines, ...(meanings.length > 0 && { meanings }) };
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      record(error);
      return { kind: "failed", ...this.failureOf(error) };
    }
  }

  /** A failure as the page shows it. */
  failureOf(error: unknown): DashboardFailure {
    const { code, message } = toTenantTrailError(error);
    const step = nextStepFor(code);
    return { message, ...(step?.kind === "command" && { action: { label: step.label, command: step.command } }) };
  }

  /** What each tile's query scans; of one that cannot be run nothing. */
  async estimates(
    tiles: readonly DashboardTile[],
    filters: DashboardFilters,
    signal: AbortSignal,
  ): Promise<readonly ScanEstimate[]> {
    const found = tiles.map(async (tile): Promise<readonly ScanEstimate[]> => {
      try {
        return [await this.#parts.lake.estimateScan(await this.#request(tile, filters), { signal })];
      } catch (error) {
        if (error instanceof CancelledError) throw error;
        // Its tile says why when it is run.
        return [];
      }
    });
    return (await Promise.all(found)).flat();
  }

  /** Shows a tile's rows in a result panel, where they are filtered, copied and exported. */
  async openRows(tile: DashboardTile, filters: DashboardFilters): Promise<void> {
    const run = await statementOf(tile);
    await this.#parts.runs.runAsWritten({ ...run, params: valuesOf(run, filters) });
  }

  /** Releases every result that tiles hold. */
  release(): void {
    for (const tile of [...this.#held.keys()]) this.#let(tile);
  }

  #hold({ id }: DashboardTile, resultId: string): void {
    this.#let(id);
    this.#held.set(id, resultId);
  }

  #let(id: string): void {
    const resultId = this.#held.get(id);
    this.#held.delete(id);
    if (resultId !== undefined) this.#parts.lake.releaseResult({ resultId }).catch(this.#parts.record);
  }

  async #request(tile: DashboardTile, filters: DashboardFilters): Promise<QueryRequest> {
    const { parameters, engines } = this.#parts;
    const run = await statementOf(tile);
    const { statement } = run;
    const given = valuesOf(run, filters);
    refuseUnset(run, given);
    return {
      sql: statement.sql,
      params: await parameters.complete(statement, given),
      parameters: statement.declarations,
      title: tile.title,
      uri: tile.id,
      engine: engines.of(Uri.parse(tile.id)),
    };
  }
}

/** A tile shows one result, so a file with several statements is its first. */
async function statementOf({ id }: DashboardTile): Promise<PanelRun> {
  const [run] = await statementsOfFile(Uri.parse(id));
  if (run === undefined) throw new TenantTrailError("bad-argument", t("This file has no statement."));
  return run;
}

/** The filters as values of the parameters that the statement uses and declares; an empty one leaves the default. */
function valuesOf(
  { statement }: PanelRun,
  { days, user, application }: DashboardFilters,
): Readonly<Record<string, ParameterValue>> {
  const set = Object.entries({ ...days, user, application }).filter(([, value]) => value !== "");
  const used = new Set(usedParameters(statement).map(({ name }) => name));
  return Object.fromEntries(set.filter(([name]) => used.has(name)));
}

/** A tile asks nobody. @throws TenantTrailError `bad-argument` for a parameter that has neither a value nor a default. */
function refuseUnset({ statement }: PanelRun, given: Readonly<Record<string, ParameterValue>>): void {
  const unset = usedParameters(statement).find(
    ({ name, default: preset }) => preset === undefined && !Object.hasOwn(given, name),
  );
  if (unset === undefined) return;
  throw new TenantTrailError(
    "bad-argument",
    t(
      "This query asks for :{0}, which the dashboard's filters do not give. Give it a default in the header, or run the query from its file.",
      unset.name,
    ),
  );
}
