import { isDeepStrictEqual } from "node:util";
import {
  CloudWatchClient,
  type Dimension,
  type MetricDatum,
  PutMetricDataCommand,
  type StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { settingsOf } from "../deploy/deployed-stack.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";

/** A line in CloudWatch's embedded metric format (CloudWatch user guide, embedded metric format specification). */
interface EmbeddedMetrics {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

/** All text of a log group. */
export async function textOfLog(aws: StandInAws, logGroupName: string): Promise<string> {
  const logs = new CloudWatchLogsClient(settingsOf(aws));
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  logs.destroy();
  return events.map(({ message }) => message).join("\n");
}

/** What an alarm listens to. */
export interface Listening {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
}

/**
 * Makes metrics of a log's lines, which CloudWatch does by itself and the stand-in does not.
 *
 * @returns how many values an alarm heard of them that listens to this.
 */
export async function makeMetrics(aws: StandInAws, log: string, listening: Listening): Promise<number> {
  const cloudWatch = new CloudWatchClient(settingsOf(aws));
  let heard = 0;
  for (const line of log.split("\n")) {
    const at = line.indexOf('{"_aws":');
    if (at < 0) continue;
    const read: EmbeddedMetrics = JSON.parse(line.slice(at));
    for (const { Namespace, Dimensions, Metrics } of read._aws.CloudWatchMetrics) {
      const dimensions = (Dimensions[0] ?? []).map((each) => ({ Name: each, Value: String(read[each]) }));
      const MetricData = Metrics.map(({ Name, Unit }): MetricDatum => {
        if (isDeepStrictEqual(sorted(listening), sorted({ Namespace, MetricName: Name, Dimensions: dimensions })))
          heard += 1;
        const Value = Number([read[Name]].flat().at(-1));
        const Timestamp = new Date(read._aws.Timestamp);
        return { MetricName: Name, Unit: Unit as StandardUnit, Dimensions: dimensions, Value, Timestamp };
      });
      await cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData }));
    }
  }
  cloudWatch.destroy();
  return heard;
}

function sorted({ Namespace, MetricName, Dimensions }: Listening): readonly string[] {
  return [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()];
}
