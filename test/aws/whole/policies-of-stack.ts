import { CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { settingsOf } from "../deploy/deployed-stack.ts";
import type { StandInAws } from "../stand-in/start-aws.ts";
import type { PolicyDocument } from "./policy.ts";

/** A role of a stack with its only policy. */
export interface RoleOfStack {
  /** As the template names it. */
  readonly name: string;
  /** What the ARN of each of its sessions holds. */
  readonly sessions: string;
  readonly policy: PolicyDocument;
}

export async function rolesOfStack(aws: StandInAws, stack: string): Promise<readonly RoleOfStack[]> {
  const [cloudFormation, iam] = [new CloudFormationClient(settingsOf(aws)), new IAMClient(settingsOf(aws))];
  const roles: RoleOfStack[] = [];
  for await (const page of paginateListStackResources({ client: cloudFormation }, { StackName: stack }))
    for (const { LogicalResourceId: name = "", ResourceType, PhysicalResourceId } of page.StackResourceSummaries ??
      []) {
      if (ResourceType !== "AWS::IAM::Role") continue;
      const RoleName = PhysicalResourceId?.split("/").at(-1) ?? "";
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      const [PolicyName, ...others] = PolicyNames;
      if (others.length > 0) throw new Error(`${name} has more than one policy`);
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const policy = JSON.parse(decodeURIComponent(PolicyDocument));
      roles.push({ name, sessions: `:assumed-role/${RoleName}/`, policy });
    }
  iam.destroy();
  cloudFormation.destroy();
  return roles;
}
