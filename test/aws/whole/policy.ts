import type { PolicyCheck } from "../stand-in/gateway/mini-stack.ts";

/** A policy as IAM keeps it, of statements that allow. */
export interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** What a policy allows that nobody used: `Sid action`, or `Sid resource` where no action on it was used. */
export function idleOf({ Statement }: PolicyDocument, checks: readonly PolicyCheck[]): readonly string[] {
  return Statement.flatMap(({ Sid = "", Action, Resource }) => {
    const used = checks.filter(
      ({ action, resource }) =>
        listOf(Action).some((each) => matches(each, action)) &&
        listOf(Resource).some((each) => matches(each, resource)),
    );
    const actions = listOf(Action).filter((each) => !used.some(({ action }) => matches(each, action)));
    const resources = listOf(Resource).filter((each) => !used.some(({ resource }) => matches(each, resource)));
    // Where nothing at all was used, the actions say so.
    return [...actions, ...(used.length === 0 ? [] : resources)].map((each) => `${Sid} ${each}`);
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** As IAM does: `*` is any text. An action's letters may be large or small. */
export function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(text);
}
