import { createHash, randomUUID } from "node:crypto";
import { createReadStream, rmSync } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../../protocol/errors.ts";
import { atOnce } from "../at-once.ts";
import { writeError } from "../file-errors.ts";
import { missingSlices } from "../missing-slices.ts";
import { createPrivateFile } from "../private-files.ts";
import { folderOf, isInside, LakeGround } from "../refuse-links.ts";
import { makeScratchFolder, scratchPath } from "../scratch-folder.ts";
import { sha256OfFile } from "../sha256-of-file.ts";
import type { FileStorage, GrowingFile, LendOptions, LentFiles, StoredObject, WriteCondition } from "../storage.ts";
import { readBody, type Upload } from "./s3-objects.ts";
import type { S3Place } from "./s3-place.ts";
import { S3Storage, type S3StorageOptions } from "./s3-storage.ts";
import { isNamedBy, SliceCache } from "./slice-cache.ts";

/** So many slices are fetched at once. */
const fetchesAtOnce = 8;

export interface S3Files extends S3StorageOptions {
  /** Where unfinished files and fetched slices lie, absolute. Nothing is written outside of it. */
  readonly folder: string;
  /** So many bytes of fetched slices are kept that nobody uses. */
  readonly cacheBytes: number;
}

/** A slice that is a file for those who use it. */
interface Lent {
  users: number;
  /** What was fetched; undefined when the object is not there. */
  readonly fetched: Promise<Fetched | undefined>;
}

interface Fetched {
  /** Its bytes are not those that its name says. */
  readonly isAltered: boolean;
}

/**
 * A lake in a bucket, for DuckDB, which reads files: slices are fetched whole, once, for they never change. What is
 * lent lies in this process's own scratch folder, laid out as the lake is.
 */
export class S3FileStorage extends S3Storage implements FileStorage {
  readonly #ground: LakeGround;
  readonly #scratchPath = scratchPath();
  readonly #lentPath = `${this.#scratchPath}/held-${randomUUID()}`;
  readonly #cache: SliceCache;
  readonly #lent = new Map<string, Lent>();
  #scratch: Promise<string> | undefined;

  constructor(client: S3Client, place: S3Place, { folder, cacheBytes, ...options }: S3Files) {
    super(client, place, options);
    this.#ground = new LakeGround(folder, false);
    // Two lakes have slices of one name.
    const lake = createHash("sha256").update(this.locate("")).digest("hex").slice(0, 16);
    this.#cache = new SliceCache(join(folder, `slices-${lake}`), cacheBytes);
  }

  /** @throws TenantTrailError `unsafe-lake`: S3 takes any text for a key, also one that leads out of a folder. */
  fileOf(path: string): string {
    if (!isInside(path)) throw leadsOut(this.locate(path));
    return this.#ground.locate(`${this.#lentPath}/${path}`);
  }

  async scratch(): Promise<string> {
    try {
      await mkdir(this.#ground.root, { recursive: true, mode: 0o700 });
      if (!(await this.#ground.folder(this.#scratchPath))) this.#scratch = undefined;
      this.#scratch ??= makeScratchFolder(this.#ground, this.#scratchPath);
      return await this.#scratch;
    } catch (error) {
      this.#scratch = undefined;
      throw writeError(this.#ground.root, error);
    }
  }

  async create(path: string): Promise<GrowingFile> {
    const file = join(await this.scratch(), `${randomUUID()}.unfinished`);
    const handle = await createPrivateFile(file);
    return {
      writeFile: handle.writeFile.bind(handle),
      sync: async () => {
        await this.put(path, await uploadOf(file), { ifAbsent: true });
      },
      close: async () => {
        await handle.close();
        await rm(file, { force: true });
      },
    };
  }

  async lend(paths: readonly string[], { mayLack = false, signal }: LendOptions = {}): Promise<LentFiles> {
    const [held, missing, altered]: [string[], string[], string[]] = [[], [], []];
    const release = async (): Promise<void> => {
      for (const path of held.splice(0)) this.#letGo(path);
    };
    try {
      await this.scratch();
      await atOnce(paths, fetchesAtOnce, async (path) => {
        const fetched = await this.#hold(path, signal);
        if (fetched === undefined) missing.push(path);
        else held.push(path);
        if (fetched?.isAltered === true) altered.push(path);
      });
      if (missing.length > 0 && !mayLack) throw missingSlices(missing.sort(), (path) => this.locate(path));
      const [first] = altered.sort();
      if (first !== undefined && !mayLack) throw notItself(this.locate(first));
    } catch (error) {
      await release();
      throw error;
    }
    return { missing, release };
  }

  async sha256Of(path: string): Promise<string | undefined> {
    return this.whole(path, async () => {
      const found = await this.objects.head(path);
      if (found === undefined || found.sha256 !== undefined) return found?.sha256;
      const content = await this.objects.get(path);
      return content && readBody(content, async () => undefined);
    });
  }

  async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    const upload = await uploadOf(file);
    const stored = await this.put(path, upload, condition);
    // The next merge into its part needs it.
    if (isNamedBy(path, upload.sha256)) await this.#cache.add(path, file);
    return stored;
  }

  async troublesOf(folders: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const above = Map.groupBy(new Set(folders), folderOf);
    const troubles = await atOnce([...above], fetchesAtOnce, async ([folder, wanted]) => {
      const there = new Set(await this.folders(`${folder}/`));
      return wanted.flatMap((path): [string, string][] =>
        there.has(path) ? [] : [[path, `${this.locate(path)} is not there. Restore it, or import its logs again.`]],
      );
    });
    return new Map(troubles.flat());
  }

  /** A slice is fetched once for all who use it at the same time. */
  async #hold(path: string, signal: AbortSignal | undefined): Promise<Fetched | undefined> {
    throwIfCancelled(signal);
    const lent = this.#lent.get(path) ?? { users: 0, fetched: this.#fetch(path, signal) };
    this.#lent.set(path, lent);
    lent.users += 1;
    try {
      const fetched = await lent.fetched;
      if (fetched === undefined) this.#letGo(path, lent);
      return fetched;
    } catch (error) {
      this.#letGo(path, lent);
      // Somebody else, who asked for it first, does not want it any more.
      if (error instanceof CancelledError && signal?.aborted !== true) return this.#hold(path, signal);
      throw error;
    }
  }

  /** At once, so that nobody fetches it meanwhile. */
  #letGo(path: string, lent = this.#lent.get(path)): void {
    if (lent === undefined) return;
    lent.users -= 1;
    if (lent.users > 0) return;
    this.#lent.delete(path);
    rmSync(this.fileOf(path), { force: true });
  }

  async #fetch(path: string, signal: AbortSignal | undefined): Promise<Fetched | undefined> {
    const target = this.fileOf(path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (await this.#cache.take(path, target)) return { isAltered: false };
    const file = join(await this.scratch(), `${randomUUID()}.unfinished`);
    try {
      const sha256 = await this.whole(path, () => this.#download(path, file, signal));
      if (sha256 === undefined) return undefined;
      const isItself = isNamedBy(path, sha256);
      if (isItself) await this.#cache.add(path, file);
      await rename(file, target);
      return { isAltered: !isItself };
    } catch (error) {
      if (error instanceof CancelledError || error instanceof TenantTrailError) throw error;
      throw writeError(file, error);
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Its SHA-256; undefined when there is no such object. */
  async #download(path: string, file: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    const content = await this.objects.get(path, signal);
    if (content === undefined) return undefined;
    await rm(file, { force: true });
    const handle = await createPrivateFile(file);
    try {
      const sha256 = await readBody(content, async (chunk) => {
        await handle.writeFile(chunk);
      });
      await handle.sync();
      return sha256;
    } finally {
      await handle.close();
    }
  }
}

async function uploadOf(file: string): Promise<Upload> {
  const [sha256, { size }] = await Promise.all([sha256OfFile(file), stat(file)]);
  return { body: () => createReadStream(file), isStream: true, bytes: size, sha256, mark: randomUUID() };
}

function leadsOut(address: string): TenantTrailError {
  return new TenantTrailError(
    "unsafe-lake",
    `The key of ${JSON.stringify(address)} leads out of its folder, so it is not read. Find out who wrote it, then delete it from the bucket.`,
  );
}

function notItself(address: string): TenantTrailError {
  return new TenantTrailError(
    "broken-slice",
    `The slice ${address} does not hold what its name says: it was changed by something else. Restore it, or verify the lake.`,
  );
}
