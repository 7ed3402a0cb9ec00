import type { Type } from "../../dialect/types/types.ts";
import { type CodeTokens, codeTokens, nameText } from "./code-tokens.ts";
import { sourcesOf, tableOfSource } from "./from-clause.ts";
import { type Arm, type Clause, clauseOf, type QueryBlock, readBlock } from "./query-blocks.ts";
import type { ParameterTypes, Pieces, ScopeRelation, TypedPieces } from "./typed-pieces.ts";

/** One query around a place, with what its names mean. */
interface Level {
  readonly block: QueryBlock;
  readonly arm: Arm;
  readonly clause: Clause | undefined;
  readonly pieces: Pieces;
}

/** What can be named at a place of a statement, told from the statement's tokens and types; the statement may be broken. */
export class StatementScope {
  readonly tokens: CodeTokens;
  /** The queries around the place whose names are visible, the innermost first. */
  readonly levels: readonly Level[];
  /** Names of WITH that can stand in FROM here. */
  readonly namedQueries: readonly string[];
  readonly #types: TypedPieces;
  readonly #parameters: ParameterTypes;

  /** @param offset in the statement's text, UTF-16. */
  constructor(text: string, offset: number, types: TypedPieces, parameters: ParameterTypes) {
    this.tokens = codeTokens(text);
    this.#types = types;
    this.#parameters = parameters;
    const named: string[] = [];
    const names: string[] = [];
    const levels: Level[] = [];
    for (const { block, seesOut } of blocksAround(this.tokens, offset)) {
      for (const query of block.named) {
        const [name, close] = [this.tokens.all[query.name], this.tokens.all[query.close]];
        if (name === undefined || close === undefined || close.end > offset) continue;
        named.push(text.slice(name.start, close.end));
        names.push(nameText(this.tokens, name));
      }
      const { arm, clause } = clauseOf(this.tokens, block, offset);
      const sources = sourcesOf(this.tokens, arm).map(({ start, end }) => text.slice(start, end));
      if (!seesOut) levels.length = 0;
      levels.unshift({ block, arm, clause, pieces: { named: [...named], sources } });
    }
    this.levels = levels;
    this.namedQueries = names;
  }

  /** The clause in which the place lies. */
  get clause(): Clause | undefined {
    return this.levels[0]?.clause;
  }

  /** The relations of each level, the innermost first. */
  relations(): readonly (readonly ScopeRelation[])[] {
    return this.levels.map(({ pieces }) => this.#types.relations(pieces, this.#parameters));
  }

  /** The type of an expression at the place, by the innermost query that knows its names. */
  typeOf(expression: string): Type | undefined {
    for (const { pieces } of this.levels) {
      const named = this.#types.readable(pieces.named, this.#parameters);
      const whole = this.#types.typeOf(expression, { ...pieces, named }, this.#parameters);
      if (whole !== undefined) return whole;
      // One source that is still being written must not hide the others.
      for (const source of pieces.sources.length > 1 ? pieces.sources : []) {
        const type = this.#types.typeOf(expression, { named, sources: [source] }, this.#parameters);
        if (type !== undefined) return type;
      }
    }
    return undefined;
  }

  /** The tables that the innermost query reads, in lower case, with those that nothing is known of. */
  tables(): readonly string[] {
    const [level] = this.levels;
    if (level === undefined) return [];
    return sourcesOf(this.tokens, level.arm).flatMap((source) => tableOfSource(this.tokens, source) ?? []);
  }
}

/** Queries in one another that are told apart; the translation refuses more. */
const mostBlocks = 50;

/** The queries around an offset, the outermost first; `seesOut` where the names around one mean something in it. */
export function blocksAround(tokens: CodeTokens, offset: number): readonly { block: QueryBlock; seesOut: boolean }[] {
  const found = [{ block: readBlock(tokens, 0, tokens.all.length), seesOut: true }];
  for (const [index, token] of tokens.all.entries()) {
    if (token.end > offset || found.length > mostBlocks) break;
    if (token.word !== "(" || !tokens.queries.has(index + 1)) continue;
    const close = tokens.closings.get(index);
    const closed = close === undefined ? undefined : tokens.all[close];
    if (closed !== undefined && closed.start < offset) continue;
    const outer = found.at(-1)?.block;
    const clause = outer && clauseOf(tokens, outer, token.start).clause;
    const isSource = clause?.word === "from" && !isCondition(tokens, clause, index);
    const seesOut = tokens.all[index - 1]?.word === "lateral" || !(isSource || clause?.word === "with");
    found.push({ block: readBlock(tokens, index + 1, close ?? tokens.all.length), seesOut });
  }
  return found;
}

/** Whether a token of a FROM stands in the condition of a join. */
function isCondition(tokens: CodeTokens, clause: Clause, index: number): boolean {
  for (let at = index - 1; at >= clause.body; at--) {
    const word = tokens.all[at]?.word;
    if (word === "on") return true;
    if (word === "join" || word === ",") return false;
  }
  return false;
}
