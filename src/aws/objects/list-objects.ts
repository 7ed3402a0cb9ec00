import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import type { ListedObjects, ListObjectsRequest } from "../../protocol/aws/listed-objects.ts";
import { type S3Address, s3Address } from "../../protocol/aws/s3-address.ts";
import { dayOfInstant, neighbouringDay } from "../../protocol/log-day.ts";
import { abortable } from "../session/abortable.ts";
import type { AwsSession } from "../session/aws-session.ts";
import { beforeMark, dayFolder, folderOf, listDaysBack } from "./list-newest-days.ts";
import { requireAddress } from "./require-address.ts";

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
