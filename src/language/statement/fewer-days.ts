import { type CodeTokens, nameText, topLevel } from "./code-tokens.ts";
import { type Arm, clauseOf, type QueryBlock } from "./query-blocks.ts";
import { blocksAround } from "./statement-scope.ts";

/**
 * Whether fewer rows read at an offset give an answer of fewer days and nothing else: not what EXCEPT, NOT IN or an outer
 * join compares with, where a row less can be a row more of the answer, or another one.
 */
export function canReadFewerDays(tokens: CodeTokens, offset: number, looked = new Set<string>()): boolean {
  let outer: QueryBlock | undefined;
  for (const { block, seesOut } of blocksAround(tokens, offset)) {
    const isExpression = outer !== undefined && seesOut;
    const { arm } = clauseOf(tokens, block, offset);
    if (isExpression || isCompared(tokens, block, arm) || hasOuterJoin(tokens, arm)) return false;
    const named = outer?.named.find(({ open }) => open === block.first - 1);
    const name = named && tokens.all[named.name];
    if (named !== undefined && name !== undefined && !usesAllow(tokens, nameText(tokens, name), named.close, looked))
      return false;
    outer = block;
  }
  return true;
}

/** The same of each place behind a named query where its name stands. */
function usesAllow(tokens: CodeTokens, name: string, from: number, looked: Set<string>): boolean {
  const wanted = name.toLowerCase();
  if (looked.has(wanted)) return true;
  looked.add(wanted);
  return tokens.all
    .slice(from)
    .every((token) => nameText(tokens, token).toLowerCase() !== wanted || canReadFewerDays(tokens, token.end, looked));
}

/** Whether a SELECT, or the brackets around its query, stand behind EXCEPT or INTERSECT. */
function isCompared({ all }: CodeTokens, { first }: QueryBlock, arm: Arm): boolean {
  return [first, arm.clauses[0]?.first ?? first].some((begin) => {
    let at = begin - 1;
    while (["(", "all", "distinct"].includes(all[at]?.word ?? "")) at--;
    return ["except", "intersect"].includes(all[at]?.word ?? "");
  });
}

function hasOuterJoin(tokens: CodeTokens, { clauses }: Arm): boolean {
  const from = clauses.find(({ word }) => word === "from");
  return [...topLevel(tokens, from?.body ?? 0, from?.end ?? 0)].some((index) => {
    const isCall = tokens.all[index + 1]?.word === "(";
    return ["left", "right", "full"].includes(tokens.all[index]?.word ?? "") && !isCall;
  });
}
