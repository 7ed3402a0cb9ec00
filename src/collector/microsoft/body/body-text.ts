import { DamagedBodyError } from "./json-body.ts";

/** Pages and blobs have a few megabytes. A larger one would leave no room for others. */
const largestBytes = 64 * 1024 * 1024;

/**
 * The text of an answer's body, read to its end.
 * @throws DamagedBodyError when it is too large; what the connection throws when it breaks off.
 */
export async function readBodyText(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const release = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", release, { once: true });
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      bytes += step.value.byteLength;
      if (bytes > largestBytes) throw new DamagedBodyError("is larger than 64 MB");
      parts.push(decoder.decode(step.value, { stream: true }));
    }
    return parts.join("") + decoder.decode();
  } finally {
    signal.removeEventListener("abort", release);
    release();
  }
}
