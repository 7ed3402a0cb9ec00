import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { paginateGetParametersByPath, type SSMClient } from "@aws-sdk/client-ssm";
import type { Context } from "aws-lambda";
import type { AwsAccess } from "../aws/clients/aws-access.ts";
import { makeS3Client } from "../aws/clients/s3-client.ts";
import { makeSsmClient } from "../aws/clients/ssm-client.ts";
import { CollectorRuns } from "../function/collector-runs.ts";
import { sliceCacheBytes } from "../function/function-limits.ts";
import type { FunctionLog } from "../function/function-world.ts";
import type { Parameter } from "../function/tenant-parameters.ts";
import { collectorFunctions, type FunctionReport } from "../protocol/aws/function-report.ts";
import { openS3Lake } from "../service/open-s3-lake.ts";
import { realClock } from "../service/real-clock.ts";

/** What Lambda calls for each event. */
export type Handler = (
  event: unknown,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
) => Promise<FunctionReport>;

/**
 * The handler of one function of a stack, as the template's environment describes it. Nothing is asked of AWS before the
 * first event.
 * @throws {Error} when the environment lacks something, which is a fault of the template.
 */
export function makeHandler(environment: NodeJS.ProcessEnv): Handler {
  const name = collectorFunctions.find((each) => each === environment["TENANTTRAIL_FUNCTION"]);
  if (name === undefined) throw new Error("TENANTTRAIL_FUNCTION names no function");
  const parameterPath = required(environment, "TENANTTRAIL_PARAMETER_PATH");
  const bucket = required(environment, "TENANTTRAIL_BUCKET");
  const access = accessOf(environment);
  const ssm = makeSsmClient(access);
  const lake = openS3Lake({
    client: makeS3Client(access),
    place: { bucket },
    folder: join(tmpdir(), "tenanttrail"),
    cacheBytes: sliceCacheBytes,
  });
  const logger = new Logger({ serviceName: name });
  const runs = new CollectorRuns({
    name,
    lake,
    parameters: () => readParameters(ssm, parameterPath),
    parameterPath,
    fetch: globalThis.fetch,
    clock: realClock,
    random: Math.random,
    megabytes: Number(environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] ?? 1024),
    log: logOf(
      logger,
      new Metrics({
        namespace: "TenantTrail",
        serviceName: name,
        defaultDimensions: { Stack: required(environment, "TENANTTRAIL_STACK") },
      }),
    ),
  });
  return (event, context) => {
    logger.appendKeys({ requestId: context.awsRequestId });
    return runs.run({
      event,
      requestId: context.awsRequestId,
      remainingMs: () => context.getRemainingTimeInMillis(),
    });
  };
}

export const handler: Handler = makeHandler(process.env);

/** Metrics are lines of the log in CloudWatch's embedded format, so that sending them is no request of its own. */
function logOf(logger: Logger, metrics: Metrics): FunctionLog {
  return {
    info: (message, fields) => logger.info(message, { ...fields }),
    warn: (message, fields) => logger.warn(message, { ...fields }),
    error: (message, fields) => logger.error(message, { ...fields }),
    measure(measured) {
      for (const { name, unit, value } of measured) metrics.addMetric(name, unit, value);
      metrics.publishStoredMetrics();
    },
  };
}

async function readParameters(client: SSMClient, path: string): Promise<readonly Parameter[]> {
  const found: Parameter[] = [];
  for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: path, WithDecryption: true }))
    for (const { Name, Value } of Parameters)
      if (Name !== undefined && Value !== undefined) found.push({ name: Name, value: Value });
  return found;
}

/** The credentials are those of the function's role, which Lambda renews in the environment. */
function accessOf(environment: NodeJS.ProcessEnv): AwsAccess {
  const endpoint = environment["AWS_ENDPOINT_URL"];
  return { region: required(environment, "AWS_REGION"), ...(endpoint !== undefined && { endpoint }) };
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}
