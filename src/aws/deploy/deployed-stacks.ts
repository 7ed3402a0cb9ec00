import type { DeployedStack } from "../../protocol/aws/stack-deployments.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { describeStack, findStacks } from "../stack/find-stacks.ts";
import { standingOf } from "../stack/stack-states.ts";
import { busyStack } from "./change-set.ts";

/** The collectors' stacks of the session's region, with the values of their parameters. @throws as `AwsSession.ask`. */
export async function deployedStacks(session: AwsSession, signal?: AbortSignal): Promise<readonly DeployedStack[]> {
  const deployed: DeployedStack[] = [];
  for (const summary of await findStacks(session, "collector", signal)) {
    const stack = await describeStack(session, summary.name, signal);
    const values = (stack?.Parameters ?? []).map(({ ParameterKey = "", ParameterValue = "" }) => [
      ParameterKey,
      ParameterValue,
    ]);
    const standing = standingOf(summary.status);
    const trouble = summary.trouble ?? (standing === "making" ? busyStack(summary.name).message : undefined);
    const known = { ...summary, standing, parameters: Object.fromEntries(values) };
    deployed.push(trouble === undefined ? known : { ...known, trouble });
  }
  return deployed;
}
