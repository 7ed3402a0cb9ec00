import { statfs } from "node:fs/promises";
import { TenantTrailError } from "../../protocol/errors.ts";

/** So much of a disk stays free, whatever a query or an export would still write. */
export interface DiskFloor {
  readonly bytes: number;
  /** Bytes that are free now on the disk of the temporary folder. */
  readonly free: () => Promise<number>;
  /** How often that is looked at, in milliseconds. */
  readonly everyMs: number;
}

const usualFloor = 2 * 1024 ** 3;

/** The usual floor on the disk of a folder. */
export function diskFloor(folder: string): DiskFloor {
  return {
    bytes: usualFloor,
    free: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    everyMs: 500,
  };
}

/**
 * Runs `work` for as long as the disk has more free than the floor; the signal that it gets aborts when there is less.
 * @throws TenantTrailError `disk-full` before the disk is; what `work` throws.
 */
export async function aboveFloor<T>(
  floor: DiskFloor,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const look = async (): Promise<void> => {
    if ((await floor.free()) < floor.bytes) stop.abort();
  };
  await look();
  if (stop.signal.aborted) throw tooLittleFree(floor);
  // A disk that cannot be asked for a moment is asked again.
  const timer = setInterval(() => void look().catch(() => undefined), floor.everyMs);
  try {
    return await work(signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]));
  } catch (error) {
    throw stop.signal.aborted && !signal?.aborted ? tooLittleFree(floor) : error;
  } finally {
    clearInterval(timer);
  }
}

function tooLittleFree({ bytes }: DiskFloor): TenantTrailError {
  return new TenantTrailError(
    "disk-full",
    `Less than ${(bytes / 1024 ** 3).toFixed(0)} GB is free on the disk of the temporary folder, so nothing more is written there and nothing of this result was kept. Free some space or close other results, and run it again.`,
  );
}
