import type { ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { ListedObjects, S3Folder } from "../../protocol/aws/listed-objects.ts";
import { type S3Address, s3Address } from "../../protocol/aws/s3-address.ts";
import { neighbouringDay } from "../../protocol/log-day.ts";

/** Days of a page of a `dt=` layout; S3 answers with up to 1,000 folders a request. */
const pageDays = 92;

/** The folder of a day. */
export const dayFolder = /(?:^|\/)dt=(\d{4}-\d{2}-\d{2})\/$/;

/** Marks a place in a `dt=` layout in `next`; S3's own tokens never begin so, for they are base64. */
export const beforeMark = "before:";

/**
 * The next page of days further back in a `dt=` layout, newest first: from the day before `before`, and for the newest
 * page all that is newer too. `firstDay` tells where to stop.
 */
export async function listDaysBack(
  at: S3Address,
  firstDay: string,
  before: string,
  isNewest: boolean,
  ask: (more: { StartAfter: string }) => Promise<ListObjectsV2CommandOutput>,
): Promise<ListedObjects> {
  let days = pageDays;
  for (;;) {
    const from = neighbouringDay(before, -days);
    // S3 drops folders that sort behind `StartAfter` only when the whole folder does: the first day is included.
    const { CommonPrefixes = [] } = await ask({ StartAfter: `${at.key}dt=${from}` });
    const folders = CommonPrefixes.flatMap(({ Prefix = "" }) => {
      const day = dayFolder.exec(Prefix)?.[1];
      // The newest page has all that is newer too: a day may lie in the future, and other folders sort behind `dt=`.
      if (day === undefined ? !isNewest : !isNewest && day >= before) return [];
      return [folderOf(at, Prefix)];
    });
    if (folders.length === 0 && from > firstDay) {
      // A stretch without a day is not shown as an empty page: the next one looks further back.
      days *= 4;
      continue;
    }
    return { folders: folders.reverse(), objects: [], ...(from > firstDay && { next: `${beforeMark}${from}` }) };
  }
}

/** A folder under `at` by its whole prefix. */
export function folderOf({ bucket, key }: S3Address, prefix: string): S3Folder {
  return { address: s3Address({ bucket, key: prefix }), name: prefix.slice(key.length) };
}
