import { stat } from "node:fs/promises";
import { TenantTrailError } from "../../protocol/errors.ts";
import { readError } from "./byte-source.ts";

/** A file as it is at one time. What is read of it in two passes belongs together only while it stays so. */
export class FileState {
  readonly #path: string;
  readonly #version: string;

  private constructor(path: string, version: string) {
    this.#path = path;
    this.#version = version;
  }

  /** @throws TenantTrailError `read-failed`. */
  static async of(path: string): Promise<FileState> {
    return new FileState(path, await versionOf(path));
  }

  /** @throws TenantTrailError `read-failed` when the file is not what it was. */
  async require(): Promise<void> {
    if ((await versionOf(this.#path)) !== this.#version)
      throw new TenantTrailError(
        "read-failed",
        `${this.#path} was changed while it was read, so nothing of it was imported. Import it again when nothing writes to it.`,
      );
  }
}

async function versionOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join(" ");
  } catch (error) {
    throw readError(path, error);
  }
}
