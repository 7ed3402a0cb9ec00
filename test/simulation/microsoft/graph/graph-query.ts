import type { SourceId } from "../../../../src/protocol/collector.ts";
import { type GraphCollection, signInKinds } from "./graph-collections.ts";
import { GraphError, invalidSkipToken, optionNotAllowed } from "./graph-error.ts";
import { type Filter, parseFilter } from "./odata-filter.ts";
import { type PageToken, readPageToken } from "./page-token.ts";

/** A request for records, understood. Bounds are milliseconds since 1970 with fractions, both included. */
export interface GraphQuery {
  readonly sources: readonly SourceId[];
  readonly lowMs: number;
  readonly highMs: number;
  /** What the bounds and the sources do not say already. */
  readonly rest: Filter | undefined;
  readonly top: number;
  readonly isDescending: boolean;
  readonly token: PageToken | undefined;
}

const known = new Set(["$filter", "$top", "$orderby", "$skiptoken", "$select"]);

/** @throws GraphError 400 for what the collection does not know. */
export function readQuery(collection: GraphCollection, parameters: URLSearchParams): GraphQuery {
  for (const name of parameters.keys()) {
    const option = name.slice(1);
    if (name.startsWith("$") && (!known.has(name) || (name === "$select" && !collection.hasSelect)))
      throw optionNotAllowed(option.charAt(0).toUpperCase() + option.slice(1));
  }
  const text = parameters.get("$filter");
  const filter = text === null || text.trim() === "" ? undefined : parseFilter(text, collection.rules);
  return {
    ...narrowed(collection, filter),
    top: readTop(collection, parameters.get("$top")),
    isDescending: isDescending(collection, parameters.get("$orderby")),
    token: readToken(parameters.get("$skiptoken")),
  };
}

function readTop({ top }: GraphCollection, text: string | null): number {
  if (text === null) return top.standard;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= top.most) return value;
  const message = `Invalid page size specified: '${text}'. Must be between 1 and ${top.most} inclusive.`;
  throw new GraphError(400, "BadRequest", message);
}

function isDescending({ axisProperty }: GraphCollection, text: string | null): boolean {
  if (text === null) return true;
  const [property, direction = "asc"] = text.trim().split(/\s+/);
  if (property === axisProperty && (direction === "asc" || direction === "desc")) return direction === "desc";
  throw new GraphError(400, "BadRequest", `The query specified in the URI is not valid. $orderby=${text}`);
}

function readToken(text: string | null): PageToken | undefined {
  if (text === null) return undefined;
  const token = readPageToken(text);
  if (token === undefined) throw invalidSkipToken(text === "");
  return token;
}

/** Takes bounds and kinds of sign-in out of the filter, so that only what is left is compared record by record. */
function narrowed(
  collection: GraphCollection,
  filter: Filter | undefined,
): Pick<GraphQuery, "sources" | "lowMs" | "highMs" | "rest"> {
  let lowMs = Number.NEGATIVE_INFINITY;
  let highMs = Number.POSITIVE_INFINITY;
  let sources: readonly SourceId[] | undefined;
  const rest: Filter[] = [];
  const conjuncts = filter === undefined ? [] : filter.kind === "and" ? flattened(filter) : [filter];
  for (const part of conjuncts) {
    const bound = boundOf(part, collection.axisProperty);
    const kinds = kindsOf(part);
    if (bound !== undefined) {
      lowMs = Math.max(lowMs, bound.lowMs);
      highMs = Math.min(highMs, bound.highMs);
    } else if (kinds !== undefined && sources === undefined) sources = kinds;
    else rest.push(part);
  }
  const all = collection.sources;
  const isMentioned = filter !== undefined && mentionsKinds(filter);
  // Without the kinds in its filter, beta answers with interactive sign-ins only (graph.md §2.1).
  const standard = all.length > 1 && !isMentioned ? all.slice(0, 1) : all;
  return { sources: sources ?? standard, lowMs, highMs, rest: joined(rest) };
}

function joined(parts: readonly Filter[]): Filter | undefined {
  const [first] = parts;
  return parts.length < 2 ? first : { kind: "and", parts };
}

function flattened(filter: Filter): readonly Filter[] {
  return filter.kind === "and" ? filter.parts.flatMap(flattened) : [filter];
}

// The least that a number of this size can differ by: two and a half of Graph's ticks of 100 ns.
const step = 0.000_25;

function boundOf(filter: Filter, axisProperty: string): { lowMs: number; highMs: number } | undefined {
  if (filter.kind !== "compare" || filter.path !== axisProperty) return undefined;
  if (typeof filter.value !== "object" || filter.value === null) return undefined;
  const { ms } = filter.value;
  const open = { lowMs: Number.NEGATIVE_INFINITY, highMs: Number.POSITIVE_INFINITY };
  if (filter.operator === "ge") return { ...open, lowMs: ms };
  if (filter.operator === "gt") return { ...open, lowMs: ms + step };
  if (filter.operator === "le") return { ...open, highMs: ms };
  if (filter.operator === "lt") return { ...open, highMs: ms - step };
  return filter.operator === "eq" ? { lowMs: ms, highMs: ms } : undefined;
}

function kindsOf(filter: Filter): readonly SourceId[] | undefined {
  if (filter.kind !== "any" || filter.path !== "signInEventTypes") return undefined;
  const parts = filter.inner.kind === "or" ? filter.inner.parts : [filter.inner];
  const named = parts.map((part) => {
    if (part.kind !== "compare" || part.operator !== "eq") return undefined;
    return signInKinds.find((kind) => kind === part.value);
  });
  if (named.includes(undefined)) return undefined;
  return signInKinds.filter((kind) => named.includes(kind)).map((kind) => `signIns.${kind}` as const);
}

function mentionsKinds(filter: Filter): boolean {
  if (filter.kind === "any") return filter.path === "signInEventTypes";
  return filter.kind !== "compare" && filter.parts.some(mentionsKinds);
}
