import { AthenaClient } from "@aws-sdk/client-athena";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { QuickSightClient } from "@aws-sdk/client-quicksight";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { minuteMs } from "../../base/time-units.ts";
import type { AwsAccess } from "./aws-access.ts";
import { clientSettings } from "./client-settings.ts";
import { makeS3Client } from "./s3-client.ts";
import { makeSsmClient } from "./ssm-client.ts";

/** A client for each service that is used, made when it is first asked for. */
export interface AwsClients {
  readonly athena: AthenaClient;
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly glue: GlueClient;
  readonly iam: IAMClient;
  /** Sends each invocation once: a second one would be a second run. It waits as long as a function may run. */
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly quickSight: QuickSightClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
  /** Closes the connections of all of them. */
  close(): void;
}

/** A function may run for 15 minutes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const longestRunMs = 15 * minuteMs;

/** The one place where clients of the SDK are made; a Lambda function takes only those of the files beside. */
export function makeClients(access: AwsAccess): AwsClients {
  const made: { destroy(): void }[] = [];
  const once = <Client extends { destroy(): void }>(make: () => Client): (() => Client) => {
    let client: Client | undefined;
    return () => {
      if (client === undefined) {
        client = make();
        made.push(client);
      }
      return client;
    };
  };
  const athena = once(() => new AthenaClient(clientSettings(access)));
  const cloudFormation = once(() => new CloudFormationClient(clientSettings(access)));
  const cloudWatch = once(() => new CloudWatchClient(clientSettings(access)));
  const glue = once(() => new GlueClient(clientSettings(access)));
  const iam = once(() => new IAMClient(clientSettings(access)));
  const lambda = once(
    () => new LambdaClient(clientSettings(access, { attempts: 1, silentMs: longestRunMs + minuteMs })),
  );
  const logs = once(() => new CloudWatchLogsClient(clientSettings(access)));
  const quickSight = once(() => new QuickSightClient(clientSettings(access)));
  const s3 = once(() => makeS3Client(access));
  const ssm = once(() => makeSsmClient(access));
  const sts = once(() => new STSClient(clientSettings(access)));
  return {
    get athena() {
      return athena();
    },
    get cloudFormation() {
      return cloudFormation();
    },
    get cloudWatch() {
      return cloudWatch();
    },
    get glue() {
      return glue();
    },
    get iam() {
      return iam();
    },
    get lambda() {
      return lambda();
    },
    get logs() {
      return logs();
    },
    get quickSight() {
      return quickSight();
    },
    get s3() {
      return s3();
    },
    get ssm() {
      return ssm();
    },
    get sts() {
      return sts();
    },
    close() {
      for (const client of made.splice(0)) client.destroy();
    },
  };
}
