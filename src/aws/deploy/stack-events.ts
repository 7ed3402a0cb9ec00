import {
  DescribeEventsCommand,
  paginateDescribeStackEvents,
  type StackEvent as ReportedEvent,
} from "@aws-sdk/client-cloudformation";
import type { StackEvent } from "../../protocol/aws/stack-changes.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** CloudFormation says this of resources that it stops because another one failed. */
const cancelled = /cancell?ed|Resource creation Initiated/i;

/** A stack's events, oldest first, that are newer than a time. */
export async function eventsSince(
  session: AwsSession,
  stack: string,
  sinceMs: number,
  signal?: AbortSignal,
): Promise<readonly StackEvent[]> {
  return session.ask(`reading the events of ${stack}`, async ({ cloudFormation: client }) => {
    const found: StackEvent[] = [];
    // The newest come first.
    for await (const { StackEvents = [] } of paginateDescribeStackEvents(
      { client },
      { StackName: stack },
      abortable(signal),
    )) {
      for (const event of StackEvents) {
        if ((event.Timestamp?.getTime() ?? 0) < sinceMs) return found.reverse();
        found.push(eventOf(event));
      }
    }
    return found.reverse();
  });
}

/** The failures of some events: the one that the others follow from is the first. */
export function failuresOf(events: readonly StackEvent[]): readonly StackEvent[] {
  const failures = events.filter(({ isFailure }) => isFailure);
  const own = failures.filter(({ reason }) => reason === undefined || !cancelled.test(reason));
  return [...own, ...failures.filter((failure) => !own.includes(failure))];
}

/**
 * Why CloudFormation's own checks refused a change set: name conflicts, properties, quotas. None where the service does
 * not tell (DescribeEvents is younger than change sets, and a policy may not allow it).
 */
export async function validationErrors(
  session: AwsSession,
  names: { readonly stack: string; readonly changeSet: string },
  signal?: AbortSignal,
): Promise<readonly string[]> {
  try {
    const { OperationEvents = [] } = await session.ask("reading the checks of the change set", ({ cloudFormation }) =>
      cloudFormation.send(
        new DescribeEventsCommand({
          StackName: names.stack,
          ChangeSetName: names.changeSet,
          Filters: { FailedEvents: true },
        }),
        abortable(signal),
      ),
    );
    return OperationEvents.flatMap(({ EventType, LogicalResourceId, ValidationStatusReason, ResourceStatusReason }) => {
      const reason = ValidationStatusReason ?? ResourceStatusReason;
      if (EventType !== "VALIDATION_ERROR" || reason === undefined) return [];
      return [LogicalResourceId === undefined ? reason : `${LogicalResourceId}: ${reason}`];
    });
  } catch {
    // The change set's own reason and the stack's events are told instead.
    return [];
  }
}

function eventOf(event: ReportedEvent): StackEvent {
  const { Timestamp, LogicalResourceId = "", ResourceType = "", ResourceStatus = "", ResourceStatusReason } = event;
  return {
    at: Timestamp?.toISOString() ?? "",
    resource: LogicalResourceId,
    type: ResourceType,
    status: ResourceStatus,
    ...(ResourceStatusReason !== undefined && { reason: ResourceStatusReason }),
    isFailure: ResourceStatus.endsWith("_FAILED"),
  };
}
