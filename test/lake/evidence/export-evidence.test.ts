import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { signIn } from "../../unit/import/reading.ts";
import { openLake } from "../service/open-lake.ts";
import { slicesOf } from "../slices-of.ts";
import { digestOf, exported, factsOf, filesOf, hostile, importHostile } from "./exported.ts";

test("an investigation names what it was read from, and can be checked by digests alone", async (t) => {
  const lake = await openLake(t);
  const imported = await importHostile(lake);
  const outcome = await exported(lake);
  const folder = outcome.path;
  assert.deepEqual(filesOf(folder), [
    "README.txt",
    "SHA256SUMS",
    "files/case-7.sql",
    "investigation.html",
    "investigation.json",
    "manifest.json",
    "results/01-who.csv",
    "results/01-who.csv-metadata.json",
    "results/01-who.parquet",
    "slices.sha256",
  ]);
  assert.equal(outcome.manifestSha256, digestOf(join(folder, "manifest.json")));
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  for (const line of sums) assert.equal(line, `${digestOf(join(folder, line.slice(66)))}  ${line.slice(66)}`);
  assert.equal(sums.length, filesOf(folder).length - 2);
  assert.equal(readFileSync(join(folder, "files/case-7.sql"), "utf8"), "\uFEFFSELECT 1\r\n");
  assert.deepEqual(outcome.leftOut, [{ title: "Never", reason: "The statement was not run." }]);
  assert.deepEqual(outcome.warnings, []);

  const facts = factsOf(folder);
  assert.deepEqual(facts.statements[0]?.result?.params, { to: "2026-03-31" });
  assert.equal(facts.statements[0]?.result?.rows, hostile.length);
  const slices = slicesOf(lake.root, "signins");
  assert.deepEqual(facts.slices.map(({ path }) => join(lake.root, path)).sort(), slices);
  for (const slice of facts.slices) {
    assert.equal(slice.sha256, digestOf(join(lake.root, slice.path)));
    assert.equal(slice.bytes, statSync(join(lake.root, slice.path)).size);
    assert.deepEqual([slice.standing, slice.readBy, slice.n], ["same", [1], 2]);
  }
  const [read] = facts.statements[0]?.result?.read ?? [];
  const ledger = join(lake.root, "_ledger", "signins");
  assert.deepEqual(read?.entry, { n: 2, sha256: digestOf(join(ledger, "000000002.json")) });
  assert.deepEqual(facts.imports, [{ sha256: imported, table: "signins", source: "graph-beta", rows: hostile.length }]);
  const [coverage] = facts.statements[0]?.result?.coverage ?? [];
  assert.deepEqual([coverage?.tenantId, coverage?.states.imported], ["t1", 3]);
  assert.ok(readFileSync(join(folder, "results/01-who.csv"), "utf8").includes("'=HYPERLINK"));
});

test("slices that were replaced since are said to be", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const { resultId } = await lake.service.runQuery({ sql: "SELECT id FROM signins" });
  const more = JSON.stringify(signIn("late", { createdDateTime: "2026-03-01T06:00:00Z" }));
  await lake.service.importLogs({ paths: [lake.file("more.ndjson", more)], tenantId: "t1" });
  const parts = [{ kind: "statement", title: "Ids", sql: "SELECT id FROM signins", resultId }] as const;
  const outcome = await exported(lake, { parts });
  assert.match(outcome.warnings.join(), /^1\. Ids: signins: 1 slice was replaced since by later merges/);
  const standings = factsOf(outcome.path).slices.map(({ standing }) => standing);
  assert.deepEqual(standings.sort(), ["replaced", "same", "same"]);
  assert.ok(readFileSync(join(outcome.path, "investigation.html"), "utf8").includes("replaced since by later merges"));
});

test("formulas are kept when that is asked for, and it is said", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const { path } = await exported(lake, { keepsFormulas: true });
  assert.ok(readFileSync(join(path, "results/01-who.csv"), "utf8").includes(",=HYPERLINK"));
  assert.equal(factsOf(path).formulas, "kept");
});

test("a title is words alone, in the page's own title too", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const { path } = await exported(lake, { title: "Case\u202E </title><b>7" });
  const page = readFileSync(join(path, "investigation.html"), "utf8");
  assert.match(page, /<title>Case&lt;U\+202E&gt; &lt;\/title&gt;&lt;b&gt;7<\/title>/);
});

test("what is there is kept, unless it is an export that is to be replaced", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const folder = join(dirname(lake.root), "evidence");
  mkdirSync(folder);
  writeFileSync(join(folder, "thesis.txt"), "years of work");
  await assert.rejects(exported(lake), { code: "bad-argument", message: /exists already/ });
  await assert.rejects(exported(lake, { replaces: true }), { code: "bad-argument", message: /something else/ });
  assert.deepEqual(filesOf(folder), ["thesis.txt"]);
  const other = await exported(lake, { path: `${folder}-2` });
  const again = await exported(lake, { path: `${folder}-2`, replaces: true, title: "Again" });
  assert.notEqual(again.manifestSha256, other.manifestSha256);
  assert.equal(factsOf(again.path).title, "Again");
  assert.deepEqual(
    readdirSync(dirname(lake.root)).filter((name) => name.startsWith(".")),
    [],
  );
});

test("an export that is cancelled, or whose result is gone, leaves nothing behind", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const folder = join(dirname(lake.root), "evidence");
  const { resultId } = await lake.service.runQuery({ sql: "SELECT id FROM signins" });
  const request = {
    path: folder,
    form: "zip",
    title: "Cut",
    parts: [{ kind: "statement", title: "Ids", sql: "SELECT id FROM signins", resultId }],
    madeBy: { version: "1", editor: "1" },
  } as const;
  const steps: string[] = [];
  await lake.service.exportEvidence(request, { onProgress: ({ doing }) => steps.push(doing) });
  for (const wanted of new Set(steps)) {
    const stop = new AbortController();
    const onProgress = ({ doing }: { doing: string }): void => {
      if (doing === wanted) stop.abort();
    };
    const path = `${folder}-cut`;
    await assert.rejects(lake.service.exportEvidence({ ...request, path }, { signal: stop.signal, onProgress }), {
      name: "CancelledError",
    });
    assert.ok(!existsSync(path), wanted);
  }
  await lake.service.releaseResult({ resultId });
  await assert.rejects(lake.service.exportEvidence({ ...request, path: `${folder}-gone` }), { code: "no-such-result" });
  assert.deepEqual(readdirSync(dirname(lake.root)).sort(), ["evidence", "lake", "sign-ins.ndjson"]);
});

test("a result that is released while it is exported is written whole, and then let go", async (t) => {
  const lake = await openLake(t);
  await importHostile(lake);
  const { resultId } = await lake.service.runQuery({ sql: "SELECT id FROM signins" });
  const releases: Promise<void>[] = [];
  const outcome = await lake.service.exportEvidence(
    {
      path: join(dirname(lake.root), "evidence"),
      form: "folder",
      title: "Released",
      parts: [{ kind: "statement", title: "Ids", sql: "SELECT id FROM signins", resultId }],
      madeBy: { version: "1", editor: "1" },
    },
    { onProgress: () => releases.push(lake.service.releaseResult({ resultId })) },
  );
  await Promise.all(releases);
  assert.equal(outcome.results, 1);
  await assert.rejects(lake.service.readWindow({ resultId, offset: 0, limit: 1 }), { code: "no-such-result" });
});
