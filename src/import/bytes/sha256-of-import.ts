import { sha256OfChunks } from "../../lake/storage/sha256-of-file.ts";
import { type ByteOptions, bytesOfFile } from "./byte-source.ts";

/**
 * The SHA-256 of a file, in lower-case hex, read in pieces.
 * @throws TenantTrailError `read-failed` with the path; CancelledError.
 */
export async function sha256OfFile(path: string, options: ByteOptions = {}): Promise<string> {
  return sha256OfChunks(bytesOfFile(path, options));
}
