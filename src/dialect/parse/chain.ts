import type { Expression } from "./syntax.ts";

/** What a chain of AND or of OR connects, in order, so that a long one is not a deep one. */
export function chain(node: Extract<Expression, { kind: "operator" }>): readonly Expression[] {
  const found: Expression[] = [];
  let left: Expression = node;
  while (left.kind === "operator" && left.operator === node.operator) {
    found.push(left.right);
    left = left.left;
  }
  return [left, ...found.reverse()];
}
