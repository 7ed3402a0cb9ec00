import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { slicePath } from "../../../../src/lake/ledger/slice-path.ts";
import type { FileStorage } from "../../../../src/lake/storage/storage.ts";

/** The path of a slice that has these bytes, and its SHA-256. */
export function sliceOf(content: string, day = "2026-11-20"): { readonly path: string; readonly sha256: string } {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { path: slicePath(`signins/dt=${day}/00-24`, sha256), sha256 };
}

/** Puts a slice into a lake, as a merge does. */
export async function putSlice(storage: FileStorage, content: string, day?: string): Promise<string> {
  const { path } = sliceOf(content, day);
  const file = join(await storage.scratch(), `${randomUUID()}.unfinished`);
  await writeFile(file, content);
  await storage.writeFile(path, file, { ifAbsent: true });
  return path;
}

/** What every storage does whose objects DuckDB reads as files. @param make gives one with nothing in it. */
export function testFileStorage(kind: string, make: (context: TestContext) => Promise<FileStorage>): void {
  const contract = (what: string, check: (storage: FileStorage) => Promise<void>): void => {
    test(`${kind}: ${what}`, async (context) => check(await make(context)));
  };

  contract("a finished file becomes an object, and stays the caller's", async (storage) => {
    const { path, sha256 } = sliceOf("rows");
    const file = join(await storage.scratch(), `${randomUUID()}.unfinished`);
    await writeFile(file, "rows");
    const { bytes, version } = await storage.writeFile(path, file, { ifAbsent: true });
    assert.equal(bytes, 4);
    assert.equal((await storage.head(path))?.version, version);
    assert.equal(await readFile(file, "utf8"), "rows");
    assert.equal(await storage.sha256Of(path), sha256);
    await assert.rejects(storage.writeFile(path, file, { ifAbsent: true }), { name: "WriteConflict" });
  });

  contract("what is lent is a file in a folder of its day until it is released", async (storage) => {
    const paths = [await putSlice(storage, "one"), await putSlice(storage, "two", "2026-11-21")];
    const lent = await storage.lend(paths);
    assert.deepEqual(lent.missing, []);
    const files = paths.map((path) => storage.fileOf(path));
    assert.deepEqual(await Promise.all(files.map((file) => readFile(file, "utf8"))), ["one", "two"]);
    assert.match(files[1] ?? "", /[\\/]signins[\\/]dt=2026-11-21[\\/]00-24\.[0-9a-f]{16}\.parquet$/);
    const again = await storage.lend(paths.slice(0, 1));
    await lent.release();
    assert.equal(await readFile(files[0] ?? "", "utf8"), "one", "another one still uses it");
    await again.release();
  });

  contract("a slice that is not there is named, or left to the caller", async (storage) => {
    const [path, { path: gone }] = [await putSlice(storage, "one"), sliceOf("gone", "2026-11-25")];
    await assert.rejects(storage.lend([path, gone]), (error: Error & { code?: string }) => {
      assert.equal(error.code, "broken-slice");
      return error.message.includes(storage.locate(gone));
    });
    const lent = await storage.lend([path, gone], { mayLack: true });
    assert.deepEqual(lent.missing, [gone]);
    await lent.release();
    assert.equal(await storage.sha256Of(gone), undefined);
    await assert.rejects(storage.lend([path], { signal: AbortSignal.abort() }), { name: "CancelledError" });
  });

  contract("a day of which nothing is left is told", async (storage) => {
    await putSlice(storage, "one");
    await putSlice(storage, "two", "2026-11-21");
    const folders = ["signins/dt=2026-11-20", "signins/dt=2026-11-21", "signins/dt=2026-11-22", "audits/dt=2026-11-20"];
    const troubles = await storage.troublesOf(folders);
    assert.deepEqual([...troubles.keys()].sort(), ["audits/dt=2026-11-20", "signins/dt=2026-11-22"]);
    for (const [folder, trouble] of troubles) assert.ok(trouble.startsWith(`${storage.locate(folder)} is not there.`));
  });

  contract("a file that grows is there once it is finished", async (storage) => {
    const file = await storage.create("_rejects/a.ndjson");
    await file.writeFile("one\n");
    await file.writeFile("two\n");
    await file.sync();
    await file.close();
    assert.equal(new TextDecoder().decode(await storage.read("_rejects/a.ndjson")), "one\ntwo\n");
  });
}
