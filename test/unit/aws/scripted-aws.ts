import { type AwsClients, makeClients } from "../../../src/aws/clients/make-clients.ts";
import { asking } from "../../../src/aws/session/aws-failure.ts";
import type { AwsSession } from "../../../src/aws/session/aws-session.ts";

/** What answers a command of a client: its output, or an error as `failed` makes it. */
export type Answering = (command: string, input: Readonly<Record<string, unknown>>) => object;

/** An error of AWS's, as the SDK throws it. */
export function failed(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What IAM answers to somebody who lacks the permission of a command. */
export function denied(command: string): Error {
  // The answer to a HEAD has no body that would name the error.
  if (command === "HeadObject") return failed("403", "UnknownError");
  return failed(
    "AccessDeniedException",
    `User: arn:aws:iam::111122223333:user/ann is not authorized to perform: some:${command} on resource: arn:x`,
  );
}

/** A session of which a function answers every command: the SDK's own clients, without the wire. */
export function scriptedSession(answer: Answering): {
  readonly session: AwsSession;
  readonly asked: readonly string[];
} {
  const asked: string[] = [];
  const clients = makeClients({ region: "eu-west-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  // Each client has types of its own for the same thing.
  for (const { middlewareStack } of [
    clients.athena,
    clients.cloudFormation,
    clients.cloudWatch,
    clients.glue,
    clients.lambda,
    clients.logs,
    clients.s3,
    clients.ssm,
    clients.sts,
  ])
    (middlewareStack as AwsClients["ssm"]["middlewareStack"]).add(
      (_next, { commandName = "" }) =>
        async ({ input }) => {
          const command = commandName.replace(/Command$/, "");
          asked.push(command);
          const output = answer(command, input as Readonly<Record<string, unknown>>);
          if (output instanceof Error) throw output;
          return { response: {}, output: { $metadata: {}, ...output } as never };
        },
      { step: "initialize", priority: "high", name: "scripted" },
    );
  const caller = { who: "profile test", signIn: ["aws", "sso", "login", "--profile", "test"] as const };
  const session: AwsSession = {
    place: { region: "eu-west-1" },
    caller,
    clients,
    ask: (doing, work) => asking(caller, doing, () => work(clients)),
    close: () => clients.close(),
  };
  return { session, asked };
}
