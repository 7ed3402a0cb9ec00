/** An object in S3. */
export interface S3Object {
  /** `s3://bucket/key`. */
  readonly address: string;
  /** The key behind the listed prefix. */
  readonly name: string;
  readonly bytes: number;
  /** As S3 calls it, for example `STANDARD` or `GLACIER_IR`. */
  readonly storageClass: string;
  /** When it was written, ISO 8601. */
  readonly writtenAt: string;
}

/** What S3 shows as a folder: keys that share a beginning up to the next `/`. */
export interface S3Folder {
  readonly address: string;
  readonly name: string;
}

export interface ListObjectsRequest {
  /** `s3://bucket/` or `s3://bucket/prefix/`. */
  readonly address: string;
  /** Only names that begin with this. */
  readonly startsWith?: string;
  /** `next` of the page before. */
  readonly next?: string;
}

/** A page of what lies in a folder. Folders of days, `dt=YYYY-MM-DD`, come newest first; everything else by name. */
export interface ListedObjects {
  readonly folders: readonly S3Folder[];
  readonly objects: readonly S3Object[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** A place that a connection without a ledger begins with: a table of the Glue catalog that lies in S3. */
export interface ObjectRoot {
  readonly name: string;
  readonly address: string;
}

export interface DownloadRequest {
  readonly address: string;
  /** Absolute path of the file to be written. */
  readonly file: string;
}

export interface DownloadProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}
