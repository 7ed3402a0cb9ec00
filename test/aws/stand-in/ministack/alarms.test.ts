import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CloudWatchClient, PutMetricAlarmCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { type StandInAws, startAws } from "../start-aws.ts";

let aws: StandInAws;
let client: CloudWatchClient;

before(async () => {
  aws = await startAws();
  const { endpoint, region, rootCredentials: credentials } = aws;
  client = new CloudWatchClient({ endpoint, region, credentials });
});
after(async () => {
  client?.destroy();
  await aws?.stop();
});

const minuteMs = 60_000;
const Namespace = "Tested";
const treatments = ["missing", "ignore", "breaching", "notBreaching"] as const;

/**
 * The examples of the CloudWatch user guide (Configuring how CloudWatch alarms treat missing data) for three datapoints of
 * three: `0` is fine, `X` breaches, `-` is missing, the newest last; the states by treatment, of an alarm that has none.
 */
const examples: readonly (readonly [datapoints: string, states: readonly string[]])[] = [
  ["0-X-X", ["OK", "OK", "OK", "OK"]],
  ["0----", ["OK", "OK", "OK", "OK"]],
  ["-----", ["INSUFFICIENT_DATA", "INSUFFICIENT_DATA", "ALARM", "OK"]],
  ["0XX-X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  ["--X--", ["ALARM", "INSUFFICIENT_DATA", "ALARM", "OK"]],
];

test("alarms treat what is missing as CloudWatch's own examples do", async () => {
  const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const expected: [string, string][] = [];
  for (const [number, [datapoints, states]] of examples.entries()) {
    const MetricName = `metric-${number}`;
    for (const [index, TreatMissingData] of treatments.entries()) {
      const AlarmName = `${number}-${TreatMissingData}`;
      expected.push([AlarmName, states[index] ?? ""]);
      await client.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace,
          MetricName,
          TreatMissingData,
          Statistic: "Maximum",
          Period: 60,
          EvaluationPeriods: 3,
          Threshold: 0,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      );
    }
    const MetricData = [...datapoints].flatMap((datapoint, index) => {
      const Timestamp = new Date(nowMs - (datapoints.length - 1 - index) * minuteMs);
      return datapoint === "-" ? [] : [{ MetricName, Value: datapoint === "X" ? 1 : 0, Timestamp }];
    });
    if (MetricData.length > 0) await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
  }
  const found = await aws.gateway.evaluateAlarms(nowMs + 1);
  assert.deepEqual(found.map(({ name, state }) => [name, state]).sort(), expected.sort());
});

test("an alarm hears its own dimensions alone", async () => {
  const alarm = {
    Namespace,
    MetricName: "lag",
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: "GreaterThanThreshold",
    Statistic: "Maximum",
    TreatMissingData: "notBreaching",
  } as const;
  for (const Value of ["mine", "other"]) {
    const Dimensions = [{ Name: "service", Value }];
    await client.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: Value, Dimensions }));
  }
  const MetricData = [{ MetricName: "lag", Value: 9, Dimensions: [{ Name: "service", Value: "other" }] }];
  await client.send(new PutMetricDataCommand({ Namespace, MetricData }));
  const states = new Map((await aws.gateway.evaluateAlarms(Date.now())).map(({ name, state }) => [name, state]));
  assert.deepEqual([states.get("mine"), states.get("other")], ["OK", "ALARM"]);
});
