import type { LakeSlice } from "./lake-slice.ts";

/** A slice as a file that DuckDB can open. */
export interface SliceFile extends LakeSlice {
  /** It lies in a folder `dt=YYYY-MM-DD`, by which the rows' `dt` is told. */
  readonly file: string;
  /** What people know the slice by. */
  readonly name: string;
}

/** The slices of a question as files, until it lets go of them. */
export interface FoundFiles {
  readonly files: readonly SliceFile[];
  release(): Promise<void>;
}

/** Where the slices of a lake are as files, wherever the lake is kept. */
export interface SliceFiles {
  /** The folders in which all of the files lie; no other file of the lake may be read. */
  readonly folders: readonly string[];
  /**
   * The files of some slices, in the slices' order; they stay where they are until they are released.
   * @throws TenantTrailError `broken-slice` for a slice that is not there; `unsafe-lake`, `lake-missing`; CancelledError.
   */
  find(slices: readonly LakeSlice[], signal?: AbortSignal): Promise<FoundFiles>;
}
