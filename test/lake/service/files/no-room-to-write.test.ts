import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { Lake } from "../../../../src/lake/lake.ts";
import { createStaging, stageRows } from "../../../../src/lake/slices/staging.ts";
import { withWorkDatabase } from "../../../../src/lake/slices/work-database.ts";
import { writeError } from "../../../../src/lake/storage/file-errors.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import type { StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { importLogs } from "../../../../src/service/importing/import-run.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { openLake, signInIds } from "../open-lake.ts";
import { smallDisk } from "./small-disk.ts";

const nobody = 65_534;

/** Every file below a folder with its size and time, `_scratch` aside. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("_scratch"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .sort();
}

/** Sign-ins whose text does not shrink. */
function manySignIns(count: number): string {
  const noise = (n: number): string => Array.from({ length: 60 }, (_, k) => Math.sin(n * 61 + k).toString(36)).join("");
  return Array.from({ length: count }, (_, n) => JSON.stringify(signIn(`s${n}`, { userAgent: noise(n) }))).join("\n");
}

test("a folder that cannot be written to is an error with the path, and questions go on", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const more = file("b", JSON.stringify(signIn("b")));
  const before = filesOf(root);
  const folders = [
    root,
    ...readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name)),
  ];
  chmodSync(dirname(root), 0o755);
  for (const folder of folders) chmodSync(folder, 0o555);
  const isRoot = process.getuid?.() === 0;
  // Permissions do not hold for root, and what the lake made is its user's alone.
  if (isRoot) {
    for (const name of ["", ...readdirSync(root, { recursive: true, encoding: "utf8" })])
      chownSync(join(root, name), nobody, nobody);
    process.seteuid?.(nobody);
  }
  try {
    await assert.rejects(service.importLogs({ paths: [more] }), (error: { code: string; message: string }) => {
      assert.equal(error.code, "write-failed", error.message);
      assert.ok(error.message.includes(root), error.message);
      return true;
    });
    await assert.rejects(service.useConnection({ kind: "folder", path: join(root, "new") }), { code: "write-failed" });
    assert.deepEqual(await signInIds(service), ["a"]);
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const folder of folders) chmodSync(folder, 0o755);
  }
  assert.deepEqual(filesOf(root), before);
  await service.importLogs({ paths: [more] });
  assert.deepEqual(await signInIds(service), ["a", "b"]);
});

test("a disk that is full is an error with the path, and the lake is as it was", async (t) => {
  const { service, file } = await openLake(t);
  const disk = smallDisk(t, 12 * 1024 * 1024);
  if (disk === undefined) return;
  const root = join(disk, "lake");
  await service.useConnection({ kind: "folder", path: root });
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const before = filesOf(root);
  await assert.rejects(
    service.importLogs({ paths: [file("many", manySignIns(12_000))] }),
    (error: { code: string; message: string }) => {
      assert.equal(error.code, "disk-full", error.message);
      assert.ok(error.message.includes(root), error.message);
      return true;
    },
  );
  assert.deepEqual(filesOf(root), before);
  assert.deepEqual(await signInIds(service), ["a"]);
  writeFileSync(join(disk, "filler"), Buffer.alloc(1024));
  await service.importLogs({ paths: [file("b", JSON.stringify(signIn("b")))] });
  assert.deepEqual(await signInIds(service), ["a", "b"]);
  const { mismatched, missing } = await service.verifyIntegrity({});
  assert.deepEqual([mismatched, missing], [[], []]);
});

test("rows that do not fit on the disk while they wait to be merged are the same error", async (t) => {
  const disk = smallDisk(t, 12 * 1024 * 1024);
  if (disk === undefined) return;
  const identity = {
    input: 1,
    table: "signins",
    tenantId: "t",
    source: "graph-beta",
    timeIsApproximate: false,
  } as const;
  const rows = Array.from({ length: 12_000 }, (_, n) => ({
    ...identity,
    line: n + 1,
    key: String(n),
    eventTimeMs: 0,
    observedMs: null,
    late: false,
    raw: randomBytes(1_500).toString("hex"),
  }));
  const staging = withWorkDatabase(new FolderStorage(disk), async (connection) => {
    await createStaging(connection);
    await stageRows(connection, rows);
  });
  await assert.rejects(staging, { code: "disk-full", message: /^The disk is full/ });
  assert.deepEqual(filesOf(disk), []);
});

/** A folder whose disk is full after so many writes. */
class FullDisk extends FolderStorage {
  writesLeft = 0;

  override async writeFile(path: string, file: string, condition: WriteCondition): Promise<StoredObject> {
    this.writesLeft -= 1;
    if (this.writesLeft >= 0) return super.writeFile(path, file, condition);
    await rm(file, { force: true });
    throw writeError(
      this.locate(path),
      Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" }),
    );
  }
}

test("whichever write meets the full disk, the lake stays whole and the next import completes it", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const ids = Array.from({ length: 6 }, (_, n) => `s${n}`);
  const records = ids.map((id, n) => JSON.stringify(signIn(id, { createdDateTime: `2026-03-0${n + 1}T00:00:00Z` })));
  const paths = [file("b", records.join("\n"))];
  const storage = new FullDisk(root);
  let held = 1;
  let failures = 0;
  for (; ; failures += 1) {
    storage.writesLeft = failures;
    try {
      await importLogs(new Lake(storage), { paths }, {});
      break;
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      assert.equal(code, "disk-full", message);
      assert.ok(message.includes(root), message);
    }
    const slices = readdirSync(join(root, "signins"), { recursive: true }).filter((name) =>
      String(name).endsWith(".parquet"),
    );
    assert.ok(slices.length >= held, `${slices.length} slices after failure ${failures}`);
    held = slices.length;
    assert.ok((await signInIds(service)).includes("a"));
  }
  assert.ok(failures > 2, `${failures} failures`);
  assert.deepEqual(await signInIds(service), ["a", ...ids]);
  const { checked: _, ...found } = await service.verifyIntegrity({});
  assert.deepEqual(found, { mismatched: [], missing: [], duplicated: [] });
});
