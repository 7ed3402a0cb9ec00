import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { type OpenLake, openLake } from "../service/open-lake.ts";
import { slicesOf } from "../slices-of.ts";
import { digestOf, exported, factsOf, filesOf, importHostile } from "./exported.ts";

async function exportedFolder(t: Parameters<typeof openLake>[0]) {
  const lake = await openLake(t);
  await importHostile(lake);
  return { lake, ...(await exported(lake)) };
}

async function faultsOf(lake: OpenLake, path: string, manifestSha256: string): Promise<string[]> {
  const found = await lake.service.verifyEvidence({ path, manifestSha256 });
  return [
    ...found.changed.map(({ file }) => file),
    ...found.missing,
    ...found.additional.map(({ file }) => file),
    ...(found.isManifestAsGiven === false ? ["manifest.json"] : []),
  ];
}

test("an export is as its manifest says, and its slices as the lake has them", async (t) => {
  const { lake, path, manifestSha256 } = await exportedFolder(t);
  const found = await lake.service.verifyEvidence({ path, manifestSha256: ` ${manifestSha256.toUpperCase()}\n` });
  assert.deepEqual(
    { ...found, bytes: 0 },
    {
      manifestSha256,
      isManifestAsGiven: true,
      checked: 9,
      bytes: 0,
      changed: [],
      missing: [],
      additional: [],
      lake: { lake: lake.root, isSameLake: true, same: 3, differing: [] },
    },
  );
  await assert.rejects(lake.service.verifyEvidence({ path, manifestSha256: "abc" }), { code: "bad-argument" });
  await assert.rejects(lake.service.verifyEvidence({ path: lake.root }), { code: "read-failed" });
});

test("any change of any byte of any file is found", async (t) => {
  const { lake, path, manifestSha256 } = await exportedFolder(t);
  const contents = new Map(filesOf(path).map((name) => [name, readFileSync(join(path, name))]));
  const names = [...contents.keys()];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, at, by) => {
      const before = contents.get(name) ?? Buffer.of();
      const after = Buffer.from(before);
      const place = at % before.length;
      after[place] = (after[place] ?? 0) ^ by;
      writeFileSync(join(path, name), after);
      const faults = await faultsOf(lake, path, manifestSha256);
      writeFileSync(join(path, name), before);
      assert.ok(faults.includes(name), `byte ${place} of ${name}`);
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(await faultsOf(lake, path, manifestSha256), []);
});

test("files that are missing, added, cut, longer or links are each named", async (t) => {
  const { lake, path, manifestSha256 } = await exportedFolder(t);
  const csv = join(path, "results", "01-who.csv");
  const changes: readonly (readonly [string, () => void])[] = [
    ["results/01-who.csv", () => rmSync(csv)],
    ["results/01-who.csv", () => truncateSync(csv, 10)],
    ["results/01-who.csv", () => writeFileSync(csv, "more", { flag: "a" })],
    ["results/02.csv", () => writeFileSync(join(path, "results", "02.csv"), "")],
    ["notes/", () => mkdirSync(join(path, "notes"))],
    [
      "results/01-who.csv",
      () => {
        renameSync(csv, join(dirname(path), "elsewhere.csv"));
        symlinkSync(join(dirname(path), "elsewhere.csv"), csv);
      },
    ],
  ];
  const kept = join(dirname(path), "kept");
  cpSync(path, kept, { recursive: true });
  for (const [name, change] of changes) {
    change();
    assert.deepEqual(await faultsOf(lake, path, manifestSha256), [name]);
    rmSync(path, { recursive: true });
    cpSync(kept, path, { recursive: true });
  }
});

test("a manifest that was made anew fits its files and not the digest that was kept", async (t) => {
  const { lake, path, manifestSha256 } = await exportedFolder(t);
  const file = join(path, "manifest.json");
  writeFileSync(file, readFileSync(file, "utf8").replace('"Case <b>7</b>"', '"Case 8"'));
  const found = await lake.service.verifyEvidence({ path, manifestSha256 });
  assert.equal(found.isManifestAsGiven, false);
  assert.deepEqual([found.changed, found.missing, found.additional], [[], [], []]);
  for (const name of ["../../etc/passwd", "/etc/passwd", "C:\\x", "a/../b", "manifest.json", ""]) {
    const text = readFileSync(file, "utf8").replace('"README.txt"', JSON.stringify(name));
    writeFileSync(join(path, "manifest.json"), text);
    const refused = await lake.service.verifyEvidence({ path });
    assert.match(refused.changed[0]?.reason ?? "", /names files that lie elsewhere/, name);
    writeFileSync(file, text.replace(JSON.stringify(name), '"README.txt"'));
  }
});

test("slices that the lake has changed, lost or never had are named", async (t) => {
  const { lake, path } = await exportedFolder(t);
  const [changed = "", gone = ""] = slicesOf(lake.root, "signins");
  writeFileSync(changed, "x", { flag: "a" });
  rmSync(gone);
  const found = await lake.service.verifyEvidence({ path });
  assert.deepEqual(
    found.lake?.differing.map(({ reason }) => reason),
    ["Its file has other bytes than it had.", "The ledger names it, and its file is not there."],
  );
  assert.deepEqual([found.lake?.same, found.lake?.isSameLake], [1, true]);
  const other = await openLake(t);
  await importHostile(other);
  const elsewhere = await other.service.verifyEvidence({ path });
  assert.equal(elsewhere.lake?.isSameLake, false);
});

test("digests for checking by hand that are not the manifest's are told, although the manifest names them", async (t) => {
  const { lake, path } = await exportedFolder(t);
  const sums = join(path, "SHA256SUMS");
  writeFileSync(sums, readFileSync(sums, "utf8").replace(/^[0-9a-f]{64} {2}results/m, `${"0".repeat(64)}  results`));
  const manifest = join(path, "manifest.json");
  const named = JSON.parse(readFileSync(manifest, "utf8")) as { files: { path: string; sha256: string }[] };
  for (const file of named.files) if (file.path === "SHA256SUMS") file.sha256 = digestOf(sums);
  writeFileSync(manifest, JSON.stringify(named));
  const { changed } = await lake.service.verifyEvidence({ path });
  assert.deepEqual(
    changed.map(({ file }) => file),
    ["SHA256SUMS"],
  );
  assert.match(changed[0]?.reason ?? "", /^It does not say of results\//);
});

test("of an evidence over two lakes the slices of the open one are compared, and the others are counted", async (t) => {
  const { lake, path } = await exportedFolder(t);
  const facts = join(path, "investigation.json");
  const other = factsOf(path) as unknown as { statements: { result?: object }[]; slices: object[] };
  const [first] = other.statements.filter(({ result }) => result !== undefined);
  const read = [{ table: "signins", entry: { n: 1, sha256: "0".repeat(64) }, slices: [] }];
  other.statements.push({ ...first, result: { ...first?.result, lake: "/lakes/other", read } });
  other.slices.push({ ...other.slices[0], lake: "/lakes/other" });
  writeFileSync(facts, JSON.stringify(other));
  const manifest = join(path, "manifest.json");
  const named = JSON.parse(readFileSync(manifest, "utf8")) as {
    files: { path: string; sha256: string; bytes: number }[];
  };
  for (const file of named.files)
    if (file.path === "investigation.json") {
      file.sha256 = digestOf(facts);
      file.bytes = readFileSync(facts).length;
    }
  writeFileSync(manifest, JSON.stringify(named));
  const found = await lake.service.verifyEvidence({ path });
  assert.deepEqual(found.lake, {
    lake: lake.root,
    elsewhere: { lakes: ["/lakes/other"], slices: 1 },
    isSameLake: true,
    same: 3,
    differing: [],
  });
});
