import { TenantTrailError } from "../protocol/errors.ts";
import type { HeldResults } from "../query/engine.ts";
import type { OpenedLake } from "./opened-lake.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

/**
 * Does something with two results among those that hold the second. The first is copied there for as long, when another
 * engine holds it: rows of this machine and of Athena are compared as any others are.
 * @throws TenantTrailError `bad-argument` for a result that cannot be copied; `no-such-result`; CancelledError.
 */
export async function besideOneAnother<T>(
  lake: Pick<OpenedLake, "resultsWith">,
  { before, after }: { readonly before: string; readonly after: string },
  work: (results: HeldResults) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const [from, to] = [await lake.resultsWith(before), await lake.resultsWith(after)];
  if (from === to) return work(to);
  const folder = await TemporaryFolder.make("results");
  try {
    const place = { folder: folder.path, name: before };
    const copied = await from.keep({ ...place, resultId: before, mostBytes: Number.MAX_SAFE_INTEGER }, signal);
    if ("reason" in copied)
      throw new TenantTrailError(
        "bad-argument",
        `The results are of two engines, and the earlier one cannot be copied to the other: ${copied.reason}. Run both on the same engine.`,
      );
    await to.reopen({ ...place, resultId: before }, signal);
    try {
      return await work(to);
    } finally {
      await to.release(before);
    }
  } finally {
    await folder.remove();
  }
}
