import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

useFakeEditor();
const { findTiles } = await import("../../../../src/editor/dashboard/find-tiles.ts");
const { Uri } = await import("vscode");

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "tiles-"));
});
after(() => rm(root, { recursive: true, force: true }));

async function write(path: string, header: string): Promise<void> {
  const file = join(root, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `/*---\n${header}\n---*/\nSELECT 1 AS one;\n`);
}

test("tiles are the queries that say so, and all of a workspace's reports, in their order", async () => {
  await write("shipped/reports/b.sql", "title: B\ndashboard: { order: 20, size: wide }\nchart: { type: bar, x: one }");
  await write("shipped/reports/other.sql", "title: Other");
  await write("shipped/health/a.sql", "title: A\ndashboard: { order: 10 }");
  await write("own/reports/c.sql", "title: C");
  await write("own/reports/d.sql", "title: D\ndashboard: { order: 15 }");
  await write("own/hunting/e.sql", "title: E");
  await write("own/hunting/f.sql", "title: F\ndashboard: true\nparams:\n  user: { type: varchar, default: '' }");
  const folders = () => ["shipped", "own", "missing"].map((name) => Uri.file(join(root, name)));
  const { tiles, leftOut } = await findTiles({ folders });
  assert.deepEqual(
    tiles.map(({ title, isWide }) => [title, isWide]),
    [
      ["A", false],
      ["D", false],
      ["B", true],
      ["F", false],
      ["C", false],
    ],
  );
  assert.deepEqual(leftOut, []);
  assert.deepEqual(
    tiles.map(({ takes }) => takes.user),
    [false, false, false, true, false],
  );
  assert.deepEqual(tiles[2]?.chart, { type: "bar", x: "one" });
});

test("tiles beyond forty are counted and not shown", async () => {
  for (let index = 0; index < 43; index++) await write(`many/reports/q${index}.sql`, `title: Q${index}`);
  const folders = () => ["missing", "many"].map((name) => Uri.file(join(root, name)));
  const { tiles, leftOut } = await findTiles({ folders });
  assert.equal(tiles.length, 40);
  assert.deepEqual(leftOut, ["3 more queries are not shown: at most 40 are."]);
});
