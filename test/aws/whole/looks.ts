import { AthenaClient, GetQueryExecutionCommand, ListQueryExecutionsCommand } from "@aws-sdk/client-athena";
import { CloudFormationClient, DescribeStackResourceCommand } from "@aws-sdk/client-cloudformation";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { settingsOf } from "../deploy/deployed-stack.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";

/** The name in the account of what the template calls so. */
export async function nameInAccount(aws: StandInAws, stack: string, resource: string): Promise<string> {
  const client = new CloudFormationClient(settingsOf(aws));
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: resource }),
  );
  client.destroy();
  return StackResourceDetail?.PhysicalResourceId ?? "";
}

/** The state of the query of a workgroup that was asked last. */
export async function newestQueryState(aws: StandInAws, WorkGroup: string): Promise<string | undefined> {
  const client = new AthenaClient(settingsOf(aws));
  try {
    const { QueryExecutionIds: [QueryExecutionId] = [] } = await client.send(
      new ListQueryExecutionsCommand({ WorkGroup, MaxResults: 1 }),
    );
    if (QueryExecutionId === undefined) return undefined;
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    return QueryExecution?.Status?.State;
  } finally {
    client.destroy();
  }
}

const mayBeToldByTopics = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
  ],
});

/** Listens to a topic from now on, as the person does who is told. @returns what was said since it was last asked. */
export async function hearTopic(aws: StandInAws, TopicArn: string): Promise<Hearing> {
  const [sqs, sns] = [new SQSClient(settingsOf(aws)), new SNSClient(settingsOf(aws))];
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: "told", Attributes: { Policy: mayBeToldByTopics } }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.["QueueArn"] }));
  sns.destroy();
  return {
    async said() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
      );
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.map(({ Body }) => Body).join("\n");
    },
    end: () => sqs.destroy(),
  };
}

/** Who listens to a topic. */
export interface Hearing {
  said(): Promise<string>;
  end(): void;
}
