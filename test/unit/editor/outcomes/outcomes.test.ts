import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { verifyEvidenceSummary } from "../../../../src/editor/evidence/evidence-outcome-words.ts";
import { importDetails, importSummary } from "../../../../src/editor/import/import-outcome.ts";
import { cancelledWords, importProgressWords } from "../../../../src/editor/import/import-progress.ts";
import { recoverSummary } from "../../../../src/editor/verify/recover-outcome.ts";
import { isIntact, verifyDetails, verifySummary } from "../../../../src/editor/verify/verify-outcome.ts";
import type { ImportedFile } from "../../../../src/protocol/lake.ts";

const file: ImportedFile = {
  uri: "file:///logs/a.json",
  format: "Graph sign-ins (NDJSON)",
  source: "graph-v1.0",
  table: "signins",
  rows: 5000,
  added: 4990,
  updated: 1,
  unchanged: 7,
  rejected: [{ line: 12, reason: "no id\n## forged heading \u001b[31m" }],
  rejectedCount: 2,
  rejectedFile: "/lake/_rejects/a.ndjson",
  warning: "Exactly 5,000 records: the exporter probably stopped at its limit.",
};

test("an import is summarised in a sentence that names what needs a look", () => {
  assert.equal(
    importSummary({ files: [file] }),
    "Imported 1 file: 4,990 rows added, 1 updated, 7 already held, 2 records rejected, 1 file probably cut short.",
  );
  const clean = { ...file, added: 0, updated: 0, unchanged: 5000, rejected: [], rejectedCount: 0 };
  const { warning: _warning, rejectedFile: _rejectedFile, ...rest } = clean;
  assert.equal(
    importSummary({ files: [rest, rest] }),
    "Imported 2 files: 0 rows added, 0 updated, 10,000 already held.",
  );
});

test("the details name each rejected record, how many are not listed, and where they are kept", () => {
  const details = importDetails({ files: [file] });
  assert.match(details, /^ {6}- line 12: no id␊## forged heading ␛\[31m$/m);
  assert.match(details, /^ {6}- and 1 more$/m);
  assert.match(details, /\/lake\/_rejects\/a\.ndjson/);
  assert.doesNotMatch(details, /^\s*## forged/m);
});

test("files that need a look come first, and all by the path that a person knows", () => {
  const smooth = { ...file, uri: "file:///logs/b%20c.zip#d.json", rejected: [], rejectedCount: 0 };
  const { warning: _warning, rejectedFile: _rejectedFile, ...clean } = smooth;
  const details = importDetails({ files: [clean, file] });
  assert.deepEqual(details.match(/(?<=^[ -]*)\/logs[^:\n]*/gm), ["/logs/a.json", "/logs/b c.zip#d.json"]);
});

test("files that were not read are not counted as imported, and stand first with the reason", () => {
  const unread: ImportedFile = {
    uri: "file:///logs/shopping.csv",
    format: "not read",
    source: null,
    table: null,
    rows: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    rejectedCount: 1,
    rejected: [{ line: 0, reason: "This is no log." }],
  };
  assert.equal(
    importSummary({ files: [file, unread, unread] }),
    "Imported 1 file: 4,990 rows added, 1 updated, 7 already held, 2 records rejected, 1 file probably cut short. 2 files could not be read.",
  );
  const details = importDetails({ files: [file, unread] });
  assert.match(details, /^Not read\n {2}- \/logs\/shopping\.csv: This is no log\.$/m);
  assert.ok(details.indexOf("shopping") < details.indexOf("a.json"));
  assert.doesNotMatch(details, /line 0/);
});

test("a cancelled import says what of it is in the lake", () => {
  const at = (stage: "reading" | "merging", rows: number) =>
    cancelledWords({ file: "/logs/a.json", stage, doneBytes: 1, totalBytes: 10, rows });
  assert.match(cancelledWords(undefined), /Nothing of it is in the lake/);
  assert.match(at("reading", 500), /Nothing of it is in the lake/);
  assert.match(at("merging", 0), /Nothing of it is in the lake/);
  assert.match(at("merging", 1200), /stays in the lake, up to 1,200 rows\. Importing again adds the rest/);
});

test("progress never runs backwards between reading and merging", () => {
  const at = (stage: "reading" | "merging", doneBytes: number) =>
    importProgressWords({ file: "/logs/a.json", stage, doneBytes, totalBytes: 10, rows: 3 });
  const parts = [at("reading", 0), at("reading", 10), at("merging", 0), at("merging", 10)].map(({ part }) => part);
  assert.deepEqual(
    parts,
    [...parts].sort((a, b) => a - b),
  );
  assert.equal(parts.at(-1), 1);
  assert.equal(at("reading", 5).detail, "a.json · 5 bytes of 10 bytes");
  const half = { file: "a.json", stage: "reading", doneBytes: 5, totalBytes: 10, rows: 3 } as const;
  assert.equal(importProgressWords(half, "a.json").detail, "5 bytes of 10 bytes", "its name is in the title already");
  assert.equal(importProgressWords({ file: "", stage: "reading", doneBytes: 0, totalBytes: 0, rows: 0 }).part, 0);
});

test("a verification is summarised by kind of finding, and told in full", () => {
  const intact = { checked: 3, mismatched: [], missing: [], duplicated: [], strays: [] };
  assert.equal(verifySummary(intact), "3 slices checked: all are what the ledger says.");
  const outcome = {
    checked: 1200,
    mismatched: [{ slice: "a", reason: "another SHA-256" }],
    missing: [{ slice: "b" }, { slice: "c" }],
    duplicated: [{ table: "audits", tenantId: "t", key: "k", slices: ["d", "e"] }],
    strays: [{ slice: "f" }],
  } as const;
  assert.equal(
    verifySummary(outcome),
    "1,200 slices checked: 1 slice changed outside TenantTrail, 2 slices missing, 1 key held twice, 1 file that the ledger does not name.",
  );
  const beside = verifySummary({ ...intact, strays: [{ slice: "f" }] });
  assert.equal(beside, "3 slices checked: all are what the ledger says. 1 file that the ledger does not name.");
  const ledger = { slice: "/lake/_ledger/signins/000000003.json", reason: "Entry 3 is missing." };
  assert.equal(
    verifySummary({ ...intact, mismatched: [ledger, { slice: "/lake/signins/x", reason: "" }] }),
    "3 slices checked: 1 fault of the ledger, 1 slice changed outside TenantTrail.",
  );
  const told = verifyDetails({ ...intact, mismatched: [ledger] });
  assert.ok(told.includes("- /lake/_ledger/signins/000000003.json: Entry 3 is missing."), told);
  assert.ok(!told.includes("Changed outside TenantTrail"), told);
  const strays = [{ slice: "/lake/signins/dt=2026-03-01/00-24.parquet" }];
  assert.match(verifyDetails({ ...intact, strays }), /can be deleted/);
  const left = { ...intact, strays: [...strays, { slice: "/lake/signins/dt=2026-03-02/00-24.parquet", rows: 7 }] };
  assert.ok(!isIntact(left));
  assert.match(verifySummary(left), /2 files that the ledger does not name, with 7 rows that are held nowhere else\.$/);
  assert.match(verifyDetails(left), /2026-03-02\/00-24\.parquet: 7 rows/);
  const cut = verifyDetails({ ...intact, mismatched: [ledger], strays });
  assert.match(cut, /do not delete them, and copy the lake/);
  assert.doesNotMatch(cut, /can be deleted/);
  const details = verifyDetails(outcome);
  for (const line of ["- a: another SHA-256", "- c", "- Audits, tenant t, key k: d, e", "- f"])
    assert.ok(details.includes(line), line);
});

test("a recovery that could not read a file does not say that all rows are held", () => {
  const nothing = { slices: 0, added: 0, updated: 0, unread: [] };
  assert.match(recoverSummary(nothing as never), /hold them all\.$/);
  const unread = [{ file: "a", reason: "" }];
  assert.equal(
    recoverSummary({ ...nothing, unread } as never),
    "Nothing was recovered. 1 file could not be read and stays as it is.",
  );
});

test("one of a number of things is spoken of as one", () => {
  const intact = { checked: 3, mismatched: [], missing: [], duplicated: [], strays: [{ slice: "a", rows: 1 }] };
  assert.match(verifySummary(intact), /with 1 row that is held nowhere else\.$/);
  const unread = [{ file: "a", reason: "" }];
  assert.match(
    recoverSummary({ slices: 1, added: 1, updated: 0, unread } as never),
    / 1 file could not be read and stays as it is\.$/,
  );
  const evidence = {
    manifestSha256: "",
    isManifestAsGiven: true,
    checked: 1,
    bytes: 0,
    changed: [],
    missing: [],
    additional: [],
  };
  const lake = { lake: "/lake", isSameLake: true, same: 2, differing: [{ file: "a", reason: "" }] };
  assert.match(verifyEvidenceSummary({ ...evidence, lake }), / 1 slice of 3 differs in the open lake\.$/);
});

test("whatever a log or a file name says, it is one line of its own part and no markup", () => {
  const hostile = [
    "[open](command:workbench.action.files.newUntitledFile)",
    "![x](https://attacker.example/beacon.png)",
    "a\n\nImport\n\nforged",
    "a\u2028b\u202Egpj\u0000\uD800",
    "x".repeat(1_000_000),
  ];
  for (const text of hostile) {
    const details = importDetails({
      files: [
        { ...file, uri: text, format: text, warning: text, rejectedFile: text, rejected: [{ line: 1, reason: text }] },
      ],
    });
    assert.equal(details.split("\n").length, 21);
    assert.doesNotMatch(details.replaceAll("\n", ""), /[\p{Cc}\p{Cs}\u2028\u202E]/u);
    assert.ok(details.length < 50_000);
    const verified = {
      checked: 1,
      mismatched: [{ slice: text, reason: text }],
      missing: [{ slice: text }],
      strays: [],
    };
    const duplicated = [{ table: "audits", tenantId: text, key: text, slices: [text, text] }] as const;
    assert.equal(verifyDetails({ ...verified, duplicated }).split("\n").length, 16);
  }
});

test("an outcome is a document that no preview draws and in which nothing is a link", async () => {
  const manifest = JSON.parse(await readFile(new URL("../../../../package.json", import.meta.url), "utf8"));
  const language = "tenanttrail-outcome";
  assert.ok(manifest.contributes.languages.some(({ id }: { id: string }) => id === language));
  assert.equal(manifest.contributes.configurationDefaults[`[${language}]`]["editor.links"], false);
  const source = await readFile(
    new URL("../../../../src/editor/outcomes/outcome-documents.ts", import.meta.url),
    "utf8",
  );
  assert.ok(source.includes(`const language = "${language}"`));
});
