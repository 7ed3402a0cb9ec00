import { createHash } from "node:crypto";
import { type ByteOptions, bytesOfFile } from "./byte-source.ts";

/**
 * The SHA-256 of a file, in lower-case hex, read in pieces.
 * @throws TenantTrailError `read-failed` with the path; CancelledError.
 */
export async function sha256OfFile(path: string, options: ByteOptions = {}): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytesOfFile(path, options)) hash.update(chunk);
  return hash.digest("hex");
}
