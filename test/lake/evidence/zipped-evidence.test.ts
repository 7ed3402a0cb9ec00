import assert from "node:assert/strict";
import { createWriteStream, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { test } from "node:test";
import { ZipFile } from "yazl";
import { openLake } from "../service/open-lake.ts";
import { exported, filesOf, importHostile } from "./exported.ts";

/** Packs texts under names, as any packer may. */
async function zipOf(file: string, members: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of members) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}

test("a zip is checked as the folder is, also packed anew, and what a packer adds is named", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const beside = (name: string): string => join(dirname(lake.root), name);
  const zipped = await exported(lake, { path: beside("case.zip"), form: "zip" });
  const given = { manifestSha256: zipped.manifestSha256 };
  const sound = await lake.service.verifyEvidence({ path: zipped.path, ...given });
  assert.deepEqual([sound.checked, sound.changed, sound.missing, sound.additional], [9, [], [], []]);

  const { path: folder, manifestSha256 } = await exported(lake);
  const members = new Map(filesOf(folder).map((name) => [`case/${name}`, readFileSync(join(folder, name))]));
  const anew = await lake.service.verifyEvidence({ path: await zipOf(beside("anew.zip"), members), manifestSha256 });
  assert.deepEqual([anew.checked, anew.changed, anew.missing, anew.additional], [9, [], [], []]);

  const more = new Map([...members, ["__MACOSX/case/._README.txt", Buffer.from("x")] as const]);
  const mac = await lake.service.verifyEvidence({ path: await zipOf(beside("mac.zip"), more), manifestSha256 });
  assert.deepEqual(
    [mac.checked, mac.changed, mac.missing, mac.additional.map(({ file }) => file)],
    [9, [], [], ["../__MACOSX/case/._README.txt"]],
  );

  const csv = "results/01-who.csv";
  const moved = new Map([...members, [csv, members.get(`case/${csv}`) ?? Buffer.of()] as const]);
  moved.delete(`case/${csv}`);
  const outside = await lake.service.verifyEvidence({ path: await zipOf(beside("out.zip"), moved), manifestSha256 });
  assert.deepEqual([outside.missing, outside.additional.map(({ file }) => file)], [[csv], [`../${csv}`]]);
});
