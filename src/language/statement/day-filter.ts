import type { Fix, TextRange } from "../language-answers.ts";
import { type CodeTokens, codeTokens, isName, nameText, topLevel } from "./code-tokens.ts";
import { canReadFewerDays } from "./fewer-days.ts";
import { type Source, sourcesOf } from "./from-clause.ts";
import type { Arm } from "./query-blocks.ts";
import { blocksAround } from "./statement-scope.ts";

/** A fix that lets the reading of a table at a place read the days of `:from` to `:to` alone; none where that would change more. */
export function dayFilterFix(text: string, place: TextRange): readonly Fix[] {
  const tokens = codeTokens(text);
  const block = blocksAround(tokens, place.end).at(-1)?.block;
  const arm = block?.arms.find((each) => sourcesOf(tokens, each).some(({ start }) => start === place.start));
  const from = arm?.clauses.find(({ word }) => word === "from");
  if (arm === undefined || from === undefined || !canReadFewerDays(tokens, place.end)) return [];
  const sources = sourcesOf(tokens, arm);
  const source = sources.find(({ start }) => start === place.start);
  const merged = joinsUsingDays(tokens, from.body, from.end);
  // A name before dt is refused where USING makes one column of both, and needed for a table beside them.
  if (merged > 0 && merged !== sources.length - 1) return [];
  const name = source && sources.length > 1 && merged === 0 ? nameOfSource(tokens, source) : undefined;
  const filter = `${name === undefined ? "" : `${name}.`}dt BETWEEN :from AND :to`;
  return [{ title: "Read the days from :from to :to only", edits: editsFor(tokens, arm, from, filter) }];
}

function editsFor(tokens: CodeTokens, arm: Arm, from: { first: number; end: number }, filter: string): Fix["edits"] {
  const { all, text } = tokens;
  const at = (offset: number, added: string) => ({ start: offset, end: offset, text: added });
  const where = arm.clauses.find(({ word }) => word === "where");
  const word = where && all[where.first];
  const last = where && all[where.end - 1];
  if (where === undefined || word === undefined || last === undefined) {
    const end = all[from.end - 1]?.end ?? text.length;
    const begin = all[from.first]?.start ?? 0;
    const indent = /[ \t]*$/.exec(text.slice(text.lastIndexOf("\n", begin) + 1, begin))?.[0] ?? "";
    const isOwnLine = text.slice(0, begin).endsWith(`\n${indent}`) || begin === 0;
    return [at(end, isOwnLine ? `\n${indent}WHERE ${filter}` : ` WHERE ${filter}`)];
  }
  const hasOr = [...topLevel(tokens, where.body, where.end)].some((index) => all[index]?.word === "or");
  if (!hasOr) return [at(word.end, ` ${filter} AND`)];
  const first = all[where.body]?.start ?? word.end;
  return [at(first, `${filter} AND (`), at(last.end, ")")];
}

/** How many joins are made by the log day with USING. */
function joinsUsingDays(tokens: CodeTokens, from: number, to: number): number {
  return [...topLevel(tokens, from, to)].filter((index) => {
    const close = tokens.closings.get(index + 1);
    if (tokens.all[index]?.word !== "using" || close === undefined) return false;
    return tokens.all.slice(index + 2, close).some((token) => nameText(tokens, token).toLowerCase() === "dt");
  }).length;
}

/** The name under which a source is read, as it is written: its alias, or else its own. */
function nameOfSource({ all, text }: CodeTokens, { first }: Source): string | undefined {
  let at = first;
  while (all[at + 1]?.word === "." && isName(all[at + 2])) at += 2;
  const next = all[at + 1];
  const alias = next?.word === "as" ? all[at + 2] : next;
  const isAlias = isName(alias) && (next?.word === "as" || !afterSources.has(alias.word));
  const named = isAlias ? alias : all[at];
  return named && text.slice(named.start, named.end);
}

/** Words that may come right behind a source without an alias. */
const afterSources = new Set(
  "on using where group order having limit offset fetch window union except intersect join inner left right full cross natural".split(
    " ",
  ),
);
