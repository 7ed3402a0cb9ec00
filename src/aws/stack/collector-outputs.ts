import type { Stack } from "@aws-sdk/client-cloudformation";
import { TenantTrailError } from "../../protocol/errors.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { stackTrouble } from "./stack-states.ts";

/** What a collector's stack tells of itself. */
export interface CollectorOutputs {
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

/** @throws TenantTrailError `no-stack` when the stack is not made, or an output is missing. */
export function collectorOutputs(stack: Stack): CollectorOutputs {
  const name = stack.StackName ?? "";
  const trouble = stackTrouble(name, stack.StackStatus ?? "");
  if (trouble !== undefined) throw new TenantTrailError("no-stack", trouble);
  const output = (key: string): string => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value !== undefined) return value;
    throw new TenantTrailError(
      "no-stack",
      `Stack ${name} has no output ${key}. Update it with this version of TenantTrail.`,
    );
  };
  return {
    bucket: output("BucketName"),
    database: output("DatabaseName"),
    workgroup: output("WorkGroupName"),
    parameterPath: output("ParameterPath"),
    keyArn: output("KeyArn"),
    topicArn: output("TopicArn"),
    version: output("Version"),
    functions: Object.fromEntries(tableNames.map((table) => [table, output(functionOutputs[table])])) as Record<
      TableName,
      string
    >,
  };
}
