import { t } from "../../../base/translated.ts";
import { parseS3Address, s3Address } from "../../../protocol/aws/s3-address.ts";
import { TenantTrailError } from "../../../protocol/errors.ts";

/** The folder to show for an address that a person pasted, and how the names in it must begin ("" for all). */
export interface PastedAddress {
  readonly address: string;
  readonly label: string;
  readonly startsWith: string;
}

/**
 * An address that ends with a slash is a folder; what stands behind the last slash of another one is an object's name, or
 * the beginning of names.
 *
 * @throws TenantTrailError `bad-argument` for what is no address in S3.
 */
export function readPastedAddress(text: string): PastedAddress {
  const at = parseS3Address(text);
  if (at === undefined)
    throw new TenantTrailError(
      "bad-argument",
      t("{0} is no address in S3. Write s3://bucket/prefix/.", JSON.stringify(text)),
    );
  const { bucket, key } = at;
  const end = key.lastIndexOf("/") + 1;
  const address = s3Address({ bucket, key: key.slice(0, end) });
  return { address, label: address.split("/").at(-2) ?? address, startsWith: key.slice(end) };
}
