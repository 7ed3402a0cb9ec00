import type { S3ClientConfig } from "@aws-sdk/client-s3";

/** Whom requests to AWS come from and where they go. */
export interface AwsAccess {
  readonly region: string;
  /** Keys, or a function that gives them and is asked again before they expire. Default: the SDK's own chain. */
  readonly credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** Where all of AWS is answered, for example `http://127.0.0.1:4566`. Default: AWS itself. */
  readonly endpoint?: string;
}
