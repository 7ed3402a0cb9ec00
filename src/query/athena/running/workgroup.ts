import { GetWorkGroupCommand, type WorkGroup } from "@aws-sdk/client-athena";
import { TenantTrailError } from "../../../protocol/errors.ts";
import { type AthenaAccess, sendOptions } from "../athena-access.ts";

/** What a workgroup says of its queries. */
export interface QueryWorkgroup {
  /** Athena keeps the results itself: no output location may be sent, and no object in S3 holds them. */
  readonly keepsResults: boolean;
  /** A query that would scan more bytes is cancelled by Athena. */
  readonly bytesLimit?: number;
}

/**
 * Reads a workgroup, and refuses one whose queries cannot be asked for here.
 * @throws TenantTrailError `bad-argument` for another kind of workgroup, in one sentence; as `AthenaAccess.ask`.
 */
export async function readWorkgroup(
  access: AthenaAccess,
  name: string,
  signal: AbortSignal | undefined,
): Promise<QueryWorkgroup> {
  const found = await access.ask(`reading the Athena workgroup ${name}`, async ({ athena }) =>
    athena.send(new GetWorkGroupCommand({ WorkGroup: name }), sendOptions(signal)),
  );
  const problem = problemOf(name, found.WorkGroup);
  if (problem !== undefined) throw new TenantTrailError("bad-argument", problem);
  const { Configuration: settings } = found.WorkGroup ?? {};
  const bytesLimit = settings?.BytesScannedCutoffPerQuery;
  return {
    keepsResults: settings?.ManagedQueryResultsConfiguration?.Enabled === true,
    ...(bytesLimit !== undefined && { bytesLimit }),
  };
}

function problemOf(name: string, workgroup: WorkGroup | undefined): string | undefined {
  const settings = workgroup?.Configuration;
  if (settings === undefined) return `AWS did not say what the Athena workgroup ${name} is. Choose another workgroup.`;
  if (workgroup?.State === "DISABLED")
    return `The Athena workgroup ${name} is disabled. Enable it in Athena, or choose another workgroup.`;
  const engine = `${settings.EngineVersion?.SelectedEngineVersion} ${settings.EngineVersion?.EffectiveEngineVersion}`;
  if (/spark/i.test(engine))
    return `The Athena workgroup ${name} runs Apache Spark and no SQL. Choose a workgroup with Athena's SQL engine.`;
  if (/engine version 2/i.test(engine))
    return `The Athena workgroup ${name} runs Athena's engine version 2, which has another SQL. Choose version 3 in its settings, or another workgroup.`;
  if (settings.IdentityCenterConfiguration?.EnableIdentityCenter === true)
    return `The Athena workgroup ${name} wants people of IAM Identity Center and no AWS credentials. Choose another workgroup.`;
  const managed = settings.ManagedQueryResultsConfiguration?.Enabled === true;
  if (!managed && settings.ResultConfiguration?.OutputLocation === undefined)
    return `The Athena workgroup ${name} has no place for results. Set a query result location in its settings, or choose another workgroup.`;
  return undefined;
}
