import { t } from "../../../base/translated.ts";
import type { StackChange } from "../../../protocol/aws/stack-changes.ts";

interface DialogWords {
  readonly message: string;
  readonly detail: string;
}

/** What a dialog says of deleting a stack. @param wasMade false when it has collected nothing. */
export function deletionWords(stack: string, wasMade: boolean): DialogWords {
  const message = t("Delete stack {0}?", stack);
  if (!wasMade)
    return {
      message,
      detail: t("It was never made whole and has collected nothing. Its name is then free, to deploy it again."),
    };
  return {
    message,
    detail: t(
      "Collecting ends: the functions, their schedule, the alarms and the tables of Athena are deleted, and the key of the credentials after 30 days. The bucket and all logs in it stay in the account and go on costing their storage.",
    ),
  };
}

/** What a dialog says of forgetting a tenant's credential. */
export function removalWords(stack: string, tenantId: string): DialogWords {
  return {
    message: t("Remove the credential of tenant {0}?", tenantId),
    detail: t(
      "Stack {0} stops collecting this tenant with its next run. What it has collected stays. The app registration and its secret stay in Entra.",
      stack,
    ),
  };
}

/** What a dialog says of changes to a stack. */
export function changeWords(stack: string, isNew: boolean, changes: readonly StackChange[], dollars: number): string {
  const counts = [...Map.groupBy(changes, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${kind}`);
  return isNew
    ? t("Make stack {0}: {1}. It costs about {2} a month.", stack, counts.join(", "), `$${dollars.toFixed(2)}`)
    : t("Update stack {0}: {1}. It costs about {2} a month.", stack, counts.join(", "), `$${dollars.toFixed(2)}`);
}
