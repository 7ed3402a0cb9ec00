import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { test } from "node:test";
import { sourceFiles } from "./source-files.ts";

const folders = ["src", "media", "test", "scripts"];
const code = [".ts", ".tsx", ".mjs"];

/** A folder with more files is no longer seen at a glance. */
const mostFiles = 19;

/** Folders of code with more files, which wait to be divided. The list may only become shorter. */
const foldersToDivide: readonly string[] = ["scripts/lib"];

/** A file with more lines has parts that could have a name of their own. */
const mostLines = 300;

/** Files that have more all the same. The list may only become shorter. */
const longFiles: readonly string[] = [
  "scripts/mutants/collector-mutants.mjs",
  "src/dialect/parse/parse-expression.ts",
  "src/import/split/split-values.ts",
  "src/lake/committing/table-commit.ts",
  "src/lake/storage/folder-storage.ts",
  "src/query/results/result-sets.ts",
  "test/lake/commit/commit.test.ts",
  "test/lake/results/exports.test.ts",
  "test/lake/verify/tampering.test.ts",
  "test/media/collector-page/collector-page.test.ts",
  "test/media/result-view/grid.test.ts",
  "test/media/result-view/result-view.test.ts",
  "test/simulation/oracle/invariants.ts",
  "test/simulation/schedule.ts",
  "test/simulation/simulation.ts",
  "test/simulation/slices/memory-slice-work.ts",
  "test/unit/collector/microsoft/answers.test.ts",
  "test/unit/collector/microsoft/refusals.test.ts",
  "test/unit/collector/plan/plan.test.ts",
  "test/unit/collector/sources/read-content-window.test.ts",
  "test/unit/editor/lake-process/lake-process.test.ts",
  "test/unit/house/allowed-imports.ts",
  "test/unit/lake/committing/sweep-unnamed.test.ts",
  "test/unit/lake/day-state.test.ts",
];

test("a folder has under 20 files of code, so that it is seen at a glance", async () => {
  const byFolder = Map.groupBy(await sourceFiles(folders, code), (file) => dirname(file));
  const large = [...byFolder].filter(([, files]) => files.length > mostFiles).map(([folder]) => folder);
  assert.deepEqual(large, foldersToDivide);
});

test("few files have more than 300 lines", async () => {
  const long: string[] = [];
  for (const file of await sourceFiles(folders, code))
    if ((await readFile(file, "utf8")).split("\n").length - 1 > mostLines) long.push(file);
  assert.deepEqual(long, longFiles, "A file became too long, or a listed one is short now and comes off the list.");
});
