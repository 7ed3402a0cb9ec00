import type { ChangeKind, StackChange, StackEvent } from "../../protocol/aws/stack-changes.ts";

const kindWords: Readonly<Record<ChangeKind, string>> = {
  add: "add",
  change: "change",
  replace: "replace",
  "may-replace": "change, perhaps replace",
  remove: "remove",
  import: "import",
};

/** What needs the most care comes first. */
const order: readonly ChangeKind[] = ["remove", "replace", "may-replace", "change", "import", "add"];

/** A line for each change: what is removed or replaced first. */
export function changeLines(changes: readonly StackChange[]): readonly string[] {
  return changes
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.resource < b.resource ? -1 : 1))
    .map(({ kind, resource, type, because, isKept }) => {
      const kept = isKept ? " (the old one stays in the account)" : "";
      const why = because.length === 0 ? "" : `: ${because.join(", ")}`;
      return `${kindWords[kind]} ${resource} (${type})${kept}${why}`;
    });
}

export function eventLine({ at, resource, type, status, reason }: StackEvent): string {
  return `${at.slice(11, 19)} ${status} ${resource} (${type})${reason === undefined ? "" : `: ${reason}`}`;
}
