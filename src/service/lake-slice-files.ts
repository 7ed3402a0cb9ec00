import type { FileStorage } from "../lake/storage/storage.ts";
import { tableNames } from "../protocol/tables.ts";
import type { LakeSlice } from "../query/lake-slice.ts";
import type { FoundFiles, SliceFiles } from "../query/slice-files.ts";

/** The slices of a lake as files: where they lie in a folder, and what was fetched of them from a bucket. */
export class LakeSliceFiles implements SliceFiles {
  readonly #storage: FileStorage;

  constructor(storage: FileStorage) {
    this.#storage = storage;
  }

  get folders(): readonly string[] {
    return tableNames.map((table) => this.#storage.fileOf(table));
  }

  async find(slices: readonly LakeSlice[], signal?: AbortSignal): Promise<FoundFiles> {
    const paths = slices.map(({ path }) => path);
    const { release } = await this.#storage.lend(paths, { signal });
    const files = slices.map((slice) => {
      const { path } = slice;
      return { ...slice, file: this.#storage.fileOf(path), name: this.#storage.locate(path) };
    });
    return { files, release };
  }
}
