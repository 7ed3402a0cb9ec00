import assert from "node:assert/strict";
import { test } from "node:test";
import type { S3FolderNode, S3Node } from "../../../../src/editor/aws/objects/s3-nodes.ts";
import type { ListObjectsRequest } from "../../../../src/protocol/aws/listed-objects.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { day as someDay } from "../fakes/some-log-days.ts";

useFakeEditor();
const { S3Branch } = await import("../../../../src/editor/aws/objects/s3-branch.ts");
const { s3Line } = await import("../../../../src/editor/aws/objects/s3-words.ts");

const object = (name: string, storageClass = "STANDARD") => ({
  address: `s3://bbb/t/${name}`,
  name,
  bytes: 1500,
  storageClass,
  writtenAt: "2026-11-02T00:00:00.000Z",
});

/** A bucket whose folder has three pages, of one object each. */
function branch() {
  const asked: ListObjectsRequest[] = [];
  const lake = lakeWith({
    objectRoots: async () => [{ name: "signins", address: "s3://bbb/t/" }],
    listObjects: async (request) => {
      asked.push(request);
      const page = Number(request.next ?? 0);
      return { folders: [], objects: [object(`o${page}`)], ...(page < 2 && { next: String(page + 1) }) };
    },
  });
  return { asked, s3: new S3Branch(lake) };
}

const labels = (nodes: readonly S3Node[]): readonly (string | undefined)[] => nodes.map((node) => s3Line(node).label);

async function only(nodes: Promise<readonly S3FolderNode[]>): Promise<S3FolderNode> {
  const [node] = await nodes;
  assert.ok(node);
  return node;
}

test("pages of a folder are read one after the other, each once, until there is no more", async () => {
  const { asked, s3 } = branch();
  const top = await only(s3.tops());
  assert.deepEqual(labels(await s3.children(top)), ["o0", "Show more"]);
  await s3.children(top);
  await s3.more(top);
  assert.deepEqual(labels(await s3.children(top)), ["o0", "o1", "Show more"]);
  await s3.more(top);
  await s3.more(top);
  assert.deepEqual(labels(await s3.children(top)), ["o0", "o1", "o2"]);
  assert.equal(asked.length, 3);
});

test("a filter asks for the names that begin with it, shows that it does, and is taken back by nothing", async () => {
  const { asked, s3 } = branch();
  s3.filter(await only(s3.tops()), "dt=2026-11");
  const filtered = await only(s3.tops());
  await s3.children(filtered);
  assert.equal(asked.at(-1)?.startsWith, "dt=2026-11");
  assert.equal(s3Line(filtered).description, "only dt=2026-11…");
  s3.filter(filtered, "");
  assert.equal((await only(s3.tops())).startsWith, undefined);
});

test("a pasted address stands at the top: a folder, or the beginning of names in one", async () => {
  const { s3 } = branch();
  assert.equal(s3.jump(" s3://other/a/b/ ").address, "s3://other/a/b/");
  const beginning = s3.jump("s3://other/a/b/dt=2026");
  assert.deepEqual([beginning.address, beginning.startsWith], ["s3://other/a/b/", "dt=2026"]);
  assert.equal(s3.jump("s3://other").address, "s3://other/");
  assert.deepEqual(labels(await s3.tops()), ["signins", "b", "other"]);
  s3.leave(beginning);
  assert.deepEqual(labels(await s3.tops()), ["signins", "other"]);
  assert.throws(() => s3.jump("https://other/"), { code: "bad-argument" });
});

test("what could not be listed is asked for again", async () => {
  let fails = true;
  const lake = lakeWith({
    listObjects: async () => {
      if (fails) throw new Error("offline");
      return { folders: [], objects: [object("o")] };
    },
  });
  const s3 = new S3Branch(lake);
  const folder = s3.jump("s3://bbb/t/");
  await assert.rejects(s3.children(folder), /offline/);
  fails = false;
  assert.deepEqual(labels(await s3.children(folder)), ["o"]);
});

test("a day's slices are those of the ledger, without the replaced ones beside them, and one that is gone is told", async () => {
  const { s3 } = branch();
  const day = { ...someDay({}), slices: ["s3://bbb/t/o1"] };
  assert.deepEqual(labels(await s3.slicesOf(day)), ["o1"]);
  const [gone] = await s3.slicesOf({ ...day, slices: ["s3://bbb/t/gone"] });
  assert.ok(gone);
  assert.deepEqual([s3Line(gone).label, s3Line(gone).description], ["gone", "missing"]);
});

test("the hover of an object tells its size and storage class, and what an archive means", () => {
  const line = s3Line({ kind: "s3Object", id: "i", object: object("o", "GLACIER") });
  assert.equal(line.description, "1.5 kB · S3 Glacier Flexible Retrieval");
  assert.match(line.tooltip ?? "", /s3:\/\/bbb\/t\/o\n1\.5 kB \(1,500 bytes\)\n.*Athena does not read it/);
  assert.equal(s3Line({ kind: "s3Object", id: "i", object: object("o") }).description, "1.5 kB");
});
