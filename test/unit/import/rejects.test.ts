import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { exportLimitWarning } from "../../../src/import/bytes/export-limits.ts";
import { sha256OfFile } from "../../../src/import/bytes/sha256-of-import.ts";
import { expandPaths } from "../../../src/import/expand-paths.ts";
import { RejectsWriter } from "../../../src/import/rejects.ts";
import { CsvSplitter } from "../../../src/import/split/split-csv.ts";
import { fixture, readOne, signIn } from "./reading.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "tenanttrail-import-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

function writerOf(path: string): RejectsWriter {
  return new RejectsWriter(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    return open(path, "wx");
  });
}

test("a rejects file is imported again: as it is nothing is gained, mended it gives its records", async (t) => {
  const path = join(folder(t), "rejected.ndjson");
  const writer = writerOf(path);
  assert.equal(writer.path, undefined);
  await writer.add("a.json", [
    { line: 3, reason: "has no createdDateTime", text: JSON.stringify(signIn("1"), null, 2).replace("2026", "never") },
    {
      line: 9,
      reason: "is not valid JSON",
      text: '{"id":"2","createdDateTime":"2026-03-01T00:00:00Z","ipAddress":"1"',
    },
    { line: 10, reason: "is missing", text: "" },
  ]);
  await writer.add("b.csv", [
    { line: 4, reason: "has 2 of 3 columns", text: "Date (UTC),Request ID,Application \n2026-03-01T00:00:00Z,r1" },
  ]);
  await writer.close();
  assert.equal(writer.path, path);
  const before = await readOne(path);
  assert.equal(before.records.length, 1);
  assert.deepEqual(
    before.rejected.map(({ line }) => line),
    [2, 3],
  );

  const mended = readFileSync(path, "utf8")
    .replace("never", "2026")
    .replace('\\"1\\""', '\\"1\\"}"')
    .replace(',r1"', ',r1,Teams"');
  writeFileSync(path, mended);
  const after = await readOne(path);
  assert.deepEqual(after.rejected, []);
  assert.deepEqual(
    after.records.map(({ line, table, source, record }) => [line, table, source, record["id"] ?? record["Request ID"]]),
    [
      [1, "signins", "graph-beta", "1"],
      [2, "signins", "graph-v1.0", "2"],
      [3, "signins", "portal-csv", "r1"],
    ],
  );
  assert.deepEqual(after.records[0]?.record, signIn("1"));
});

test("every byte of a record that is not UTF-8 is in the rejects file, in an array and in lines", async (t) => {
  const bad = Buffer.from(JSON.stringify(signIn("b\u00ff")), "latin1");
  const good = Buffer.from(JSON.stringify(signIn("g")));
  for (const content of [
    Buffer.concat([Buffer.from("["), good, Buffer.from(","), bad, Buffer.from("]")]),
    Buffer.concat([good, Buffer.from("\n"), bad, Buffer.from("\n")]),
  ]) {
    const root = folder(t);
    writeFileSync(join(root, "bad.json"), content);
    const { rejected } = await readOne(join(root, "bad.json"));
    const writer = writerOf(join(root, "r.ndjson"));
    await writer.add("bad.json", rejected);
    await writer.close();
    const written = readFileSync(join(root, "r.ndjson"), "utf8");
    const entry = JSON.parse(written) as { base64: string };
    assert.deepEqual(Buffer.from(entry.base64, "base64"), bad);
    // With U+FFFD for the byte it is a record.
    assert.equal((await readOne(join(root, "r.ndjson"))).records[0]?.record["id"], "b\ufffd");
  }
});

test("rows of CSV behind a lost quote are kept whole, in pieces", () => {
  const row = `"x,${"y".repeat(1024 * 1024)}`;
  const texts: string[] = [];
  const splitter = new CsvSplitter(
    { delimiter: ",", columns: ["a", "b", "c"] },
    { isRecord: () => false, found: () => "record", rejected: ({ text }) => texts.push(text.replace(/^a,b,c\n/, "")) },
  );
  const rows = Array.from({ length: 40 }, (_, n) => `${n}${row}`);
  splitter.push(Buffer.from(["a,b,c", `${row}`, ...rows].join("\n")));
  splitter.end();
  assert.ok(texts.length > 1);
  assert.deepEqual(texts.join("\n").split("\n"), [row, ...rows]);
});

test("a rejects file that is there is not overwritten, and the error names it", async (t) => {
  const path = join(folder(t), "rejected.ndjson");
  writeFileSync(path, "mine");
  const writer = writerOf(path);
  await assert.rejects(writer.add("a", [{ line: 1, reason: "x", text: "y" }]), {
    code: "write-failed",
    message: /rejected\.ndjson/,
  });
  assert.equal(readFileSync(path, "utf8"), "mine");
});

test("the rejects file is made with the first record", async (t) => {
  const path = join(folder(t), "_rejects", "r.ndjson");
  const writer = writerOf(path);
  await writer.add("a.json", [{ line: 1, reason: "is not valid JSON", text: "{" }]);
  await writer.close();
  assert.match(readFileSync(path, "utf8"), /"text":"\{"/);
});

test("what was rejected of every fixture survives the rejects file", async (t) => {
  const { rejected } = await readOne(fixture("import/purview-old.csv"));
  const path = join(folder(t), "r.ndjson");
  const writer = writerOf(path);
  await writer.add("purview-old.csv", rejected);
  await writer.close();
  await assert.rejects(readOne(path), /AuditData/);
});

test("only the exact limits of exporters are warned of", () => {
  for (const limit of [5_000, 50_000, 100_000, 250_000]) {
    assert.match(exportLimitWarning(limit) ?? "", new RegExp(`exactly ${limit.toLocaleString("en-US")} records`));
    assert.equal(exportLimitWarning(limit - 1), undefined);
    assert.equal(exportLimitWarning(limit + 1), undefined);
  }
});

test("folders are gone through once, without hidden names, Parquet and lakes", async (t) => {
  const root = folder(t);
  for (const name of ["a/b", ".git", "_x", "lake/_ledger", "lake/signins", "dt=2026-03-01"])
    mkdirSync(join(root, name), { recursive: true });
  const files = [
    "a/2.json",
    "a/b/1.json",
    "z.csv",
    ".git/x",
    "_x/y",
    "lake/signins/p",
    "a/.hidden",
    "dt=2026-03-01/x",
    "a/_skip",
  ];
  for (const name of files) writeFileSync(join(root, name), "[]");
  writeFileSync(join(root, "a/slice"), "PAR1....");
  symlinkSync(root, join(root, "a/loop"));
  symlinkSync(join(root, "nowhere"), join(root, "a/broken"));
  symlinkSync(join(root, "z.csv"), join(root, "a/also-z"));
  const found: string[] = [];
  for await (const file of expandPaths([
    root,
    join(root, "a/2.json"),
    join(root, "a/.hidden"),
    join(root, "a/slice"),
  ])) {
    found.push(`${file.path.slice(root.length + 1)} ${file.bytes}`);
  }
  assert.deepEqual(found, ["a/2.json 2", "a/also-z 2", "a/b/1.json 2", "a/.hidden 2", "a/slice 8"]);
});

test("a path that is not there is an error with its path", async () => {
  await assert.rejects(
    async () => {
      for await (const _ of expandPaths(["/nowhere/at/all"]));
    },
    { code: "read-failed", message: /\/nowhere\/at\/all/ },
  );
});

test("the SHA-256 of a file", async (t) => {
  const path = join(folder(t), "x");
  writeFileSync(path, "abc");
  assert.equal(await sha256OfFile(path), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
