import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of bytes that come in pieces, lower-case hex. */
export async function sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

/** SHA-256 of a file's bytes, lower-case hex. @throws what the system says when it cannot be read. */
export async function sha256OfFile(file: string): Promise<string> {
  return sha256OfChunks(createReadStream(file, { highWaterMark: 1 << 20 }));
}
