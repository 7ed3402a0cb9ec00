import type { DuckDBConnection } from "@duckdb/node-api";
import type { FileStorage } from "../storage/storage.ts";
import { type HeldFile, readContents, readHeld } from "./held-file.ts";
import { type SliceName, slicePath } from "./slice.ts";
import type { SliceContents, SliceReader } from "./slice-work.ts";

/** Reads slices where they lie and writes nothing, for whoever only looks at a lake. */
export class SliceLook implements SliceReader<HeldFile> {
  readonly #connection: DuckDBConnection;
  readonly #storage: FileStorage;

  constructor(connection: DuckDBConnection, storage: FileStorage) {
    this.#connection = connection;
    this.#storage = storage;
  }

  async hold(slice: SliceName): Promise<HeldFile | undefined> {
    const path = slicePath(slice);
    for (;;) {
      const object = await this.#storage.head(path);
      if (object === undefined) return undefined;
      const isSame = async (): Promise<boolean> => (await this.#storage.head(path))?.version === object.version;
      const name = this.#storage.locate(path);
      try {
        const held = await readHeld(this.#connection, { file: name, name, object });
        if (await isSame()) return held;
      } catch (error) {
        if (await isSame()) throw error;
      }
    }
  }

  async contents({ file }: HeldFile): Promise<SliceContents> {
    return readContents(this.#connection, file);
  }

  async release(): Promise<void> {}
}
