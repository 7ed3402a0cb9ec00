import type { FileStorage } from "../lake/storage/storage.ts";
import { throwIfCancelled } from "../protocol/errors.ts";
import { tableNames } from "../protocol/tables.ts";
import type { LakeSlice } from "../query/lake-slice.ts";
import type { SliceFile, SliceFiles } from "../query/slice-files.ts";

/** The slices of a lake in a folder, which are files already. */
export class FolderSliceFiles implements SliceFiles {
  readonly #storage: FileStorage;

  constructor(storage: FileStorage) {
    this.#storage = storage;
  }

  get folders(): readonly string[] {
    return tableNames.map((table) => this.#storage.fileOf(table));
  }

  async find(slices: readonly LakeSlice[], signal?: AbortSignal): Promise<readonly SliceFile[]> {
    await this.#storage.requireFiles(slices.map(({ path }) => path));
    throwIfCancelled(signal);
    return slices.map((slice) => {
      const { path } = slice;
      return { ...slice, file: this.#storage.fileOf(path), name: this.#storage.locate(path) };
    });
  }
}
