import { TenantTrailError } from "../../protocol/errors.ts";

/** No entry, archive or checkpoint of any lake has more bytes. Somebody else has put a larger one there. */
export const mostObjectBytes = 256 * 1024 ** 2;

/** The sentence for an object that is not read, because it would fill the memory. @param bytes how many it has. */
export function tooLarge(address: string, bytes: number): TenantTrailError {
  return new TenantTrailError(
    "unsafe-lake",
    `${address} has ${bytes.toLocaleString("en")} bytes, more than TenantTrail ever writes there. Remove it or restore it from a backup; what a ledger says of its slices is read from them again.`,
  );
}
