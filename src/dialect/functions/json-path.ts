import type { Context } from "../scope/context.ts";
import type { Typed } from "../types/typed.ts";
import { literalText } from "./rule.ts";

export type Step = { readonly key: string } | { readonly index: number };

/**
 * The steps of a JSON path such as `$.a[0]["b c"]`, with or without `lax`.
 * @throws TenantTrailError for wildcards, filters and everything else that only Trino has.
 */
export function jsonSteps(context: Context, path: Typed): readonly Step[] {
  const text = literalText(context, path, "A JSON path")
    .trim()
    .replace(/^lax\s+/i, "");
  const unsupported = () =>
    context.unsupported(path.span, `The JSON path ${text} is not supported on this machine: only keys and indexes are`);
  if (!text.startsWith("$")) throw unsupported();
  const steps: Step[] = [];
  const step =
    /\.(?<bare>[\p{L}_][\p{L}\p{N}_:-]*)|\."(?<dotted>[^"\\]+)"|\[\s*(?<index>\d+)\s*\]|\[\s*"(?<quoted>[^"\\]+)"\s*\]|\[\s*'(?<single>[^'"\\]+)'\s*\]/uy;
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text)?.groups;
    if (found === undefined) throw unsupported();
    const key = found["bare"] ?? found["dotted"] ?? found["quoted"] ?? found["single"];
    steps.push(key === undefined ? { index: Number(found["index"]) } : { key });
  }
  return steps;
}

/** The same path in DuckDB's spelling. */
export function duckPath(steps: readonly Step[]): string {
  return `$${steps.map((step) => ("key" in step ? `."${step.key}"` : `[${step.index}]`)).join("")}`;
}
