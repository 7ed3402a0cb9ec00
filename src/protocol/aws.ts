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
}
