import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import type { StandInAws } from "../stand-in/start-aws.ts";

const functions = ["SignInsFunctionName", "AuditsFunctionName", "RiskFunctionName", "ActivityFunctionName"];

/** A stack with the tag and the outputs of a collector's, a bucket and an alarm; its functions are only named. */
export async function makeSmallStack(
  { endpoint, region, rootCredentials: credentials }: StandInAws,
  name: string,
  tag = "collector",
): Promise<{ readonly bucket: string; readonly alarm: string }> {
  const client = new CloudFormationClient({ endpoint, region, credentials });
  const alarm = {
    AlarmName: `${name}-no-new-data`,
    AlarmDescription: "At least one source of a tenant was not read for hours: sign-ins.",
    Namespace: "TenantTrail",
    MetricName: "CoveredLagHours",
    Statistic: "Maximum",
    Period: 3600,
    EvaluationPeriods: 3,
    ComparisonOperator: "GreaterThanThreshold",
    Threshold: 2,
  };
  const plain = (value: string) => ({ Value: value });
  await client.send(
    new CreateStackCommand({
      StackName: name,
      Tags: [
        { Key: "tenanttrail:stack", Value: tag },
        { Key: "tenanttrail:version", Value: "0.1.0" },
      ],
      TemplateBody: JSON.stringify({
        Resources: {
          Lake: { Type: "AWS::S3::Bucket" },
          NoNewData: { Type: "AWS::CloudWatch::Alarm", Properties: alarm },
        },
        Outputs: {
          BucketName: { Value: { Ref: "Lake" } },
          DatabaseName: plain("tenanttrail"),
          WorkGroupName: plain(name),
          ParameterPath: plain(`/tenanttrail/${name}/tenants/`),
          KeyArn: plain("arn:aws:kms:us-east-1:000000000000:key/k"),
          TopicArn: plain("arn:aws:sns:us-east-1:000000000000:t"),
          Version: plain("0.1.0"),
          ...Object.fromEntries(functions.map((output) => [output, plain(`${name}-${output}`)])),
        },
      }),
    }),
  );
  await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName: name });
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  const bucket = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === "BucketName")?.OutputValue;
  if (bucket === undefined) throw new Error(`Stack ${name} has no bucket`);
  return { bucket, alarm: alarm.AlarmName };
}
