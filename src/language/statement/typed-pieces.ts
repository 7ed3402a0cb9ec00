import { translate } from "../../dialect/translate.ts";
import type { Type } from "../../dialect/types/types.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { lakeNames } from "../knowledge/lake-tables.ts";
import { KnownTexts } from "./known-text.ts";

/** A column that can be named, and the table's column that it is, where it is one. */
export interface ScopeColumn {
  readonly name: string;
  readonly type: Type;
  readonly origin?: { readonly table: string; readonly column: string };
}

/** What stands in FROM under a name. */
export interface ScopeRelation {
  readonly name: string | undefined;
  readonly columns: readonly ScopeColumn[];
}

/** Pieces of a statement that is still being written: what it names in WITH, and the sources of a FROM. */
export interface Pieces {
  readonly named: readonly string[];
  readonly sources: readonly string[];
}

export type ParameterTypes = Readonly<Record<string, string>>;

const mostKnown = 200;
const mostCharacters = 4_000_000;

/** Gives pieces of statements their types, by the translation itself. What cannot be read is left out; never fails. */
export class TypedPieces {
  readonly #relations = new KnownTexts<readonly ScopeRelation[] | undefined>(mostKnown, mostCharacters);
  readonly #types = new KnownTexts<Type | undefined>(mostKnown, mostCharacters);

  /** The relations of the sources that can be read. */
  relations({ named, sources }: Pieces, types: ParameterTypes): readonly ScopeRelation[] {
    const queries = this.readable(named, types);
    const fits = (some: readonly string[]): boolean => this.#relationsOf(queries, some, types) !== undefined;
    const kept = fitting(sources, fits);
    return kept.length === 0 ? [] : (this.#relationsOf(queries, kept, types) ?? []);
  }

  /** Of some named queries those that can be read, which may use those before them. */
  readable(named: readonly string[], types: ParameterTypes): readonly string[] {
    return fitting(named, (some) => this.#relationsOf(some, [], types) !== undefined);
  }

  /** The type of an expression over the sources; undefined when it cannot be told. */
  typeOf(expression: string, { named, sources }: Pieces, types: ParameterTypes): Type | undefined {
    const from = sources.length === 0 ? "" : ` FROM ${sources.join(" CROSS JOIN ")}`;
    const text = `${withText(named)}SELECT (${expression})${from}`;
    return this.#types.get(JSON.stringify([text, types]), () => {
      const [column] = read(() => translate(text, { schema: lakeNames, parameterTypes: types }))?.columns ?? [];
      return column?.type;
    });
  }

  #relationsOf(
    named: readonly string[],
    sources: readonly string[],
    types: ParameterTypes,
  ): readonly ScopeRelation[] | undefined {
    const head = withText(named);
    const from = sources.length === 0 ? "" : ` FROM ${sources.join(" CROSS JOIN ")}`;
    const text = `${head}SELECT 1${from}`;
    return this.#relations.get(JSON.stringify([text, types]), () => relationsIn(text, head.length, types));
  }
}

/** What a broken piece among many may cost, so that a keystroke is answered. */
const mostTries = 24;

/** Of some pieces, in order, those that fit together. */
function fitting(pieces: readonly string[], fits: (some: readonly string[]) => boolean): readonly string[] {
  let tries = 0;
  const add = (kept: readonly string[], more: readonly string[]): readonly string[] => {
    if (more.length === 0 || tries++ >= mostTries) return kept;
    if (fits([...kept, ...more])) return [...kept, ...more];
    if (more.length === 1) return kept;
    const half = more.length >> 1;
    return add(add(kept, more.slice(0, half)), more.slice(half));
  };
  return add([], pieces);
}

/** The relations of the SELECT at an offset of a statement; undefined when the statement cannot be read. */
function relationsIn(text: string, at: number, types: ParameterTypes): readonly ScopeRelation[] | undefined {
  let found: readonly ScopeRelation[] = [];
  const translation = read(() =>
    translate(text, {
      schema: lakeNames,
      parameterTypes: types,
      watcher: {
        unknownName: () => undefined,
        relations: (select, relations, reads) => {
          if (select.start !== at) return;
          found = relations.map(({ name, columns }) => ({
            name,
            columns: columns
              .filter(({ anonymous }) => anonymous !== true)
              .map(({ name: column, type, origin }) => {
                const table = origin && reads[origin.read]?.table;
                return { name: column, type, ...(table && { origin: { table, column: origin.column } }) };
              }),
          }));
        },
      },
    }),
  );
  return translation && found;
}

function withText(named: readonly string[]): string {
  return named.length === 0 ? "" : `WITH ${named.join(", ")} `;
}

/** What a text reads as; undefined for one that is no statement, as most texts are while they are written. */
function read<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof TenantTrailError || error instanceof RangeError) return undefined;
    throw error;
  }
}
