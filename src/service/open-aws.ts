import type { AwsSessions } from "../aws/session/aws-sessions.ts";
import { collectorOutputs } from "../aws/stack/collector-outputs.ts";
import { findStacks, requireStack } from "../aws/stack/find-stacks.ts";
import { TenantTrailError } from "../protocol/errors.ts";
import type { Connection } from "../protocol/lake.ts";
import type { OpenedAws } from "./opened-aws.ts";

type AwsConnection = Extract<Connection, { kind: "aws" }>;

/**
 * Connects to AWS: to the named stack, or the only one in the region when neither it nor a workgroup and database are
 * named. A workgroup is asked for nothing here: what it allows is seen when a query runs.
 *
 * @throws TenantTrailError `no-stack`, `bad-argument` when several stacks are there and none is named; as
 *   `AwsSession.ask`; CancelledError.
 */
export async function openAws(
  sessions: AwsSessions,
  connection: AwsConnection,
  signal: AbortSignal | undefined,
): Promise<OpenedAws> {
  const session = await sessions.of(connection);
  const { stack: named, workgroup, database } = connection;
  if (named === undefined && (workgroup !== undefined || database !== undefined))
    return { session, stack: undefined, workgroup, database };
  const name = named ?? (await onlyStack(sessions, connection, signal));
  const outputs = collectorOutputs(await requireStack(session, name, "collector", signal));
  return {
    session,
    stack: { name, outputs },
    workgroup: workgroup ?? outputs.workgroup,
    database: database ?? outputs.database,
  };
}

async function onlyStack(
  sessions: AwsSessions,
  connection: AwsConnection,
  signal: AbortSignal | undefined,
): Promise<string> {
  const session = await sessions.of(connection);
  const stacks = await findStacks(session, "collector", signal);
  const [first, second] = stacks;
  const where = `in ${connection.region}`;
  if (first === undefined)
    throw new TenantTrailError(
      "no-stack",
      `There is no TenantTrail stack ${where} that ${session.caller.who} can see. Deploy one, or choose another region, or a workgroup and database.`,
    );
  if (second === undefined) return first.name;
  const names = stacks.map(({ name }) => name).join(", ");
  throw new TenantTrailError(
    "bad-argument",
    `There are several TenantTrail stacks ${where}: ${names}. Name one of them.`,
  );
}
