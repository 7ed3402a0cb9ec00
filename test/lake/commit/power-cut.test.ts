import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { Lake } from "../../../src/lake/lake.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { LedgerPaths } from "../../../src/lake/ledger/ledger-paths.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import { diskSync, type FileSync } from "../../../src/lake/storage/sync-files.ts";
import { importLogs } from "../../../src/service/importing/import-run.ts";
import { signIn } from "../../unit/import/reading.ts";

/** A disk that keeps only what was put on it: the bytes of synced files, the names of synced folders. */
class CutDisk implements FileSync {
  readonly #root: string;
  readonly #files = new Map<number, Uint8Array>();
  readonly #folders = new Map<number, ReadonlyMap<string, number>>();
  onSync: () => void = () => undefined;

  constructor(root: string) {
    this.#root = root;
  }

  async file(path: string): Promise<void> {
    this.#files.set(statSync(path).ino, readFileSync(path));
    this.onSync();
  }

  async folder(path: string): Promise<void> {
    this.#folders.set(
      statSync(path).ino,
      new Map(readdirSync(path).map((name) => [name, statSync(join(path, name)).ino])),
    );
    this.onSync();
  }

  /** What is found of a file after the power was cut; undefined when it is not there or empty. */
  left(path: string): Uint8Array | undefined {
    let ino: number | undefined = statSync(this.#root).ino;
    for (const name of path.split("/")) ino = ino === undefined ? undefined : this.#folders.get(ino)?.get(name);
    return ino === undefined ? undefined : this.#files.get(ino);
  }

  /** Every file that is left, by its path. */
  all(): ReadonlyMap<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const walk = (ino: number, folder: string): void => {
      for (const [name, below] of this.#folders.get(ino) ?? []) {
        const bytes = this.#files.get(below);
        if (bytes !== undefined) found.set(folder + name, bytes);
        walk(below, `${folder}${name}/`);
      }
    };
    walk(statSync(this.#root).ino, "");
    return found;
  }
}

function cutDisk(t: TestContext): { root: string; disk: CutDisk } {
  const root = mkdtempSync(join(tmpdir(), "tenanttrail-power-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return { root, disk: new CutDisk(root) };
}

test("whatever a storage says is written is there after a power cut, in folders that it made too", async (t) => {
  const { root, disk } = cutDisk(t);
  const storage = new FolderStorage(root, { sync: disk });
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const { version } = await storage.write("_ledger/signins/000000001.json", bytes("1"), { ifAbsent: true });
  assert.deepEqual(disk.left("_ledger/signins/000000001.json"), bytes("1"));
  await storage.write("_ledger/signins/000000001.json", bytes("2"), { ifVersion: version });
  assert.deepEqual(disk.left("_ledger/signins/000000001.json"), bytes("2"));
  await storage.overwrite("_ledger/signins/checkpoint.json", bytes("3"));
  assert.deepEqual(disk.left("_ledger/signins/checkpoint.json"), bytes("3"));
  const file = join(await storage.scratch(), "finished");
  writeFileSync(file, "4");
  await storage.writeFile("signins/dt=2026-03-01/00-24.x.parquet", file, { ifAbsent: true });
  assert.deepEqual(disk.left("signins/dt=2026-03-01/00-24.x.parquet"), bytes("4"));
});

test("what another process made and did not come to put on the disk is put there by whoever goes on", async (t) => {
  const { root, disk } = cutDisk(t);
  mkdirSync(join(root, "_ledger/signins"), { recursive: true });
  const other = new FolderStorage(root, { sync: { file: (path) => disk.file(path), folder: async () => undefined } });
  await other.write("_ledger/signins/000000001.json", Buffer.from("1"), { ifAbsent: true });
  const storage = new FolderStorage(root, { sync: disk });
  await assert.rejects(storage.write("_ledger/signins/000000001.json", Buffer.from("1"), { ifAbsent: true }));
  assert.deepEqual(disk.left("_ledger/signins/000000001.json"), Buffer.from("1"));
});

test("wherever the power is cut in an import, each entry that is left follows the one before and names what is there", async (t) => {
  const { root, disk } = cutDisk(t);
  const paths = new LedgerPaths("signins");
  let cuts = 0;
  disk.onSync = () => {
    cuts += 1;
    const left = disk.all();
    const entries = [...left]
      .filter(([path]) => paths.numberOf(path) !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const digests = new Set([...left.values()].map(sha256));
    let head: string | null = null;
    for (const [path, bytes] of entries) {
      const entry = JSON.parse(Buffer.from(bytes).toString("utf8"));
      assert.equal(entry.previous, head, path);
      head = sha256(bytes);
      for (const { after } of entry.slices ?? [])
        assert.ok(digests.has(after), `${path} names a slice that is not there`);
    }
  };
  const lake = new Lake(new FolderStorage(root, { sync: disk }));
  const file = join(root, "..", `${root.slice(root.lastIndexOf("/") + 1)}.ndjson`);
  t.after(() => rmSync(file, { force: true }));
  for (const name of ["a", "b"]) {
    const days = [1, 2, 3].map((day) => `2026-03-0${day}T10:00:00Z`);
    const records = days.map((createdDateTime, n) => JSON.stringify(signIn(`${name}${n}`, { createdDateTime })));
    writeFileSync(file, records.join("\n"));
    await importLogs(lake, { paths: [file] }, {});
  }
  assert.ok(cuts > 20);
  const after = mkdtempSync(join(tmpdir(), "tenanttrail-power-"));
  t.after(() => rmSync(after, { recursive: true, force: true }));
  for (const [path, bytes] of disk.all()) {
    mkdirSync(dirname(join(after, path)), { recursive: true });
    writeFileSync(join(after, path), bytes);
  }
  const { state, damage } = await new Ledger(new FolderStorage(after), "signins").read();
  assert.equal(damage, undefined);
  assert.equal(
    [...state.slices.values()].reduce((sum, { rows }) => sum + rows, 0),
    6,
  );
});

test("a sync that fails is an error, and what it left is never taken for written", async (t) => {
  const failing = async (): Promise<void> => {
    throw Object.assign(new Error("EIO: i/o error, fsync"), { code: "EIO" });
  };
  // The last sync is that of the name: by then the entry is there to be read.
  const ofName = (path: string) => (path.endsWith("signins") ? failing() : diskSync.folder(path));
  for (const broken of [{ file: failing }, { folder: failing }, { folder: ofName }]) {
    const { root } = cutDisk(t);
    mkdirSync(join(root, "_ledger/signins"), { recursive: true });
    const ledger = new Ledger(new FolderStorage(root, { sync: { ...diskSync, ...broken } }), "signins");
    const { state } = await ledger.read();
    const claim = () => ({ kind: "claim" as const, parts: { "2026-03-01": 1 as const } });
    await assert.rejects(ledger.append(state, claim), { code: "write-failed", message: /could not be written.*EIO/ });
  }
});
