import { parseS3Address, type S3Address } from "../../protocol/aws/s3-address.ts";
import { TenantTrailError } from "../../protocol/errors.ts";

/** @throws TenantTrailError `bad-argument`. */
export function requireAddress(text: string): S3Address {
  const address = parseS3Address(text);
  if (address !== undefined) return address;
  throw new TenantTrailError("bad-argument", `${JSON.stringify(text)} is no address in S3. Write s3://bucket/prefix/.`);
}
