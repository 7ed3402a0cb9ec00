import { type CodeTokens, isName, topLevel } from "./code-tokens.ts";
import type { Arm } from "./query-blocks.ts";

/** A source in FROM as it is written, without the condition of its join. */
export interface Source {
  readonly start: number;
  readonly end: number;
  /** The index of its first token. */
  readonly first: number;
}

const joinWords = new Set(["natural", "inner", "left", "right", "full", "outer", "cross", "join"]);

/** The sources of a SELECT, in order; what is not written yet is none. */
export function sourcesOf(tokens: CodeTokens, arm: Arm): readonly Source[] {
  const from = arm.clauses.find(({ word }) => word === "from");
  if (from === undefined) return [];
  const sources: Source[] = [];
  let first: number | undefined;
  let last = -1;
  let inCondition = false;
  const close = (): void => {
    const [begin, end] = [tokens.all[first ?? -1], tokens.all[last]];
    if (first !== undefined && begin !== undefined && end !== undefined)
      sources.push({ start: begin.start, end: end.end, first });
    first = undefined;
  };
  for (const index of topLevel(tokens, from.body, from.end)) {
    const token = tokens.all[index];
    if (token === undefined) continue;
    const isCall = tokens.all[index + 1]?.word === "(";
    if (token.word === "," || (joinWords.has(token.word) && !isCall)) {
      close();
      inCondition = false;
    } else if (token.word === "on" || token.word === "using") {
      close();
      inCondition = true;
    } else if (!inCondition) {
      first ??= index;
      last = token.word === "(" || token.word === "[" ? (tokens.closings.get(index) ?? from.end - 1) : index;
    }
  }
  close();
  return sources;
}

/** The name of the table at the head of a source, in lower case; none for a query in brackets or UNNEST. */
export function tableOfSource(tokens: CodeTokens, { first }: Source): string | undefined {
  let at = first;
  if (!isName(tokens.all[at])) return undefined;
  while (tokens.all[at + 1]?.word === "." && isName(tokens.all[at + 2])) at += 2;
  const token = tokens.all[at];
  if (token === undefined || tokens.all[at + 1]?.word === "(") return undefined;
  return tokens.text.slice(token.start, token.end).replaceAll('"', "").toLowerCase();
}
