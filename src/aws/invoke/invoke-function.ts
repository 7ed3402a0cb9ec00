import { InvokeCommand } from "@aws-sdk/client-lambda";
import { isRecord, parsedJson } from "../../base/json-record.ts";
import type { InvokeOutcome } from "../../protocol/aws/function-runs.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";

/**
 * Runs a function once and waits for its end: up to 15 minutes. A run that fails is an outcome, with its log.
 * @throws TenantTrailError `aws-failed` when it is not there or no run could begin; as `AwsSession.ask`; CancelledError
 *   when nobody waits any more, and the run goes on.
 */
export async function invokeFunction(
  session: AwsSession,
  name: string,
  event: unknown,
  signal?: AbortSignal,
): Promise<InvokeOutcome> {
  return session.ask(`running function ${name}`, async ({ lambda }) => {
    try {
      const answer = await lambda.send(
        new InvokeCommand({
          FunctionName: name,
          InvocationType: "RequestResponse",
          LogType: "Tail",
          Payload: Buffer.from(JSON.stringify(event)),
        }),
        abortable(signal),
      );
      const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
      const log = Buffer.from(answer.LogResult ?? "", "base64").toString("utf8");
      const requestId = answer.$metadata.requestId ?? "";
      const run = { function: name, requestId, log };
      if (answer.FunctionError === undefined) return { ...run, report: parsedJson(payload) };
      return { ...run, failure: failureOf(payload) };
    } catch (error) {
      throw refusal(error, name);
    }
  });
}

function refusal(error: unknown, name: string): unknown {
  const code = awsCodeOf(error);
  if (code === "ResourceNotFoundException")
    return new TenantTrailError("aws-failed", `There is no function ${name}. Update the stack, which makes it.`, {
      cause: error,
    });
  if (code === "TooManyRequestsException")
    return new TenantTrailError(
      "throttled",
      `No run of ${name} could begin: as many functions run as this account may run at once. Try again in a minute.`,
      { cause: error },
    );
  if (code === "ResourceConflictException")
    return new TenantTrailError("aws-failed", `Function ${name} is being updated. Try again in a minute.`, {
      cause: error,
    });
  return error;
}

/** What a function that failed answers (Lambda developer guide, function errors in Node.js). */
function failureOf(payload: string): string {
  const value = parsedJson(payload);
  const message = isRecord(value) ? value["errorMessage"] : undefined;
  return typeof message === "string" ? message : "The function failed without a word. Its log says more.";
}
