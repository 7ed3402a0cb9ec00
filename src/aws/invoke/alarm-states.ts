import { paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { DescribeAlarmsCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmState } from "../../protocol/aws/function-runs.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** Most names in one DescribeAlarms (CloudWatch API reference). */
const namesAtOnce = 100;

/** The alarms of a stack, those that ring first. @throws as `AwsSession.ask`; CancelledError. */
export async function alarmStates(
  session: AwsSession,
  stack: string,
  signal?: AbortSignal,
): Promise<readonly AlarmState[]> {
  const options = abortable(signal);
  const names = await session.ask(`reading the resources of stack ${stack}`, async ({ cloudFormation: client }) => {
    const found: string[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stack }, options))
      for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? [])
        if (ResourceType === "AWS::CloudWatch::Alarm" && PhysicalResourceId !== undefined)
          found.push(PhysicalResourceId);
    return found;
  });
  const states: AlarmState[] = [];
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const { MetricAlarms = [] } = await session.ask("reading alarms", ({ cloudWatch }) =>
      cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: names.slice(at, at + namesAtOnce) }), options),
    );
    states.push(...MetricAlarms.map(stateOf));
  }
  return states.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
}

function stateOf(alarm: MetricAlarm): AlarmState {
  return {
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    state: alarm.StateValue ?? "INSUFFICIENT_DATA",
    reason: alarm.StateReason ?? "",
    since: alarm.StateUpdatedTimestamp?.toISOString() ?? "",
  };
}

function order({ state }: AlarmState): number {
  return state === "ALARM" ? 0 : state === "INSUFFICIENT_DATA" ? 1 : 2;
}
