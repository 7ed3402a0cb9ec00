import type { JsonRecord } from "../../../../src/base/json-record.ts";
import { isRecord } from "../../../../src/base/json-record.ts";
import { invalidFilter } from "./graph-error.ts";
import { odataTime } from "./odata-time.ts";

export const operators = ["eq", "ne", "ge", "le", "gt", "lt", "startswith", "contains"] as const;

export type Operator = (typeof operators)[number];

/** The operators that each property can be filtered by; a path of several names is joined by `/`. */
export type FilterRules = Readonly<Record<string, readonly Operator[]>>;

export type FilterValue = string | number | boolean | null | { readonly ms: number };

export type Filter =
  | { readonly kind: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly kind: "compare"; readonly path: string; readonly operator: Operator; readonly value: FilterValue }
  | { readonly kind: "any"; readonly path: string; readonly inner: Filter };

const token = /\s*(?:([()/:,])|('(?:[^']|'')*')|([A-Za-z_][\w.]*)|([-\d][\w:.+-]*))/y;

/**
 * Parses a `$filter` of the forms that the audit log endpoints know: comparisons, `and`, `or`, brackets, `startswith`,
 * `contains` and `any` over a list.
 * @throws GraphError 400 `Invalid filter clause` for anything else: an unknown property, an operator that the property
 * does not know, a quoted date (graph.md §2.2, §2.4).
 */
export function parseFilter(text: string, rules: FilterRules): Filter {
  return new Parser(tokensOf(text), rules).filter();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const scanner = new RegExp(token);
  const trimmed = text.trimEnd();
  while (scanner.lastIndex < trimmed.length) {
    const match = scanner.exec(trimmed);
    if (match === null) throw invalidFilter();
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  readonly #rules: FilterRules;
  #at = 0;

  constructor(tokens: readonly string[], rules: FilterRules) {
    this.#tokens = tokens;
    this.#rules = rules;
  }

  filter(): Filter {
    const filter = this.#or("");
    if (this.#at < this.#tokens.length) throw invalidFilter();
    return filter;
  }

  #or(scope: string): Filter {
    return this.#joined("or", () => this.#joined("and", () => this.#term(scope)));
  }

  #joined(kind: "and" | "or", part: () => Filter): Filter {
    const parts = [part()];
    while (this.#take(kind)) parts.push(part());
    const [first] = parts;
    return parts.length === 1 && first !== undefined ? first : { kind, parts };
  }

  #term(scope: string): Filter {
    if (this.#take("(")) {
      const inner = this.#or(scope);
      this.#expect(")");
      return inner;
    }
    const call = this.#peek()?.toLowerCase();
    if (call === "startswith" || call === "contains") return this.#call(call, scope);
    const path = this.#path(scope);
    if (path.endsWith("/any")) return this.#any(path.slice(0, -"/any".length));
    const operator = operators.find((name) => name === this.#peek());
    if (operator === undefined) throw invalidFilter();
    this.#at += 1;
    return this.#compare(path, operator, this.#next());
  }

  #call(operator: "startswith" | "contains", scope: string): Filter {
    this.#at += 1;
    this.#expect("(");
    const path = this.#path(scope);
    this.#expect(",");
    const filter = this.#compare(path, operator, this.#next());
    this.#expect(")");
    return filter;
  }

  #any(path: string): Filter {
    this.#expect("(");
    const variable = this.#next();
    this.#expect(":");
    const before = this.#variable;
    this.#variable = { name: variable, path };
    const inner = this.#or(path);
    this.#variable = before;
    this.#expect(")");
    return { kind: "any", path, inner };
  }

  #variable: { readonly name: string; readonly path: string } | undefined;

  /** A path, with the variable of an `any` replaced by the list that it stands for. */
  #path(scope: string): string {
    const names = [this.#next()];
    while (this.#take("/")) names.push(this.#next());
    if (names.some((name) => !/^[A-Za-z_]/.test(name))) throw invalidFilter();
    if (scope === "") return names.join("/");
    if (names[0] !== this.#variable?.name) throw invalidFilter();
    return [scope, ...names.slice(1)].join("/");
  }

  #compare(path: string, operator: Operator, literal: string): Filter {
    if (this.#rules[path]?.includes(operator) !== true) throw invalidFilter();
    const value = literalOf(literal);
    // Dates stand unquoted; a quoted one is a text, which a time is not comparable with.
    if (/DateTime$/.test(path) && (typeof value !== "object" || value === null)) throw invalidFilter();
    return { kind: "compare", path, operator, value };
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const next = this.#tokens[this.#at++];
    if (next === undefined) throw invalidFilter();
    return next;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw invalidFilter();
  }
}

function literalOf(text: string): FilterValue {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  const ms = odataTime(text);
  if (ms !== undefined) return { ms };
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  throw invalidFilter();
}

/** Whether a record passes; texts compare without case, as the directory's do. */
export function matches(filter: Filter, record: JsonRecord): boolean {
  if (filter.kind === "compare") return compare(valueAt(record, filter.path), filter.operator, filter.value);
  if (filter.kind === "any") {
    const list = valueAt(record, filter.path);
    return Array.isArray(list) && list.some((item: unknown) => matches(filter.inner, wrapped(filter.path, item)));
  }
  const passes = (part: Filter): boolean => matches(part, record);
  return filter.kind === "and" ? filter.parts.every(passes) : filter.parts.some(passes);
}

/** A record in which one path leads to the item of a list. */
function wrapped(path: string, item: unknown): JsonRecord {
  return path.split("/").reduceRight<unknown>((inner, name) => ({ [name]: inner }), item) as JsonRecord;
}

function valueAt(record: JsonRecord, path: string): unknown {
  return path.split("/").reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), record);
}

function compare(actual: unknown, operator: Operator, wanted: FilterValue): boolean {
  if (typeof wanted === "object" && wanted !== null) {
    const ms = typeof actual === "string" ? odataTime(actual) : undefined;
    return ms !== undefined && order(ms - wanted.ms, operator);
  }
  if (typeof wanted === "number") return typeof actual === "number" && order(actual - wanted, operator);
  if (typeof wanted === "string" && typeof actual === "string")
    return compareTexts(actual.toLowerCase(), operator, wanted.toLowerCase());
  return operator === "ne" ? (actual ?? null) !== wanted : (actual ?? null) === wanted;
}

function compareTexts(actual: string, operator: Operator, wanted: string): boolean {
  if (operator === "startswith") return actual.startsWith(wanted);
  if (operator === "contains") return actual.includes(wanted);
  return order(actual < wanted ? -1 : actual > wanted ? 1 : 0, operator);
}

function order(difference: number, operator: Operator): boolean {
  if (operator === "eq") return difference === 0;
  if (operator === "ne") return difference !== 0;
  if (operator === "ge") return difference >= 0;
  if (operator === "le") return difference <= 0;
  if (operator === "gt") return difference > 0;
  return operator === "lt" && difference < 0;
}
