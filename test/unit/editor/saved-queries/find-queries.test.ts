import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Uri } from "vscode";
import type { FoundQuery } from "../../../../src/editor/saved-queries/saved-queries-model.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { findQueries } = await import("../../../../src/editor/saved-queries/find-queries.ts");
const { readSql } = await import("../../../../src/editor/queries/sql-files.ts");
const vscode = await import("vscode");
const { workspace } = vscode;

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "saved-queries-"));
});
after(() => rm(root, { recursive: true, force: true }));

const uriOf = (path: string): Uri => vscode.Uri.file(path);
const shown = (found: readonly FoundQuery[]): readonly (readonly [string, string])[] =>
  found.map(({ file }) => [file.title, file.kind === "unreadable" ? file.reason : "read"]);

test("what cannot be read is named with its reason, leaves the others, and no pipe or device is opened", async () => {
  const folder = join(root, "sql");
  await mkdir(join(folder, "inner"), { recursive: true });
  await writeFile(join(folder, "a-good.sql"), "SELECT 1");
  await writeFile(join(folder, "inner", "good.sql"), "SELECT 2");
  await symlink("a-good.sql", join(folder, "b-link.sql"));
  await symlink("nowhere", join(folder, "c-broken.sql"));
  await symlink("d-circle.sql", join(folder, "d-circle.sql"));
  await symlink("/dev/zero", join(folder, "e-zero.sql"));
  execFileSync("mkfifo", [join(folder, "f-pipe.sql")]);
  await symlink("f-pipe.sql", join(folder, "g-pipe-link.sql"));
  await mkdir(join(folder, "h-folder.sql"));
  await writeFile(join(folder, "i-latin.sql"), Buffer.from([0x53, 0xe9, 0x4c]));
  await writeFile(join(folder, "j-huge.sql"), "");
  await truncate(join(folder, "j-huge.sql"), 1_000_000_000);
  await writeFile(join(folder, "k-bom.sql"), "\uFEFFSELECT 3");
  editor.opened.splice(0);
  const found = new Map(shown(await findQueries(uriOf(folder))));
  assert.deepEqual([...found.keys()].sort(), [
    ...["A good", "B link", "Good", "K bom", "c-broken.sql", "d-circle.sql", "e-zero.sql", "f-pipe.sql"],
    ...["g-pipe-link.sql", "h-folder.sql", "i-latin.sql", "j-huge.sql"],
  ]);
  for (const name of ["c-broken.sql", "d-circle.sql", "e-zero.sql", "f-pipe.sql", "g-pipe-link.sql"])
    assert.equal(found.get(name), "This is no file: a link that leads nowhere, a pipe or a device.");
  assert.match(found.get("h-folder.sql") ?? "", /^This is a folder/);
  assert.match(found.get("i-latin.sql") ?? "", /no UTF-8 text/);
  assert.equal(found.get("j-huge.sql"), "It has 1 GB; a query has at most 5 MB.");
  const opened = editor.opened.map((path) => path.slice(folder.length + 1)).sort();
  assert.deepEqual(opened, ["a-good.sql", "b-link.sql", "i-latin.sql", "inner/good.sql", "k-bom.sql"]);
});

test("a file or folder without permission is named, a folder that is not there is none", async (t) => {
  const folder = join(root, "denied");
  await mkdir(folder);
  await writeFile(join(folder, "denied.sql"), "SELECT 1");
  await writeFile(join(folder, "good.sql"), "SELECT 1");
  assert.deepEqual(await findQueries(uriOf(join(root, "absent"))), []);
  // The person who runs the tests may be allowed everything, so the refusal is the file system's own.
  const readFile = workspace.fs.readFile;
  t.mock.method(workspace.fs, "readFile", async (uri: Uri) => {
    if (uri.path.endsWith("denied.sql")) throw new Error("EACCES: permission denied");
    return readFile(uri);
  });
  assert.deepEqual(shown(await findQueries(uriOf(folder))), [
    ["denied.sql", "EACCES: permission denied"],
    ["Good", "read"],
  ]);
  await assert.rejects(readSql(uriOf(join(folder, "denied.sql"))), {
    code: "read-failed",
    message: /denied\.sql\. EACCES: permission denied/,
  });
  t.mock.method(workspace.fs, "readDirectory", async () => {
    throw new vscode.FileSystemError("EACCES: permission denied");
  });
  assert.deepEqual(shown(await findQueries(uriOf(folder))), [
    ["denied", "The folder cannot be read: EACCES: permission denied"],
  ]);
});

test("a folder with more files than a library has is listed up to a number, which is said", async () => {
  const folder = join(root, "many");
  await mkdir(folder);
  await Promise.all(Array.from({ length: 1003 }, (_, n) => writeFile(join(folder, `q${n}.sql`), "SELECT 1")));
  const found = shown(await findQueries(uriOf(folder)));
  assert.equal(found.length, 1001);
  assert.deepEqual(
    found.filter(([, reason]) => reason !== "read"),
    [["…", "More than 1000 files are not listed."]],
  );
});

test("a pipe that is run by its address is refused before it is opened", async () => {
  const pipe = join(root, "run.sql");
  execFileSync("mkfifo", [pipe]);
  await assert.rejects(readSql(uriOf(pipe)), { code: "read-failed", message: /no file: a folder, a pipe or a device/ });
});
