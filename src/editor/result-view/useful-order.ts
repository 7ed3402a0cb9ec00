import type { ResultSummary } from "../../protocol/query.ts";
import { leadingColumns, originColumns } from "../../tables/schema/leading-columns.ts";

/** A star that stands for columns: after a word, a comma, a bracket or an alias's point. */
const star = /(?:^|[\s,(.])\*(?!\/)/m;

/**
 * The order in which all columns of one table are read best: when, who and how it ended first, where the row came from
 * last. Undefined for any other result, whose query named its columns in the order that it wants.
 */
export function usefulOrder({
  columns,
  coverage,
  sql,
}: Pick<ResultSummary, "columns" | "coverage" | "sql">): readonly number[] | undefined {
  const [table, ...others] = new Set(coverage.map((each) => each.table));
  const names = columns.map(({ name }) => name.toLowerCase());
  const isWhole = originColumns.every((name, index) => names[index] === name.toLowerCase());
  if (table === undefined || others.length > 0 || !isWhole || !star.test(sql)) return undefined;
  const rank = (column: number): number => {
    const leading = leadingColumns[table].findIndex((name) => name.toLowerCase() === names[column]);
    if (leading >= 0) return leading;
    const last = column < originColumns.length || names[column] === "dt";
    return leadingColumns[table].length + (last ? 1 : 0);
  };
  return columns.map((_, column) => column).sort((a, b) => rank(a) - rank(b) || a - b);
}
