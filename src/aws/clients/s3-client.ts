import { S3Client } from "@aws-sdk/client-s3";
import type { AwsAccess } from "./aws-access.ts";
import { clientSettings } from "./client-settings.ts";

/**
 * A client for S3. A bucket in another region is not followed there, so that a lake is never read from a place that
 * nobody named; S3 answers with the region that it is in.
 */
export function makeS3Client(access: AwsAccess): S3Client {
  return new S3Client({
    ...clientSettings(access),
    // Bucket names are no host names of a server on this machine.
    forcePathStyle: access.endpoint !== undefined,
    followRegionRedirects: false,
  });
}
