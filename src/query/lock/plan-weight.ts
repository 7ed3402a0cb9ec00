import type { DuckDBConnection } from "@duckdb/node-api";
import { isPart, type Part, parsedByDuckDB } from "./serialized.ts";

/** What DuckDB has to plan for a part of a statement when its macros are written out. */
export interface Weight {
  /** Calls, operators, casts and the like; columns, literals and casts of literals count nothing. */
  readonly nodes: number;
  /** Expressions in one another: the time to plan grows with the third power. */
  readonly depth: number;
  /** Lambdas in lambdas: each level doubles the time to plan. */
  readonly lambdas: number;
  /** Subqueries as values in one another: each level doubles the time to plan. */
  readonly subqueries: number;
  /** Joins of one FROM with its subqueries: the time to plan grows with the third power. */
  readonly joins: number;
}

/** How a macro uses a parameter: how often, and how deep inside it stands. */
interface Use {
  readonly count: number;
  readonly depth: number;
  readonly lambdas: number;
}

interface MacroWeight extends Weight {
  readonly parameters: readonly string[];
  readonly uses: ReadonlyMap<string, Use>;
}

type Weighed = Weight & { readonly uses: ReadonlyMap<string, Use> };

const nothing: Weighed = { nodes: 0, depth: 0, lambdas: 0, subqueries: 0, joins: 0, uses: new Map() };
const leaves: ReadonlySet<unknown> = new Set(["COLUMN_REF", "CONSTANT", "PARAMETER", "STAR"]);

/** Weighs statements for one DuckDB instance, whose macros it knows. */
export class PlanWeights {
  readonly #bodies: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly body: Part }>;
  readonly #macros = new Map<string, MacroWeight>();

  private constructor(bodies: ReadonlyMap<string, { readonly parameters: readonly string[]; readonly body: Part }>) {
    this.#bodies = bodies;
  }

  /** For statements that call nothing, which no macro weighs upon. */
  static withoutMacros(): PlanWeights {
    return new PlanWeights(new Map());
  }

  /** Reads the macros of the instance, DuckDB's own among them, which takes longer than a plain statement. */
  static async read(connection: DuckDBConnection): Promise<PlanWeights> {
    const reader = await connection.runAndReadAll(
      "SELECT function_name, parameters, macro_definition FROM duckdb_functions() WHERE function_type = 'macro'",
    );
    const rows = reader.getRowsJson();
    const parsed = await parsedByDuckDB(connection, rows.map((row) => `SELECT ${String(row[2])}`).join(";\n"));
    if (!("statements" in parsed) || parsed.statements.length !== rows.length)
      throw new RangeError("every macro is one expression");
    const bodies = new Map<string, { readonly parameters: readonly string[]; readonly body: Part }>();
    for (const [index, body] of parsed.statements.entries()) {
      const [name, given] = rows[index] ?? [];
      const parameters = Array.isArray(given) ? given.map(String) : [];
      bodies.set(keyOf(String(name), parameters.length), { parameters, body });
    }
    return new PlanWeights(bodies);
  }

  /** @param onPart is told of every expression and its weight, from the inside out; it may throw. */
  weigh(statement: Part, onPart: (part: Part, weight: Weight) => void): Weight {
    return this.#weigh(statement, new Set(), onPart);
  }

  #weigh(value: unknown, parameters: ReadonlySet<string>, onPart: (part: Part, weight: Weight) => void): Weighed {
    if (Array.isArray(value))
      return value.reduce<Weighed>((sum, item) => together(sum, this.#weigh(item, parameters, onPart)), nothing);
    if (!isPart(value)) return nothing;
    const { class: kind, function_name: called, children } = value;
    if (kind === "CONSTANT") return nothing;
    if (kind === "COLUMN_REF") {
      const [column, ...rest] = Array.isArray(value["column_names"]) ? value["column_names"] : [];
      if (rest.length > 0 || !parameters.has(String(column))) return nothing;
      return { ...nothing, uses: new Map([[String(column), { count: 1, depth: 0, lambdas: 0 }]]) };
    }
    const args = Array.isArray(children) ? children : [];
    const macro = kind === "FUNCTION" ? this.#macro(String(called), args.length) : undefined;
    const weighed =
      macro === undefined
        ? this.#plain(value, parameters, onPart)
        : writtenOut(
            macro,
            args.map((arg) => this.#weigh(arg, parameters, onPart)),
          );
    if (kind !== undefined) onPart(value, weighed);
    return weighed;
  }

  #plain(value: Part, parameters: ReadonlySet<string>, onPart: (part: Part, weight: Weight) => void): Weighed {
    const { class: kind, type } = value;
    const parts = Object.values(value).map((inner) => this.#weigh(inner, parameters, onPart));
    const inside =
      type === "SET_OPERATION_NODE"
        ? { ...parts.reduce(together, nothing), joins: Math.max(0, ...parts.map(({ joins }) => joins)) }
        : parts.reduce(together, nothing);
    if (kind === undefined) return type === "JOIN" ? { ...inside, joins: inside.joins + 1 } : inside;
    const { child } = value;
    if (leaves.has(kind) || (kind === "CAST" && isPart(child) && leaves.has(child["class"]))) return inside;
    return deeper(inside, kind === "LAMBDA" ? 1 : 0, kind === "SUBQUERY" ? 1 : 0);
  }

  #macro(name: string, count: number): MacroWeight | undefined {
    const key = keyOf(name, count);
    const known = this.#macros.get(key);
    if (known !== undefined) return known;
    const found = this.#bodies.get(key);
    if (found === undefined) return undefined;
    const weight = {
      ...this.#weigh(found.body, new Set(found.parameters), () => undefined),
      parameters: found.parameters,
    };
    this.#macros.set(key, weight);
    return weight;
  }
}

/** Whether a statement calls a function or an operator anywhere, each of which may be a macro. */
export function callsAny(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(callsAny);
  return isPart(value) && (value["class"] === "FUNCTION" || Object.values(value).some(callsAny));
}

function keyOf(name: string, parameters: number): string {
  return `${name.toLowerCase()} ${parameters}`;
}

function together(a: Weighed, b: Weighed): Weighed {
  if (a === nothing) return b;
  if (b === nothing) return a;
  return {
    nodes: a.nodes + b.nodes,
    depth: Math.max(a.depth, b.depth),
    lambdas: Math.max(a.lambdas, b.lambdas),
    subqueries: Math.max(a.subqueries, b.subqueries),
    joins: a.joins + b.joins,
    uses: mergedUses(a.uses, b.uses),
  };
}

function mergedUses(a: ReadonlyMap<string, Use>, b: ReadonlyMap<string, Use>): ReadonlyMap<string, Use> {
  if (a.size === 0) return b;
  const merged = new Map(a);
  for (const [name, use] of b) {
    const known = merged.get(name);
    merged.set(
      name,
      known === undefined
        ? use
        : {
            count: known.count + use.count,
            depth: Math.max(known.depth, use.depth),
            lambdas: Math.max(known.lambdas, use.lambdas),
          },
    );
  }
  return merged;
}

function deeper(inside: Weighed, lambdas: number, subqueries: number): Weighed {
  const uses = new Map(
    [...inside.uses].map(([name, use]) => [
      name,
      { count: use.count, depth: use.depth + 1, lambdas: use.lambdas + lambdas },
    ]),
  );
  return {
    nodes: inside.nodes + 1,
    depth: inside.depth + 1,
    lambdas: inside.lambdas + lambdas,
    subqueries: inside.subqueries + subqueries,
    joins: inside.joins,
    uses,
  };
}

/** A call of a macro: its body, with each argument as often and as deep as the body has its parameter. */
function writtenOut(macro: MacroWeight, args: readonly Weighed[]): Weighed {
  let sum: Weighed = { ...macro, uses: new Map() };
  for (const [index, name] of macro.parameters.entries()) {
    const use = macro.uses.get(name);
    const arg = args[index];
    if (use === undefined || arg === undefined) continue;
    const uses = new Map(
      [...arg.uses].map(([inner, one]) => [
        inner,
        { count: one.count * use.count, depth: one.depth + use.depth, lambdas: one.lambdas + use.lambdas },
      ]),
    );
    sum = together(sum, {
      ...arg,
      nodes: arg.nodes * use.count,
      depth: arg.depth + use.depth,
      lambdas: arg.lambdas + use.lambdas,
      uses,
    });
  }
  return sum;
}
