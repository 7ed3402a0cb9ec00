import { parseStatement } from "../../../dialect/parse/parse-statement.ts";
import type { Query, QueryBody, Relation } from "../../../dialect/parse/syntax.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";
import type { ResultSummary } from "../../../protocol/query.ts";

/** The rows at which a statement's LIMIT may have cut its result: undefined where it has none, or fewer rows came. */
export function cutAt({
  sql,
  params,
  rowCount,
}: Pick<ResultSummary, "sql" | "params" | "rowCount">): number | undefined {
  const query = outermost(sql);
  const limit = query && limitOf(query, params);
  return limit !== undefined && rowCount >= limit ? limit : undefined;
}

/** Whether a query within a statement, of which its rows are made, has a LIMIT: how much that left out nobody knows. */
export function isLimitedWithin({ sql }: Pick<ResultSummary, "sql">): boolean {
  const query = outermost(sql);
  return query !== undefined && limitsWithin(query);
}

/** The query of a statement, without brackets around it. */
function outermost(sql: string): Query | undefined {
  try {
    const statement = parseStatement(sql);
    return statement.kind === "query" ? withoutBrackets(statement.query) : undefined;
  } catch (error) {
    // Rows of a file have no statement of ours, and no limit.
    if (error instanceof TenantTrailError) return undefined;
    throw error;
  }
}

function withoutBrackets(query: Query): Query {
  const { body, ctes, limit, offset, orderBy } = query;
  const isPlain = ctes.length === 0 && orderBy.length === 0 && limit === undefined && offset === undefined;
  return isPlain && body.kind === "nested" ? withoutBrackets(body.query) : query;
}

function limitOf({ limit }: Query, params: ResultSummary["params"]): number | undefined {
  if (limit?.kind === "integer") return Number(limit.text);
  return limit?.kind === "parameter" ? Number(params[limit.name]) : undefined;
}

function limitsWithin({ ctes, body }: Query): boolean {
  return ctes.some(({ query }) => isLimited(query)) || bodyIsLimited(body);
}

function isLimited(query: Query): boolean {
  return query.limit !== undefined || limitsWithin(query);
}

function bodyIsLimited(body: QueryBody): boolean {
  switch (body.kind) {
    case "nested":
      return isLimited(body.query);
    case "setOperation":
      return bodyIsLimited(body.left) || bodyIsLimited(body.right);
    case "select":
      return body.from.some(relationIsLimited);
    case "values":
      return false;
  }
}

function relationIsLimited(relation: Relation): boolean {
  switch (relation.kind) {
    case "derived":
      return isLimited(relation.query);
    case "group":
      return relationIsLimited(relation.relation);
    case "join":
      return relationIsLimited(relation.left) || relationIsLimited(relation.right);
    case "table":
    case "unnest":
      return false;
  }
}
