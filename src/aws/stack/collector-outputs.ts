import type { Stack } from "@aws-sdk/client-cloudformation";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { stackTrouble } from "./stack-states.ts";

/** What a collector's stack tells of itself. */
export interface CollectorOutputs {
  /** The account that the stack is in, of 12 digits. */
  readonly account: string;
  readonly bucket: string;
  readonly database: string;
  readonly workgroup: string;
  readonly parameterPath: string;
  readonly keyArn: string;
  readonly topicArn: string;
  readonly version: string;
  /** The function that collects a table. */
  readonly functions: Readonly<Record<TableName, string>>;
}

/** Names of the outputs in `collector.yaml`. */
const functionOutputs: Readonly<Record<TableName, string>> = {
  signins: "SignInsFunctionName",
  audits: "AuditsFunctionName",
  provisioning: "AuditsFunctionName",
  riskdetections: "RiskFunctionName",
  riskyusers: "RiskFunctionName",
  activity: "ActivityFunctionName",
};

/** What an output may be; whoever may update a stack may write anything into it, also what names another account's. */
const names = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; no ARN, which names a bucket of any account. */
  bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  /** Of Lambda, Glue and Athena, without an ARN's colons. */
  plain: /^[\w.-]{1,255}$/,
  any: /^/,
} as const;

/**
 * What a stack made.
 * @throws TenantTrailError `no-stack` when the stack is not made, or an output is missing or names what it did not make.
 */
export function collectorOutputs(stack: Stack): CollectorOutputs {
  const name = stack.StackName ?? "";
  const trouble = stackTrouble(name, stack.StackStatus ?? "");
  if (trouble !== undefined) throw new TenantTrailError("no-stack", trouble);
  const account = stack.StackId?.split(":")[4] ?? "";
  const output = (key: string, pattern: RegExp): string => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value === undefined)
      throw new TenantTrailError(
        "no-stack",
        `Stack ${name} has no output ${key}. Update it with this version of TenantTrail.`,
      );
    if (pattern.test(value)) return value;
    throw new TenantTrailError(
      "no-stack",
      `The output ${key} of stack ${name} is ${JSON.stringify(value)}, which the stack did not make. Find out who changed the stack, then update it with this version of TenantTrail.`,
    );
  };
  return {
    account,
    bucket: output("BucketName", names.bucket),
    database: output("DatabaseName", names.plain),
    workgroup: output("WorkGroupName", names.plain),
    parameterPath: output("ParameterPath", new RegExp(`^/tenanttrail/${name}/tenants/$`)),
    keyArn: output("KeyArn", new RegExp(`^arn:[\\w-]+:kms:[\\w-]+:${account}:key/[\\w-]+$`)),
    topicArn: output("TopicArn", names.any),
    version: output("Version", names.any),
    functions: Object.fromEntries(
      tableNames.map((table) => [table, output(functionOutputs[table], names.plain)]),
    ) as Record<TableName, string>,
  };
}
