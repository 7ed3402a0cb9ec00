import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { ListedObjects, ListObjectsRequest, S3Folder } from "../../protocol/aws/listed-objects.ts";
import { parseS3Address, type S3Address, s3Address } from "../../protocol/aws/s3-address.ts";
import { TenantTrailError } from "../../protocol/errors.ts";
import { dayOfInstant, neighbouringDay } from "../../protocol/log-day.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";

/** Days of a page of a `dt=` layout; S3 answers with up to 1,000 folders a request. */
const pageDays = 92;

const dayFolder = /(?:^|\/)dt=(\d{4}-\d{2}-\d{2})\/$/;

/** Marks a place in a `dt=` layout in `next`; S3's own tokens never begin so, for they are base64. */
const beforeMark = "before:";

/**
 * A page of a folder in S3. S3 lists by name only, oldest day first; so days are asked for in stretches that go back in
 * time, each by one request, and the first day there is tells where to stop.
 *
 * @throws TenantTrailError `bad-argument` for what is no address; as `AwsSession.ask`; CancelledError.
 */
export async function listObjects(
  session: AwsSession,
  { address, startsWith = "", next }: ListObjectsRequest,
  nowMs: number,
  signal?: AbortSignal,
): Promise<ListedObjects> {
  const at = requireAddress(address);
  const ask = (more: { StartAfter?: string; MaxKeys?: number; ContinuationToken?: string }) =>
    session.ask(`listing ${s3Address(at)}`, ({ s3 }) =>
      s3.send(
        new ListObjectsV2Command({ Bucket: at.bucket, Prefix: at.key + startsWith, Delimiter: "/", ...more }),
        abortable(signal),
      ),
    );
  const before = next?.startsWith(beforeMark) ? next.slice(beforeMark.length) : undefined;
  if (next !== undefined && before === undefined) return pageOf(at, await ask({ ContinuationToken: next }));
  const first = await ask({ MaxKeys: 1 });
  const firstDay = dayFolder.exec(first.CommonPrefixes?.[0]?.Prefix ?? "")?.[1];
  if (firstDay === undefined) return pageOf(at, await ask({}));
  return listDaysBack(at, firstDay, before ?? neighbouringDay(dayOfInstant(nowMs), 2), before === undefined, ask);
}

async function listDaysBack(
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

function pageOf(at: S3Address, page: ListObjectsV2CommandOutput): ListedObjects {
  return {
    folders: (page.CommonPrefixes ?? []).map(({ Prefix = "" }) => folderOf(at, Prefix)),
    objects: (page.Contents ?? [])
      // A folder that a person made in the console is an empty object with the folder's own name.
      .filter(({ Key }) => Key !== at.key)
      .map(({ Key = "", Size = 0, StorageClass = "STANDARD", LastModified }) => ({
        address: s3Address({ bucket: at.bucket, key: Key }),
        name: Key.slice(at.key.length),
        bytes: Size,
        storageClass: StorageClass,
        writtenAt: LastModified?.toISOString() ?? "",
      })),
    ...(page.NextContinuationToken !== undefined && { next: page.NextContinuationToken }),
  };
}

function folderOf({ bucket, key }: S3Address, prefix: string): S3Folder {
  return { address: s3Address({ bucket, key: prefix }), name: prefix.slice(key.length) };
}

/** @throws TenantTrailError `bad-argument`. */
export function requireAddress(text: string): S3Address {
  const address = parseS3Address(text);
  if (address !== undefined) return address;
  throw new TenantTrailError("bad-argument", `${JSON.stringify(text)} is no address in S3. Write s3://bucket/prefix/.`);
}
