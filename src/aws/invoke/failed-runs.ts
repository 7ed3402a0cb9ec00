import { FilterLogEventsCommand, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { isRecord, parsedJson } from "../../base/json-record.ts";
import { minuteMs } from "../../base/time-units.ts";
import type { FailedRun, RunLogRequest } from "../../protocol/aws/function-runs.ts";
import { abortable } from "../session/abortable.ts";
import { awsCodeOf } from "../session/aws-failure.ts";
import type { AwsSession } from "../session/aws-session.ts";

/**
 * What only a failed run writes: errors of the function's own logger, and what Lambda says when it ends a run itself. A
 * pattern for JSON and one for text cannot be joined (CloudWatch Logs user guide, filter pattern syntax).
 */
const failurePatterns = [
  '{ $.level = "ERROR" }',
  '?"Invoke Error" ?"Task timed out" ?"Runtime exited" ?"Runtime.ExitError"',
] as const;

const failureLine = /"level":\s*"ERROR"|Invoke Error|Task timed out|Runtime exited|Runtime\.ExitError/;

/** More than so many failed runs say nothing new. */
const mostRuns = 100;

const requestIdText =
  /RequestId: ([0-9a-f-]{36})|^\S+\s+([0-9a-f-]{36})\s|"(?:function_request_id|requestId)":\s*"([0-9a-f-]{36})"/;

/**
 * Runs of functions that failed since a time, newest first, one line each: the first thing that their log says.
 * @throws as `AwsSession.ask`; CancelledError.
 */
export async function failedRuns(
  session: AwsSession,
  functions: readonly string[],
  sinceMs: number,
  signal?: AbortSignal,
): Promise<readonly FailedRun[]> {
  const runs = await Promise.all(functions.map((name) => failedRunsOf(session, name, sinceMs, signal)));
  return runs
    .flat()
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, mostRuns);
}

async function failedRunsOf(
  session: AwsSession,
  name: string,
  sinceMs: number,
  signal: AbortSignal | undefined,
): Promise<readonly FailedRun[]> {
  const logGroupName = await logGroupOf(session, name, signal);
  return session.ask(`reading the log of ${name}`, async ({ logs: client }) => {
    const runs = new Map<string, FailedRun>();
    try {
      for (const filterPattern of failurePatterns) {
        const request = { logGroupName, startTime: sinceMs, filterPattern };
        for await (const page of paginateFilterLogEvents({ client }, request, abortable(signal))) {
          for (const { message = "", timestamp = 0 } of page.events ?? []) {
            const requestId = requestIdOf(message);
            if (!failureLine.test(message) || requestId === undefined || runs.has(requestId)) continue;
            const at = new Date(timestamp).toISOString();
            runs.set(requestId, { function: name, requestId, at, reason: reasonOf(message) });
          }
        }
      }
    } catch (error) {
      // A function that never ran has written nothing.
      if (awsCodeOf(error) !== "ResourceNotFoundException") throw error;
    }
    return [...runs.values()];
  });
}

/** All lines of one run's log, oldest first. @throws as `AwsSession.ask`; CancelledError. */
export async function runLog(session: AwsSession, run: RunLogRequest, signal?: AbortSignal): Promise<string> {
  const logGroupName = await logGroupOf(session, run.function, signal);
  const atMs = Date.parse(run.at);
  return session.ask(`reading the log of ${run.function}`, async ({ logs }) => {
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        filterPattern: `"${run.requestId}"`,
        startTime: atMs - 20 * minuteMs,
        endTime: atMs + 20 * minuteMs,
      }),
      abortable(signal),
    );
    return events.map(({ message = "" }) => message.trimEnd()).join("\n");
  });
}

async function logGroupOf(session: AwsSession, name: string, signal: AbortSignal | undefined): Promise<string> {
  const { LoggingConfig } = await session.ask(`reading function ${name}`, ({ lambda }) =>
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }), abortable(signal)),
  );
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
}

function requestIdOf(message: string): string | undefined {
  return requestIdText
    .exec(message)
    ?.slice(1)
    .find((id) => id !== undefined);
}

function reasonOf(message: string): string {
  const json = message.indexOf("{");
  const value = json < 0 ? undefined : parsedJson(message.slice(json));
  const { message: said, reason, error } = isRecord(value) ? value : {};
  // The functions tell why in `reason` (src/function/tell-run.ts).
  const inner = reason ?? (isRecord(error) ? error["message"] : undefined);
  if (typeof inner === "string") return typeof said === "string" ? `${said}: ${inner}` : inner;
  if (typeof said === "string") return said;
  return /Task timed out after [\d.]+ seconds/.exec(message)?.[0] ?? message.trim().slice(0, 500);
}
