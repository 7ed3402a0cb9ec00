import { sum } from "../../../base/sum.ts";
import { t } from "../../../base/translated.ts";
import type { StackOutcome } from "../../../protocol/aws/stack-changes.ts";
import { CancelledError } from "../../../protocol/errors.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";
import type { DeployStackArguments, DeployStackOutcome } from "../../api/api-types.ts";
import { deployArguments, isStackName, readArguments } from "../../api/read-arguments.ts";
import { requireTrust } from "../../platform/trust.ts";
import { apiCommandIds } from "../../registry/command-ids.ts";
import { askInDialog } from "../../shown/messages.ts";
import type { RunningTasks } from "../../tasks/running-tasks.ts";
import { askRegion, askStackName } from "./ask-deploy-target.ts";
import type { DeployMemory } from "./deploy-memory.ts";
import { placeOf } from "./deploy-place.ts";
import { changeWords } from "./deploy-words.ts";

interface DeployParts {
  readonly lake: LakeService;
  readonly tasks: RunningTasks;
  readonly memory: DeployMemory;
  readonly showPage: () => Promise<StackOutcome>;
}

/**
 * Deploys a stack as a program says, or on a page, where nothing is given. Region and stack that are not given are
 * those of the last time, and are asked for the first time; a parameter that is not given has its default.
 *
 * @throws TenantTrailError `bad-argument`, `restricted-mode`, `deploy-failed` and those of AWS; CancelledError when the
 *   person said no or closed the page.
 */
export async function deployStack(parts: DeployParts, given?: DeployStackArguments): Promise<DeployStackOutcome> {
  if (given === undefined) return outcomeOf(await parts.showPage());
  const {
    parameters = {},
    confirm = false,
    ...place
  } = readArguments(apiCommandIds.deployStack, deployArguments, given);
  requireTrust(t("Deploying to AWS"));
  const { lake, tasks, memory } = parts;
  const { last } = memory;
  const profile = place.region === undefined ? (place.profile ?? last?.profile) : place.profile;
  const region = place.region ?? last?.region ?? (await askRegion(await regionOf(lake, profile)));
  const stack = place.stack ?? last?.stack ?? (await askStackName(isStackName));
  const target = { region, ...(profile !== undefined && { profile }) };
  const at = await placeOf(lake, target);
  return tasks.run(t("Deploying {0}", stack), "notification", async ({ signal, report }) => {
    const { plan, price } = await lake.planDeploy({ ...at, stack, parameters }, { signal });
    if (plan.changes.length === 0) {
      const { id, status, outputs } = await lake.followDeploy(
        { ...at, stack, wants: "made", sinceMs: Number.MAX_SAFE_INTEGER },
        { signal },
      );
      return { stackId: id, status, outputs };
    }
    const words = changeWords(
      stack,
      plan.isNew,
      plan.changes,
      sum(price, ({ dollars }) => dollars),
    );
    if (!confirm && (await askInDialog("information", t("Deploy to AWS?"), words, [t("Deploy")])) !== t("Deploy")) {
      await lake.dropDeploy({ ...at, plan });
      throw new CancelledError();
    }
    const onProgress = (progress: Parameters<typeof heard>[0]): void => report(heard(progress), 0);
    const outcome = await lake.executeDeploy({ ...at, plan }, { signal, onProgress });
    await memory.remember({ ...target, stack, parameters });
    return outcomeOf(outcome);
  });
}

async function regionOf(lake: LakeService, profile: string | undefined): Promise<string | undefined> {
  return (await lake.awsProfiles({})).find(({ name }) => name === profile)?.region;
}

function heard(progress: { readonly kind: string; readonly event?: { readonly resource: string } }): string {
  return progress.event?.resource ?? "";
}

function outcomeOf({ id, status, outputs }: StackOutcome): DeployStackOutcome {
  return { stackId: id, status, outputs };
}
