/** A place in S3: a bucket, and a key or the beginning of keys. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** A bucket's name (S3 user guide, bucket naming rules), then anything. */
const written = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/** Reads `s3://bucket/key`; undefined for what is no such address. */
export function parseS3Address(text: string): S3Address | undefined {
  const [, bucket, key = ""] = written.exec(text.trim()) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}

export function s3Address({ bucket, key }: S3Address): string {
  return `s3://${bucket}/${key}`;
}
