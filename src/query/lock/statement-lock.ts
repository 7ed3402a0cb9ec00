import type { DuckDBConnection } from "@duckdb/node-api";
import { errorAt } from "../../dialect/parse/token-stream.ts";
import { sourceSpan } from "../../dialect/text/source-span.ts";
import type { Translation } from "../../dialect/translate.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { inTheirWords } from "../engine-words.ts";
import { findForeign } from "./allowed.ts";
import { callsAny, PlanWeights, type Weight } from "./plan-weight.ts";
import { type Part, parsedByDuckDB, positionOf } from "./serialized.ts";

/** What DuckDB plans within a few seconds at the most, measured on 1.5.5. */
export const planBounds = { nodes: 10_000, statementNodes: 100_000, depth: 250, lambdas: 10, subqueries: 8, joins: 64 };

const rememberedStatements = 100;

/**
 * The second lock before a statement of the user's runs: DuckDB's own parser says what it reads, and nothing runs that
 * it reads otherwise than the translation meant, or that it could not plan in bounded time.
 */
export class StatementLock {
  #weights: Promise<PlanWeights> | undefined;
  /** Statements that passed, the newest last: what DuckDB reads in a text does not change. */
  readonly #passed = new Set<string>();

  /**
   * @throws TenantTrailError `sql-refused` unless the translation is one SELECT of known tables, functions, types and
   * clauses; `sql-unsupported` when planning it could take long; `sql-failed` for what DuckDB's grammar does not allow.
   */
  async check(connection: DuckDBConnection, translation: Translation): Promise<void> {
    const statementId = JSON.stringify([translation.sql, translation.tables]);
    if (this.#passed.has(statementId)) return;
    const parsed = await parsedByDuckDB(connection, translation.sql);
    if ("problem" in parsed) throw problemOf(parsed.problem, parsed.position, translation);
    const [statement, ...others] = parsed.statements;
    if (statement === undefined || others.length > 0)
      throw refused("another number of statements", undefined, translation);
    const foreign = findForeign(statement, new Set(translation.tables));
    if (foreign !== undefined) throw refused(foreign.what, foreign.position, translation);
    const weights = callsAny(statement) ? await this.#macroWeights(connection) : PlanWeights.withoutMacros();
    const total = weights.weigh(statement, (part, weight) => requireLight(part, weight, translation));
    requireLight(
      statement,
      { ...total, nodes: total.nodes / (planBounds.statementNodes / planBounds.nodes) },
      translation,
    );
    this.#passed.add(statementId);
    for (const oldest of [...this.#passed].slice(0, Math.max(0, this.#passed.size - rememberedStatements)))
      this.#passed.delete(oldest);
  }

  #macroWeights(connection: DuckDBConnection): Promise<PlanWeights> {
    this.#weights ??= PlanWeights.read(connection);
    return this.#weights;
  }
}

function requireLight(part: Part, weight: Weight, translation: Translation): void {
  const heavy =
    weight.nodes > planBounds.nodes
      ? `it becomes more than ${planBounds.nodes} operations, because functions in one another repeat their arguments`
      : weight.depth > planBounds.depth
        ? `it is nested too deeply, more than ${planBounds.depth} operations in one another`
        : weight.lambdas > planBounds.lambdas
          ? `it has more than ${planBounds.lambdas} lambdas in one another`
          : weight.subqueries > planBounds.subqueries
            ? `it has more than ${planBounds.subqueries} subqueries in one another`
            : weight.joins > planBounds.joins
              ? `it joins more than ${planBounds.joins + 1} tables`
              : undefined;
  if (heavy === undefined) return;
  throw placed(
    "sql-unsupported",
    `DuckDB would take too long to plan this: ${heavy}. Name an inner part in WITH and use its column`,
    positionOf(part),
    translation,
  );
}

function problemOf(problem: string, position: number | undefined, translation: Translation): TenantTrailError {
  if (/Max expression depth|memory exhausted/.test(problem))
    return placed("sql-unsupported", "This is nested too deeply; name an inner part in WITH", position, translation);
  if (problem.startsWith("Only SELECT")) return refused("no SELECT", position, translation);
  const words =
    inTheirWords(problem, translation.parameters) ??
    "The query engine of this machine cannot run this as it is written";
  return placed("sql-failed", words, position, translation);
}

function refused(what: string, position: number | undefined, translation: Translation): TenantTrailError {
  return placed(
    "sql-refused",
    `This was not run: DuckDB reads ${what} in it, which TenantTrail does not write. Write it in another way, and report it as a fault`,
    position,
    translation,
  );
}

function placed(
  code: "sql-refused" | "sql-unsupported" | "sql-failed",
  message: string,
  position: number | undefined,
  translation: Translation,
): TenantTrailError {
  const span =
    position === undefined ? undefined : sourceSpan(translation.mappings, characters(translation.sql, position));
  return span === undefined ? new TenantTrailError(code, message) : errorAt(translation.source, span, code, message);
}

/** DuckDB counts bytes of UTF-8, the mappings count UTF-16 units. */
function characters(text: string, bytes: number): number {
  return Buffer.from(text).subarray(0, bytes).toString().length;
}
