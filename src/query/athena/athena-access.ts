import type { AthenaClient } from "@aws-sdk/client-athena";
import type { S3Client } from "@aws-sdk/client-s3";

/** The clients that a query on Athena needs. */
export interface AthenaClients {
  readonly athena: AthenaClient;
  readonly s3: S3Client;
}

/** Asks AWS as somebody. */
export interface AthenaAccess {
  /**
   * Runs requests; what they throw becomes a failure that a person can act on, and what is one already stays what it is.
   * @param doing what is done, for example `starting the query on Athena`.
   */
  ask<Result>(doing: string, work: (clients: AthenaClients) => Promise<Result>): Promise<Result>;
}

/** Where a query runs. */
export interface AthenaPlace {
  readonly workgroup: string;
  readonly database: string;
  /** The catalog of the database. Default: `AwsDataCatalog`. */
  readonly catalog?: string;
}

/** The options of the SDK's `send` for a request that a signal may abort. */
export function sendOptions(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
