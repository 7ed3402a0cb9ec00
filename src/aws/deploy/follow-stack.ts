import type { Stack } from "@aws-sdk/client-cloudformation";
import { minuteMs } from "../../base/time-units.ts";
import type { StackEvent, StackOutcome } from "../../protocol/aws/stack-changes.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { pause } from "../session/pause.ts";
import { describeStack } from "../stack/find-stacks.ts";
import { isBusy, isWell, stackTrouble } from "../stack/stack-states.ts";
import { eventsSince, failuresOf } from "./stack-events.ts";

const pauseMs = 2_000;

/** Events have the time of CloudFormation's clock, which may be behind this one. */
const clockSkewMs = minuteMs;

/** Hears of each event once, in the order that they happened. */
export type OnStackEvent = (event: StackEvent) => void;

/**
 * Follows an operation on a stack to its end.
 *
 * @param id the stack's id, because a deleted stack is found by its id alone.
 * @param known the events that are there before the operation begins.
 * @throws TenantTrailError `deploy-failed` with the resource that failed first and why; as `AwsSession.ask`;
 *   CancelledError, and CloudFormation goes on.
 */
export async function followStack(
  session: AwsSession,
  { id, sinceMs, wants }: { readonly id: string; readonly sinceMs: number; readonly wants: "made" | "deleted" },
  onEvent: OnStackEvent,
  signal?: AbortSignal,
): Promise<StackOutcome> {
  const seen: StackEvent[] = [];
  const keys = new Set<string>();
  const hear = async (): Promise<void> => {
    for (const event of await eventsSince(session, id, sinceMs - clockSkewMs, signal)) {
      const key = JSON.stringify(event);
      if (keys.has(key)) continue;
      keys.add(key);
      seen.push(event);
      onEvent(event);
    }
  };
  for (;;) {
    const stack = await describeStack(session, id, signal);
    await hear();
    const status = stack?.StackStatus ?? "DELETE_COMPLETE";
    if (!isBusy(status)) return endOf(id, stack, status, wants, seen);
    await pause(pauseMs, signal);
  }
}

/**
 * Says of a failure that only the following ended, for example because credentials expired in the middle.
 *
 * @param next what a person does to see how it ended: `Deploy again`.
 * @throws TenantTrailError `deploy-goes-on` with the command of the failure; `deploy-failed` as it is; CancelledError.
 */
export async function whileItGoesOn<T>(stack: string, next: string, follow: () => Promise<T>): Promise<T> {
  try {
    return await follow();
  } catch (error) {
    if (!(error instanceof TenantTrailError) || error.code === "deploy-failed") throw error;
    const goesOn = `CloudFormation goes on with stack ${stack} all the same. ${next} then, to see how it ended.`;
    throw new TenantTrailError("deploy-goes-on", `${error.message.replace(/[^.]$/, "$&.")} ${goesOn}`, {
      cause: error,
      ...(error.command !== undefined && { command: error.command }),
    });
  }
}

function endOf(
  id: string,
  stack: Stack | undefined,
  status: string,
  wants: "made" | "deleted",
  seen: readonly StackEvent[],
): StackOutcome {
  const name = stack?.StackName ?? id;
  if (wants === "deleted" ? status === "DELETE_COMPLETE" : isWell(status)) {
    const outputs = (stack?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
    return { stack: name, id: stack?.StackId ?? id, status, outputs: Object.fromEntries(outputs) };
  }
  const [first] = failuresOf(seen);
  const why = first === undefined ? "" : ` ${first.resource} failed: ${first.reason ?? first.status}.`;
  const next =
    stackTrouble(name, status) ??
    `What was changed of stack ${name} was taken back. Mend what failed, then deploy again.`;
  throw new TenantTrailError("deploy-failed", `${next}${why}`);
}
