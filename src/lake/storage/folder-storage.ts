import { randomUUID } from "node:crypto";
import type { BigIntStats, Dirent } from "node:fs";
import { copyFile, type FileHandle, link, rename, rm } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import { atOnce, Places } from "./at-once.ts";
import { hasCode, writeError } from "./file-errors.ts";
import { withLock } from "./folder-lock.ts";
import { missingSlices } from "./missing-slices.ts";
import { createPrivateFile, makePrivate } from "./private-files.ts";
import { folderOf, LakeGround, notPlain } from "./refuse-links.ts";
import { makeScratchFolder, scratchPath } from "./scratch-folder.ts";
import { sha256OfChunks } from "./sha256-of-file.ts";
import type {
  FileStorage,
  LendOptions,
  LentFiles,
  ListOptions,
  StoredContent,
  StoredObject,
  WriteCondition,
} from "./storage.ts";
import { WriteConflict } from "./storage.ts";
import { diskSync, type FileSync } from "./sync-files.ts";
import { mostObjectBytes, tooLarge } from "./too-large.ts";

/** So many files are open at once, for a process may have few: 256 on macOS, less where somebody set it so. */
const openFiles = 16;

/** A lake in a folder. Names that start with `_` hold what is not a slice. What lies there is looked at first: `LakeGround`. */
export class FolderStorage implements FileStorage {
  readonly #ground: LakeGround;
  readonly #sync: FileSync;
  readonly #opening = new Places(openFiles);
  readonly #scratchPath = scratchPath();
  #scratch: Promise<string> | undefined;

  /**
   * @param isKnown whether the lake has held logs before, so that an empty folder in its place is an error.
   * @param sync others than the disk's are for tests.
   */
  constructor(
    root: string,
    { isKnown = false, sync = diskSync }: { readonly isKnown?: boolean; readonly sync?: FileSync } = {},
  ) {
    this.#ground = new LakeGround(root, isKnown);
    this.#sync = sync;
  }

  get root(): string {
    return this.#ground.root;
  }

  locate(path: string): string {
    return this.#ground.locate(path);
  }

  fileOf(path: string): string {
    return this.#ground.locate(path);
  }

  async scratch(): Promise<string> {
    if (this.#scratch !== undefined && !(await this.#ground.folder(this.#scratchPath))) this.#scratch = undefined;
    this.#scratch ??= this.#guard(this.locate("_scratch"), () => makeScratchFolder(this.#ground, this.#scratchPath));
    try {
      return await this.#scratch;
    } catch (error) {
      this.#scratch = undefined;
      throw error;
    }
  }

  async create(path: string): Promise<FileHandle> {
    return this.#guard(path, async () => {
      await this.#ground.makeFolder(folderOf(path));
      return createPrivateFile(this.locate(path));
    });
  }

  async list(prefix: string, options: ListOptions = {}): Promise<readonly StoredObject[]> {
    const found: StoredObject[] = [];
    await atOnce(await this.names(prefix, options), openFiles, async (path, index) => {
      throwIfCancelled(options.signal);
      const status = await this.#ground.fileInSeen(path);
      if (status !== undefined) found[index] = { path, ...versionOf(status) };
    });
    return found.filter((object) => object !== undefined);
  }

  async names(prefix: string, options: ListOptions = {}): Promise<readonly string[]> {
    const folder = prefix.replace(/\/$/, "");
    if (!(await this.#ground.folder(folder))) return [];
    const found: string[] = [];
    await this.#walk(folder, options, found);
    return found;
  }

  /** Adds the paths below a folder in their order, until there are as many as are wanted. */
  async #walk(folder: string, options: ListOptions, found: string[]): Promise<void> {
    const { after = "", limit = Number.POSITIVE_INFINITY, shallow = false, signal } = options;
    throwIfCancelled(signal);
    const pathOf = ({ name }: Dirent): string => (folder === "" ? name : `${folder}/${name}`);
    const entries = await this.#ground.entriesOfSeen(folder);
    const strange = entries.find((entry) => (entry.isDirectory() ? isFileName(entry.name) : !entry.isFile()));
    if (strange !== undefined) throw notPlain(this.locate(pathOf(strange)), strange, "file");
    const wanted = entries
      .map((entry) => ({ entry, path: entry.isDirectory() ? `${pathOf(entry)}/` : pathOf(entry) }))
      .filter(({ entry, path }) => path > after || (entry.isDirectory() && after.startsWith(path)))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const { entry, path } of wanted) {
      if (found.length >= limit) return;
      if (!entry.isDirectory()) found.push(path);
      else if (!shallow) await this.#walk(path.slice(0, -1), options, found);
    }
  }

  async head(path: string): Promise<StoredObject | undefined> {
    const status = await this.#ground.file(path);
    return status && { path, ...versionOf(status) };
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    return (await this.get(path))?.content;
  }

  async get(path: string): Promise<StoredContent | undefined> {
    return this.#opening.take(async () => {
      const handle = await this.#ground.open(path);
      if (handle === undefined) return undefined;
      try {
        const status = await handle.stat({ bigint: true });
        if (status.size > mostObjectBytes) throw tooLarge(this.locate(path), Number(status.size));
        return { path, ...versionOf(status), content: await handle.readFile() };
      } catch (error) {
        throw await this.#ground.unreadable(path, error);
      } finally {
        await handle.close();
      }
    });
  }

  async remove(paths: readonly string[]): Promise<void> {
    await atOnce(paths, openFiles, (path) =>
      this.#guard(path, async () => {
        if ((await this.#ground.file(path)) !== undefined) await rm(this.locate(path), { force: true });
      }),
    );
  }

  /** They are files already. */
  async lend(paths: readonly string[], { mayLack = false, signal }: LendOptions = {}): Promise<LentFiles> {
    const missing = await this.#missing(paths);
    throwIfCancelled(signal);
    if (missing.length > 0 && !mayLack) throw missingSlices(missing, (path) => this.locate(path));
    return { missing, release: async () => undefined };
  }

  async sha256Of(path: string): Promise<string | undefined> {
    return this.#opening.take(async () => {
      const handle = await this.#ground.open(path);
      if (handle === undefined) return undefined;
      try {
        return await sha256OfChunks(handle.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }));
      } catch (error) {
        throw await this.#ground.unreadable(path, error);
      } finally {
        await handle.close();
      }
    });
  }

  /** Those of some paths that are not there. @throws as `lend` does for what is no plain file. */
  async #missing(paths: readonly string[]): Promise<readonly string[]> {
    const [only, ...more] = paths;
    if (only !== undefined && more.length === 0) return (await this.head(only)) === undefined ? [only] : [];
    const missing: string[] = [];
    const seen = new Map<string, Promise<ReadonlyMap<string, Dirent>>>();
    const namesIn = (folder: string): Promise<ReadonlyMap<string, Dirent>> => {
      const names = seen.get(folder) ?? this.#namesIn(folder, namesIn);
      seen.set(folder, names);
      return names;
    };
    const look = async (path: string): Promise<void> => {
      const entry = (await namesIn(folderOf(path))).get(nameOf(path));
      if (entry === undefined) missing.push(path);
      else if (!entry.isFile()) throw notPlain(this.locate(path), entry, "file");
    };
    await Promise.all(paths.map(look));
    return missing.sort();
  }

  /** What is in a folder, by its name; every folder above it is looked into once with the help of `namesIn`. */
  async #namesIn(
    folder: string,
    namesIn: (folder: string) => Promise<ReadonlyMap<string, Dirent>>,
  ): Promise<ReadonlyMap<string, Dirent>> {
    if (folderOf(folder) === "") return byName(await this.#ground.entries(folder));
    const entry = (await namesIn(folderOf(folder))).get(nameOf(folder));
    if (entry === undefined) return new Map();
    if (!entry.isDirectory()) throw notPlain(this.locate(folder), entry, "folder");
    return byName(await this.#ground.entriesOfSeen(folder));
  }

  async troublesOf(folders: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const above = Map.groupBy(new Set(folders), folderOf);
    const troubles = await atOnce([...above], openFiles, ([folder, wanted]) => this.#troublesIn(folder, wanted));
    return new Map(troubles.flat());
  }

  async #troublesIn(folder: string, wanted: readonly string[]): Promise<[string, string][]> {
    try {
      const entries = byName(await this.#ground.entries(folder));
      return wanted.flatMap((path): [string, string][] => {
        const [entry, place] = [entries.get(nameOf(path)), this.locate(path)];
        if (entry === undefined)
          return [[path, `${place} is not there. Restore it from a backup, or import its logs again.`]];
        return entry.isDirectory() ? [] : [[path, notPlain(place, entry, "folder").message]];
      });
    } catch (error) {
      if (!(error instanceof TenantTrailError) || error.code === "lake-missing") throw error;
      return wanted.map((path) => [path, error.message]);
    }
  }

  async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    const file = await this.#unfinished(path, content);
    try {
      return await this.writeFile(path, file, condition);
    } finally {
      await rm(file, { force: true });
    }
  }

  async overwrite(path: string, content: Uint8Array): Promise<void> {
    const file = await this.#unfinished(path, content);
    await this.#guard(path, () => this.#moveInto(path, file));
  }

  async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    return this.#guard(path, async () => {
      await this.#ground.keepFolder(folderOf(path), this.#sync);
      await makePrivate(file);
      await this.#sync.file(file);
      if ("ifAbsent" in condition) await this.#linkInto(path, file);
      else await this.#replace(path, file, condition.ifVersion);
      const object = await this.head(path);
      if (object === undefined) throw new WriteConflict(path);
      return object;
    });
  }

  /**
   * `link` fails when the name exists, so no lock is needed for a first write. A file system without hard links has
   * nothing that both fails when the name exists and shows the whole file at once, so there a lock guards a rename, and
   * right before it is looked whether the lock and the free name are still there (docs/lake.md says what is left open).
   */
  async #linkInto(path: string, file: string): Promise<void> {
    const target = this.locate(path);
    try {
      await link(file, target);
    } catch (error) {
      if (hasCode(error, "EEXIST")) {
        // Whoever wrote it may not have come to put its name on the disk, and it may be what was to be written.
        await this.#sync.folder(dirname(target));
        throw new WriteConflict(path);
      }
      if (!hasCode(error, "EPERM", "ENOTSUP", "ENOSYS", "EXDEV")) throw error;
      const copy = await this.#copyOf(file);
      try {
        await withLock(await this.#lockFile(path), async (stillOwned) => {
          if (!(await stillOwned()) || (await this.head(path)) !== undefined) throw new WriteConflict(path);
          await renameWithRetry(copy, target);
        });
      } finally {
        await rm(copy, { force: true });
      }
    }
    await this.#sync.folder(dirname(target));
  }

  async #replace(path: string, file: string, version: string): Promise<void> {
    const target = this.locate(path);
    await withLock(await this.#lockFile(path), async (stillOwned) => {
      const current = await this.head(path);
      if (current?.version !== version || !(await stillOwned())) throw new WriteConflict(path);
      await renameWithRetry(await this.#copyOf(file), target);
    });
    await this.#sync.folder(dirname(target));
  }

  /** Where names cannot be linked, the moved file must be a copy, because the caller keeps its own. */
  async #copyOf(file: string): Promise<string> {
    const copy = join(await this.scratch(), `${randomUUID()}.unfinished`);
    await copyFile(file, copy);
    await makePrivate(copy);
    await this.#sync.file(copy);
    return copy;
  }

  async #lockFile(path: string): Promise<string> {
    return join(await this.#ground.makeFolder("_locks"), `${path.replaceAll("/", "~")}.lock`);
  }

  async #unfinished(path: string, content: Uint8Array): Promise<string> {
    const file = join(await this.scratch(), `${randomUUID()}.unfinished`);
    await this.#guard(path, async () => {
      const handle = await createPrivateFile(file);
      try {
        await handle.writeFile(content);
      } finally {
        await handle.close();
      }
    });
    return file;
  }

  async #moveInto(path: string, file: string): Promise<void> {
    await this.#ground.keepFolder(folderOf(path), this.#sync);
    await this.#ground.file(path);
    await this.#sync.file(file);
    const target = this.locate(path);
    await renameWithRetry(file, target);
    await this.#sync.folder(dirname(target));
  }

  async #guard<T>(path: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof WriteConflict) throw error;
      throw writeError(isAbsolute(path) ? path : this.locate(path), error);
    }
  }
}

function versionOf(status: BigIntStats): Omit<StoredObject, "path"> {
  const version = `${status.ino}-${status.size}-${status.mtimeNs}`;
  return { bytes: Number(status.size), version, writtenMs: Number(status.mtimeMs) };
}

function byName(entries: readonly Dirent[]): ReadonlyMap<string, Dirent> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** A folder of such a name lies where a file of the lake belongs. */
function isFileName(name: string): boolean {
  return /\.(json|jsonl|parquet)$/.test(name);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Windows refuses to replace a file that a scanner or a query holds open for a moment. */
async function renameWithRetry(from: string, to: string): Promise<void> {
  for (let wait = 10; ; wait *= 2) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== "win32" || !hasCode(error, "EPERM", "EACCES", "EBUSY") || wait > 2_000) throw error;
      await sleep(wait);
    }
  }
}
