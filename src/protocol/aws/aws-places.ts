/** How a profile gets its credentials. */
export type AwsProfileKind =
  | "keys"
  | "sso"
  | "login"
  | "role"
  | "web-identity"
  | "process"
  | "environment"
  /** The profile says nothing that credentials could come from. */
  | "none";

/** A profile of the shared AWS files; the one without a name stands for the environment's own credentials. */
export interface AwsProfile {
  readonly name?: string;
  readonly kind: AwsProfileKind;
  readonly region?: string;
  /** Where AWS is answered instead of by AWS: `endpoint_url` of the profile. */
  readonly endpoint?: string;
}

/** Where AWS is asked, and as whom. */
export interface AwsPlace {
  readonly profile?: string;
  readonly region: string;
  readonly endpoint?: string;
}

/** A TenantTrail stack, found by its tag. */
export interface StackSummary {
  readonly name: string;
  readonly id: string;
  /** As CloudFormation calls it, for example `UPDATE_COMPLETE`. */
  readonly status: string;
  /** The version of TenantTrail that deployed it, where its tag says so. */
  readonly version?: string;
  /** A sentence when it cannot be used as it is, with the next step. */
  readonly trouble?: string;
}

/** What an account has for queries of its own. */
export interface AthenaPlaces {
  readonly workgroups: readonly string[];
  readonly databases: readonly string[];
}
