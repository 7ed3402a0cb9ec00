import type { StackChange } from "../../../protocol/aws/stack-changes.ts";

/** What a dialog says of deleting a stack. */
export function deletionWords(stack: string): { readonly message: string; readonly detail: string } {
  return {
    message: `Delete stack ${stack}?`,
    detail:
      "Collecting ends: the functions, their schedule, the alarms and the tables of Athena are deleted, and the key of the credentials after 30 days. The bucket and all logs in it stay in the account and go on costing their storage.",
  };
}

/** What a dialog says of changes to a stack. */
export function changeWords(stack: string, isNew: boolean, changes: readonly StackChange[], dollars: number): string {
  const counts = [...Map.groupBy(changes, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${kind}`);
  return `${isNew ? "Make" : "Update"} stack ${stack}: ${counts.join(", ")}. It costs about $${dollars.toFixed(2)} a month.`;
}
