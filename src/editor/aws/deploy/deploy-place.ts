import type { AwsPlace } from "../../../protocol/aws/aws-places.ts";
import type { DeployTarget } from "../../../protocol/aws/deploy-page.ts";
import type { LakeService } from "../../../protocol/service/lake-service.ts";

/** Where AWS is asked for a target: a profile may name another endpoint than AWS's own. */
export async function placeOf(lake: LakeService, { profile, region }: DeployTarget): Promise<AwsPlace> {
  const found = (await lake.awsProfiles({})).find(({ name }) => name === profile);
  return {
    region,
    ...(profile !== undefined && { profile }),
    ...(found?.endpoint !== undefined && { endpoint: found.endpoint }),
  };
}
