import type { AwsPlace, StackSummary } from "./aws-places.ts";
import type { Preflight, PriceLine, StackEvent, StackPlan, UploadProgress } from "./stack-changes.ts";

/** A parameter of the collector's template, as a form shows it. */
export interface DeployParameter {
  readonly name: string;
  /** One line of help, the template's own. */
  readonly help: string;
  /** What a new account accepts. */
  readonly default: string;
  /** The only values there are; absent where any may be typed. */
  readonly choices?: readonly string[];
  readonly number?: { readonly least?: number; readonly most?: number };
  /** What a text has to match, and the words for it, to follow the parameter's name. */
  readonly pattern?: { readonly source: string; readonly words: string };
}

/** What a person may choose before a stack is deployed. */
export interface DeployForm {
  /** Of TenantTrail, which is what would be deployed. */
  readonly version: string;
  readonly groups: readonly { readonly title: string; readonly parameters: readonly DeployParameter[] }[];
}

/**
 * What can be done with a stack: `well` is updated or deleted, `prepared` (a change set and nothing else) is made or
 * deleted, `failed` (its making was taken back) and `broken` are deleted, `making` and `deleting` are waited for.
 */
export type StackStanding = "well" | "prepared" | "failed" | "broken" | "making" | "deleting";

/** A stack of ours with the values that its parameters have; `trouble` says what keeps it from being updated. */
export interface DeployedStack extends StackSummary {
  readonly standing: StackStanding;
  readonly parameters: Readonly<Record<string, string>>;
}

/** An account and region, before anything is made there. */
export interface DeployAccount extends Preflight {
  /** The stacks that can be updated or deleted, by name. */
  readonly stacks: readonly DeployedStack[];
}

/** A stack in an account. */
export interface StackPlace extends AwsPlace {
  readonly stack: string;
}

export interface PlanRequest extends StackPlace {
  readonly parameters: Readonly<Record<string, string>>;
}

/** Changes that wait for a person's consent. */
export interface PlannedDeploy {
  readonly plan: StackPlan;
  /** What the stack costs a month, about, in US dollars. */
  readonly price: readonly PriceLine[];
}

export interface ExecuteRequest extends AwsPlace {
  readonly plan: StackPlan;
}

/** An operation on a stack that nobody followed to its end. */
export interface FollowRequest extends StackPlace {
  readonly wants: "made" | "deleted";
  /** Events before this time are left out: milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface DeletedStack {
  /** The bucket that stays in the account with all logs; absent when there was none. */
  readonly keptBucket?: string;
}

export type DeployProgress =
  | { readonly kind: "step"; readonly words: string }
  | { readonly kind: "upload"; readonly upload: UploadProgress }
  | { readonly kind: "event"; readonly event: StackEvent };
