import { CancelledError, TenantTrailError } from "../../protocol/errors.ts";

/**
 * Writes; when the answer is an error, which may be a lost answer or a conflict with our own earlier attempt, looks
 * whether what was to be written is there all the same (design: Writing). Digests are SHA-256, lower-case hex.
 * @throws what `write` threw when something else is there, for example WriteConflict; also a TenantTrailError, which
 * says that it failed for certain: what is there may not be on the disk when a sync failed.
 */
export async function writeOrFind(
  sha256: string,
  write: () => Promise<unknown>,
  storedSha256: () => Promise<string | undefined>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof CancelledError || error instanceof TenantTrailError) throw error;
    if ((await storedSha256()) !== sha256) throw error;
  }
}
