import { tableNames } from "../../../protocol/tables.ts";

/** Where in S3 a lake is. */
export interface S3Place {
  readonly bucket: string;
  /** What every key of the lake begins with, a `/` at its end. Default: nothing, the bucket is the lake's own. */
  readonly prefix?: string;
  /**
   * The account that the bucket must belong to, of 12 digits
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html). Default: any.
   */
  readonly owner?: string;
}

/** Slices lie below one prefix of their own, for which Athena's roles and the bucket's lifecycle have rules. */
const slicesFolder = "slices/";

/** The key of a path, or the beginning of the keys of what lies below a prefix. */
export function keyOf({ prefix = "" }: S3Place, path: string): string {
  return `${prefix}${isOfTable(path) ? slicesFolder : ""}${path}`;
}

/** The path of a key; undefined for what is none of the lake's, such as results of Athena. */
export function pathOf({ prefix = "" }: S3Place, key: string): string | undefined {
  if (!key.startsWith(prefix) || key.endsWith("/")) return undefined;
  const rest = key.slice(prefix.length);
  if (rest.startsWith("_") || rest.startsWith("tables/")) return rest;
  const path = rest.startsWith(slicesFolder) ? rest.slice(slicesFolder.length) : "";
  return isOfTable(path) ? path : undefined;
}

/** `s3://bucket/key`, as people and Athena know it. */
export function addressOf(place: S3Place, path: string): string {
  return `s3://${place.bucket}/${keyOf(place, path)}`;
}

function isOfTable(path: string): boolean {
  return tableNames.some((table) => path.startsWith(`${table}/`));
}
