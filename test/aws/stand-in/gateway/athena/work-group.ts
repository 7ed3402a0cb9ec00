import type { Upstream } from "../forward.ts";
import { asRoot } from "../mini-stack.ts";
import type { StartInput } from "./input.ts";
import { outputLocation } from "./input.ts";
import { Refusal } from "./refusal.ts";

/** A workgroup as GetWorkGroup tells it. */
export interface WorkGroup {
  readonly Name: string;
  readonly State?: string;
  readonly Configuration?: {
    readonly EnforceWorkGroupConfiguration?: boolean;
    readonly BytesScannedCutoffPerQuery?: number | string;
    readonly ResultConfiguration?: { readonly OutputLocation?: string };
    readonly EngineVersion?: { readonly SelectedEngineVersion?: string };
    readonly ManagedQueryResultsConfiguration?: { readonly Enabled?: boolean | string };
    readonly IdentityCenterConfiguration?: { readonly EnableIdentityCenter?: boolean | string };
  };
}

/** Where the results of a query go. */
export type ResultPlace = { readonly managed: true } | { readonly managed: false; readonly location: string };

/** Reads a workgroup, whoever asks: the caller was checked already. */
export async function readWorkGroup(upstream: Upstream, region: string, name: string): Promise<WorkGroup> {
  const answer = await asRoot(upstream, region, "AmazonAthena.GetWorkGroup", { WorkGroup: name });
  if (answer.status !== 200) throw new Refusal(`WorkGroup ${name} is not found.`);
  const { WorkGroup }: { WorkGroup: WorkGroup } = JSON.parse(answer.body.toString());
  return WorkGroup;
}

/** Refuses queries that a workgroup of this kind does not run. */
export function checkKind({ Name, State, Configuration }: WorkGroup): void {
  if (State === "DISABLED") throw new Refusal(`WorkGroup ${Name} is disabled.`);
  if (/spark/i.test(Configuration?.EngineVersion?.SelectedEngineVersion ?? ""))
    throw new Refusal(`WorkGroup ${Name} is Spark-enabled. SQL queries are not supported in it.`);
  if (isOn(Configuration?.IdentityCenterConfiguration?.EnableIdentityCenter))
    throw new Refusal(
      `WorkGroup ${Name} is IAM Identity Center enabled, and the request carries no identity of it.`,
      "AccessDeniedException",
    );
}

/** Where the results go: a workgroup that enforces its settings does not look at the caller's. */
export function resultPlace({ Configuration }: WorkGroup, input: StartInput): ResultPlace {
  const own = input.ResultConfiguration?.OutputLocation;
  if (isOn(Configuration?.ManagedQueryResultsConfiguration?.Enabled)) {
    if (own !== undefined)
      throw new Refusal("ResultConfiguration cannot be set when managed query results are enabled for the workgroup.");
    if (input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration?.Enabled === true)
      throw new Refusal("Query result reuse is not supported when managed query results are enabled.");
    return { managed: true };
  }
  const ofGroup = Configuration?.ResultConfiguration?.OutputLocation;
  const location = Configuration?.EnforceWorkGroupConfiguration === true ? ofGroup : (own ?? ofGroup);
  if (location === undefined)
    throw new Refusal(
      "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.",
    );
  const { bucket, prefix } = outputLocation(location);
  return { managed: false, location: `s3://${bucket}/${prefix}` };
}

/** The most bytes that a query may scan; undefined when there is no limit. */
export function scanLimit({ Configuration }: WorkGroup): number | undefined {
  const limit = Configuration?.BytesScannedCutoffPerQuery;
  return limit === undefined ? undefined : Number(limit);
}

/** CloudFormation keeps a Boolean of a template as the text that it may be. */
function isOn(value: boolean | string | undefined): boolean {
  return value === true || value === "true";
}
