import { setTimeout as sleep } from "node:timers/promises";
import { CancelledError, throwIfCancelled } from "../../protocol/errors.ts";

/** Waits so many milliseconds between two requests. @throws CancelledError when the signal is aborted meanwhile. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfCancelled(signal);
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    throw new CancelledError();
  }
}
