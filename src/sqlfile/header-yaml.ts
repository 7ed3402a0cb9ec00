import { type Document, isNode } from "yaml";
import type { Diagnostic } from "./header-types.ts";

/** Notes a problem; the range counts from the start of the YAML text; when it is left out, it is the whole text. */
export type Report = (
  severity: Diagnostic["severity"],
  message: string,
  range?: readonly [number, number],
  about?: Diagnostic["about"],
) => void;

/** The range of a YAML node within the YAML text, without what follows it. */
export function rangeOf(node: unknown): readonly [number, number] | undefined {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

/** A node as plain data; an alias that grows without bound is refused by the YAML library and reported here. */
export type ToPlain = (node: unknown) => unknown;

/** How the nodes of one document are made plain. */
export function toPlain(document: Document, report: Report): ToPlain {
  return (node) => {
    if (!isNode(node)) return node;
    try {
      return node.toJS(document, { maxAliasCount: 100 });
    } catch (error) {
      report("error", error instanceof Error ? error.message : String(error), rangeOf(node));
      return undefined;
    }
  };
}
