import type { AwsPlace } from "../aws/aws-places.ts";
import type { InvokeOutcome } from "../aws/function-runs.ts";
import type { StackOutcome, StackTenant } from "../aws/stack-changes.ts";
import type {
  DeletedStack,
  DeployAccount,
  DeployForm,
  DeployProgress,
  ExecuteRequest,
  FollowRequest,
  PlannedDeploy,
  PlanRequest,
  StackPlace,
} from "../aws/stack-deployments.ts";
import type { TenantAccess } from "../collector.ts";
import type { TableName } from "../tables.ts";
import type { CallOptions, Doing } from "./methods.ts";

/** Stacks are made, updated and deleted; none of it needs a connection. */
export interface DeployingService {
  /** What can be chosen; nothing is asked of AWS. */
  deployForm(request: Record<string, never>, options?: CallOptions): Promise<DeployForm>;
  deployAccount(request: AwsPlace, options?: CallOptions): Promise<DeployAccount>;
  /** Uploads the code and prepares the changes; a stack that is up to date has none. */
  planDeploy(request: PlanRequest, options?: CallOptions<DeployProgress>): Promise<PlannedDeploy>;
  /** Forgets prepared changes. */
  dropDeploy(request: ExecuteRequest, options?: CallOptions): Promise<void>;
  /** Does what was prepared; a cancellation ends the following, and CloudFormation goes on. */
  executeDeploy(request: ExecuteRequest, options?: CallOptions<DeployProgress>): Promise<StackOutcome>;
  followDeploy(request: FollowRequest, options?: CallOptions<DeployProgress>): Promise<StackOutcome>;
  deleteDeploy(request: StackPlace, options?: CallOptions<DeployProgress>): Promise<DeletedStack>;
  /** Keeps a tenant's credential in Parameter Store for the stack's functions, and nowhere else. */
  putStackTenant(
    request: StackPlace & { readonly access: TenantAccess; readonly expires?: string },
    options?: CallOptions,
  ): Promise<void>;
  /** The tenants whose credential the stack keeps, by id. */
  stackTenants(request: StackPlace, options?: CallOptions): Promise<readonly StackTenant[]>;
  /** Forgets a tenant's credential, so that it is no longer collected; its logs stay. */
  removeStackTenant(request: StackPlace & { readonly tenantId: string }, options?: CallOptions): Promise<void>;
  /** Runs the function of a stack that collects a table, for what is due. */
  runOfStack(request: StackPlace & { readonly table: TableName }, options?: CallOptions): Promise<InvokeOutcome>;
}

export const deployingDoing: Doing<DeployingService> = {
  deployForm: "reading the template",
  deployAccount: "looking at the account",
  planDeploy: "preparing the changes of a stack",
  dropDeploy: "forgetting prepared changes",
  executeDeploy: "deploying a stack",
  followDeploy: "following a stack",
  deleteDeploy: "deleting a stack",
  putStackTenant: "keeping a tenant's credential",
  stackTenants: "listing a stack's tenants",
  removeStackTenant: "forgetting a tenant's credential",
  runOfStack: "collecting in AWS",
};
