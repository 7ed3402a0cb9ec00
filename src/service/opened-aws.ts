import type { AwsSession } from "../aws/session/aws-session.ts";
import type { CollectorOutputs } from "../aws/stack/collector-outputs.ts";

/** An open connection to AWS. */
export interface OpenedAws {
  readonly session: AwsSession;
  /** The stack that was deployed, and what it made; undefined for a workgroup and database of another kind. */
  readonly stack: { readonly name: string; readonly outputs: CollectorOutputs } | undefined;
  readonly workgroup: string | undefined;
  readonly database: string | undefined;
}
