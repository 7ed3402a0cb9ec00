/** Graph's `appliedConditionalAccessPolicy`, as far as the sample fills it. */
export interface AppliedPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly result: string;
  readonly enforcedGrantControls: readonly string[];
  readonly enforcedSessionControls: readonly string[];
  readonly conditionsSatisfied: string;
  readonly conditionsNotSatisfied: string;
}

/** How the tenant's policies met one sign-in. */
export type PolicyOutcome = "satisfied" | "mfaMissing" | "blocked" | "deviceMissing" | "excluded" | "notEvaluated";

export interface PolicyEvaluation {
  readonly status: "success" | "failure" | "notApplied";
  readonly policies: readonly AppliedPolicy[];
}

/** The policies an audit can name as its target. */
export const policies = {
  requireMfa: { id: "7c9e1a00-0000-4000-8000-000000000001", displayName: "Require MFA for all users", control: "Mfa" },
  blockLegacy: {
    id: "7c9e1a00-0000-4000-8000-000000000002",
    displayName: "Block legacy authentication",
    control: "Block",
  },
  requireDevice: {
    id: "7c9e1a00-0000-4000-8000-000000000003",
    displayName: "Require compliant device for administration",
    control: "RequireCompliantDevice",
  },
} as const;

/** One evaluation per outcome, shared by every sign-in that had it. */
export const policyEvaluations: Readonly<Record<PolicyOutcome, PolicyEvaluation>> = {
  satisfied: {
    status: "success",
    policies: [applied(policies.requireMfa, "success", "application,users", "none")],
  },
  mfaMissing: {
    status: "failure",
    policies: [applied(policies.requireMfa, "failure", "application,users", "none")],
  },
  blocked: {
    status: "failure",
    policies: [
      applied(policies.requireMfa, "notApplied", "application", "users"),
      applied(policies.blockLegacy, "failure", "application,users,clientType", "none"),
    ],
  },
  deviceMissing: {
    status: "failure",
    policies: [
      applied(policies.requireMfa, "success", "application,users", "none"),
      applied(policies.requireDevice, "failure", "application,users", "none"),
    ],
  },
  excluded: {
    status: "notApplied",
    policies: [applied(policies.requireMfa, "notApplied", "application", "users")],
  },
  notEvaluated: { status: "notApplied", policies: [] },
};

function applied(
  policy: (typeof policies)[keyof typeof policies],
  result: string,
  conditionsSatisfied: string,
  conditionsNotSatisfied: string,
): AppliedPolicy {
  return {
    id: policy.id,
    displayName: policy.displayName,
    result,
    enforcedGrantControls: [policy.control],
    enforcedSessionControls: [],
    conditionsSatisfied,
    conditionsNotSatisfied,
  };
}
