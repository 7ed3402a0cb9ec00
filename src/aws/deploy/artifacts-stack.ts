import { TenantTrailError } from "../../protocol/errors.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { describeStack, findStacks } from "../stack/find-stacks.ts";
import { isWell } from "../stack/stack-states.ts";
import { planStack } from "./change-set.ts";
import { executePlan } from "./execute-plan.ts";
import type { OnStackEvent } from "./follow-stack.ts";

/** Once an account and region. */
const name = "tenanttrail-artifacts";

/** How the bucket for the functions' code is made where there is none. */
export interface ArtifactsDesign {
  /** `artifacts.yaml`. */
  readonly template: string;
  readonly version: string;
}

/** The bucket for the functions' code in the session's region; made when there is none. @throws as `executePlan`. */
export async function artifactBucket(
  session: AwsSession,
  { template, version }: ArtifactsDesign,
  now: () => number,
  onEvent: OnStackEvent,
  signal?: AbortSignal,
): Promise<string> {
  const found = (await findStacks(session, "artifacts", signal)).find(
    ({ status }) => isWell(status) || status === "UPDATE_ROLLBACK_COMPLETE",
  );
  if (found === undefined) {
    const design = {
      name,
      kind: "artifacts",
      version,
      template: { body: template },
      declares: [],
      parameters: {},
    } as const;
    await executePlan(session, await planStack(session, design, signal), now, onEvent, signal);
  }
  const stack = await describeStack(session, found?.name ?? name, signal);
  const bucket = stack?.Outputs?.find(({ OutputKey }) => OutputKey === "ArtifactBucketName")?.OutputValue;
  if (bucket !== undefined) return bucket;
  throw new TenantTrailError("deploy-failed", `Stack ${name} names no bucket. Delete it, then deploy again.`);
}
