import { type CodeTokens, isName, topLevel } from "./code-tokens.ts";

export type ClauseWord =
  | "with"
  | "select"
  | "from"
  | "where"
  | "group"
  | "having"
  | "window"
  | "order"
  | "limit"
  | "values";

/** A clause of a query: the indices of its first token, of the first behind its words, and behind its last. */
export interface Clause {
  readonly word: ClauseWord;
  readonly first: number;
  readonly body: number;
  readonly end: number;
}

/** A named query of WITH, by the indices of its tokens. */
export interface NamedQuery {
  readonly name: number;
  /** The bracket around the query. */
  readonly open: number;
  /** Its closing bracket, or behind the last token when it is not closed. */
  readonly close: number;
}

/** One SELECT of a query that may have several with UNION between them. */
export interface Arm {
  readonly clauses: readonly Clause[];
}

/** A query with its clauses, read from its tokens alone, so that one that is still being written has them too. */
export interface QueryBlock {
  readonly first: number;
  readonly end: number;
  readonly named: readonly NamedQuery[];
  readonly arms: readonly Arm[];
}

const clauseWords: ReadonlyMap<string, ClauseWord> = new Map([
  ["select", "select"],
  ["from", "from"],
  ["where", "where"],
  ["group", "group"],
  ["having", "having"],
  ["window", "window"],
  ["order", "order"],
  ["limit", "limit"],
  ["offset", "limit"],
  ["fetch", "limit"],
  ["values", "values"],
]);
const between = new Set(["union", "except", "intersect"]);

/** Reads the query between two tokens. Never fails. */
export function readBlock(tokens: CodeTokens, first: number, end: number): QueryBlock {
  const arms: Arm[] = [];
  let clauses: Clause[] = [];
  let open: { word: ClauseWord; first: number; body: number } | undefined;
  const close = (at: number): void => {
    if (open !== undefined) clauses.push({ ...open, end: at });
    open = undefined;
  };
  for (const index of topLevel(tokens, first, end)) {
    const word = tokens.all[index]?.word ?? "";
    if (between.has(word) && !isMember(tokens, index)) {
      close(index);
      arms.push({ clauses });
      clauses = [];
      continue;
    }
    const clause = index === first && word === "with" ? "with" : clauseAt(tokens, index);
    if (clause === undefined) continue;
    close(index);
    const hasBy = (word === "group" || word === "order") && tokens.all[index + 1]?.word === "by";
    open = { word: clause, first: index, body: index + (hasBy ? 2 : 1) };
  }
  close(end);
  arms.push({ clauses });
  const [head] = arms[0]?.clauses ?? [];
  return { first, end, named: head?.word === "with" ? namedQueries(tokens, head) : [], arms };
}

/** Whether a word is the name behind a dot. A dot with a blank behind it waits for one: what follows was there before. */
function isMember({ all }: CodeTokens, index: number): boolean {
  const before = all[index - 1];
  return before?.word === "." && before.end === all[index]?.start;
}

function clauseAt(tokens: CodeTokens, index: number): ClauseWord | undefined {
  const word = tokens.all[index]?.word ?? "";
  const clause = clauseWords.get(word);
  const before = tokens.all[index - 1]?.word;
  if (clause === undefined || before === "as" || isMember(tokens, index)) return undefined;
  // IS DISTINCT FROM compares; DISTINCT before anything else is of a select list.
  if (word === "from" && before === "distinct" && ["is", "not"].includes(tokens.all[index - 2]?.word ?? ""))
    return undefined;
  if (word === "window" && tokens.all[index + 2]?.word !== "as") return undefined;
  return clause;
}

function namedQueries(tokens: CodeTokens, { body, end }: Clause): readonly NamedQuery[] {
  const found: NamedQuery[] = [];
  let name: number | undefined;
  for (const index of topLevel(tokens, body, end)) {
    const token = tokens.all[index];
    if (token?.word === ",") name = undefined;
    else if (name === undefined && isName(token)) name = index;
    else if (token?.word === "(" && tokens.all[index - 1]?.word === "as" && name !== undefined)
      found.push({ name, open: index, close: tokens.closings.get(index) ?? end });
  }
  return found;
}

/** The arm and clause of a block in which an offset lies: the last whose words end before it. */
export function clauseOf(tokens: CodeTokens, block: QueryBlock, offset: number): { arm: Arm; clause?: Clause } {
  let found: { arm: Arm; clause?: Clause } = { arm: block.arms[0] ?? { clauses: [] } };
  for (const arm of block.arms)
    for (const clause of arm.clauses) if ((tokens.all[clause.body - 1]?.end ?? 0) < offset) found = { arm, clause };
  return found;
}
