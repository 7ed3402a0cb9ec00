import type { FileHandle } from "node:fs/promises";

/** An object as it was seen; `version` changes with every write and is only ever compared. */
export interface StoredObject {
  /** Relative to the lake's root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly version: string;
  /** When it was written, milliseconds since 1970 by the storage's own clock. */
  readonly writtenMs: number;
}

/** What must hold for a write to happen: nothing there yet, or still the version that was read. */
export type WriteCondition = { readonly ifAbsent: true } | { readonly ifVersion: string };

/** Another writer was faster; read again, merge again, write again. */
export class WriteConflict extends Error {
  override readonly name = "WriteConflict";
  readonly path: string;

  constructor(path: string) {
    super(`Another writer changed ${path}`);
    this.path = path;
  }
}

/** An object with its bytes. */
export interface StoredContent extends StoredObject {
  readonly content: Uint8Array;
}

/** Which of the objects below a prefix are listed. A page ends at `limit`; the next begins `after` its last path. */
export interface ListOptions {
  /** Only paths that sort behind this one. */
  readonly after?: string;
  /** At most so many. Default: all. */
  readonly limit?: number;
  /** Leaves out what lies in folders below the prefix. */
  readonly shallow?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Where a lake is kept. Every write is atomic and durable when its promise is kept. */
export interface Storage {
  /** Objects below a prefix that ends in `/` (or the whole lake for `""`), in the order of their paths. */
  list(prefix: string, options?: ListOptions): Promise<readonly StoredObject[]>;
  /** As `list`, for callers that need only the paths: a folder must look at every file to say more. */
  names(prefix: string, options?: ListOptions): Promise<readonly string[]>;
  head(path: string): Promise<StoredObject | undefined>;
  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** As `read`, with the version of what was read. */
  get(path: string, signal?: AbortSignal): Promise<StoredContent | undefined>;
  /** @throws WriteConflict when the condition does not hold. */
  write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject>;
  /** Writes without a condition: for caches that anyone may rewrite. */
  overwrite(path: string, content: Uint8Array): Promise<void>;
  /** Set where objects that were removed stay listed for a while. */
  readonly keepsRemoved?: boolean;
  /** Deletes objects; one that is not there is no error. */
  remove(paths: readonly string[]): Promise<void>;
}

/** Objects that are files for as long as somebody uses them. */
export interface LentFiles {
  /** Paths of those that are not there. */
  readonly missing: readonly string[];
  /** Lets go of the files, which may be gone from then on. */
  release(): Promise<void>;
}

export interface LendOptions {
  /** Leaves it to the caller what becomes of those that are not there. */
  readonly mayLack?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A file that grows; it is durable once `sync` has ended. */
export type GrowingFile = Pick<FileHandle, "writeFile" | "sync" | "close">;

/** A storage whose objects DuckDB can read as files, and that takes finished files. */
export interface FileStorage extends Storage {
  /** Where an object is, or is to be, in words that people know it by. */
  locate(path: string): string;
  /** The file that DuckDB finds an object in while it is lent. */
  fileOf(path: string): string;
  /**
   * Sees to it that objects are plain files at `fileOf` until they are released.
   * @throws TenantTrailError `unsafe-lake`; `broken-slice` for one that is not there; `lake-missing`; CancelledError.
   */
  lend(paths: readonly string[], options?: LendOptions): Promise<LentFiles>;
  /** SHA-256 of an object's bytes, lower-case hex; undefined when it is not there. */
  sha256Of(path: string): Promise<string | undefined>;
  /** Puts a finished file of the scratch folder into place; the file stays, and the caller deletes it. @throws WriteConflict when the condition does not hold. */
  writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject>;
  /** A folder for unfinished files, on the same volume. */
  scratch(): Promise<string>;
  /** Creates a file that is written bit by bit and is no part of the lake's state. The caller closes it. */
  create(path: string): Promise<GrowingFile>;
  /**
   * What is wrong with folders: a sentence for each that is missing, no folder or not to be entered.
   * @throws TenantTrailError `lake-missing`.
   */
  troublesOf(folders: Iterable<string>): Promise<ReadonlyMap<string, string>>;
}
