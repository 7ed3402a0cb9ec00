import type { AthenaPlaces, AwsPlace, AwsProfile, StackSummary } from "../aws/aws-places.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** What can be connected to in AWS. */
export interface AwsService {
  /** The profiles of this machine; nothing is asked of AWS. */
  awsProfiles(request: Record<string, never>, options?: CallOptions): Promise<readonly AwsProfile[]>;
  /** TenantTrail's stacks in a region. */
  awsStacks(request: AwsPlace, options?: CallOptions): Promise<readonly StackSummary[]>;
  athenaPlaces(request: AwsPlace, options?: CallOptions): Promise<AthenaPlaces>;
}

export const awsDoing: Doing<AwsService> = {
  awsProfiles: "reading the AWS profiles",
  awsStacks: "looking for stacks",
  athenaPlaces: "looking for workgroups and databases",
};
