import type { StackStanding } from "../../protocol/aws/stack-deployments.ts";

/**
 * What keeps a stack from being used or updated, in a sentence with the next step; undefined when nothing does.
 * States: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-describing-stacks.html
 */
export function stackTrouble(name: string, status: string): string | undefined {
  switch (status) {
    case "REVIEW_IN_PROGRESS":
      return `Stack ${name} was prepared and never made. Deploy it, or delete it.`;
    case "CREATE_FAILED":
    case "ROLLBACK_COMPLETE":
    case "ROLLBACK_FAILED":
      return `Making stack ${name} failed, and what was made was taken back. Delete it, then deploy again.`;
    case "DELETE_FAILED":
      return `Deleting stack ${name} failed half way. Look at its events, then delete it again.`;
    case "UPDATE_ROLLBACK_FAILED":
      return `An update of stack ${name} failed and could not be taken back. Mend what its events name, then continue the rollback in the CloudFormation console.`;
    case "ROLLBACK_IN_PROGRESS":
      return `Making stack ${name} failed, and what was made is being taken back. Wait until that has ended, then delete it and deploy again.`;
    case "CREATE_IN_PROGRESS":
      return `Stack ${name} is being made. Wait until it is there.`;
    case "DELETE_IN_PROGRESS":
      return `Stack ${name} is being deleted. Wait until it is gone, then deploy again.`;
    case "DELETE_COMPLETE":
      return `Stack ${name} was deleted. Deploy it again.`;
    default:
      return undefined;
  }
}

/** What can be done with a stack. */
export function standingOf(status: string): StackStanding {
  if (status === "REVIEW_IN_PROGRESS") return "prepared";
  if (status === "DELETE_IN_PROGRESS") return "deleting";
  if (isBusy(status)) return "making";
  if (status === "CREATE_FAILED" || status.startsWith("ROLLBACK_")) return "failed";
  return status === "DELETE_FAILED" || status === "UPDATE_ROLLBACK_FAILED" ? "broken" : "well";
}

/** Whether somebody's operation on a stack is under way. */
export function isBusy(status: string): boolean {
  return status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS";
}

/** Whether a stack's operation ended and left it as it was asked for. */
export function isWell(status: string): boolean {
  return status === "CREATE_COMPLETE" || status === "UPDATE_COMPLETE" || status === "IMPORT_COMPLETE";
}
