import { parseStatement } from "../../../dialect/parse/parse-statement.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { ResultSummary } from "../../../protocol/query.ts";

/** The rows at which a statement's LIMIT may have cut its result: undefined where it has none, or fewer rows came. */
export function cutAt({
  sql,
  params,
  rowCount,
}: Pick<ResultSummary, "sql" | "params" | "rowCount">): number | undefined {
  const limit = limitOf(sql, params);
  return limit !== undefined && rowCount >= limit ? limit : undefined;
}

function limitOf(sql: string, params: ResultSummary["params"]): number | undefined {
  try {
    const statement = parseStatement(sql);
    const limit = statement.kind === "query" ? statement.query.limit : undefined;
    if (limit?.kind === "integer") return Number(limit.text);
    return limit?.kind === "parameter" ? Number(params[limit.name]) : undefined;
  } catch (error) {
    // Rows of a file have no statement of ours, and no limit.
    if (error instanceof TenantTrailError) return undefined;
    throw error;
  }
}
