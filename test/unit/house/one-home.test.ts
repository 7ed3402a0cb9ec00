import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { sourceFiles } from "./source-files.ts";

/** What is written in one file, and what writing it again looks like. */
const homes: readonly (readonly [home: string, again: RegExp])[] = [
  ["src/base/time-units.ts", /\b(?:86_400_000|3_600_000|60_000)\b/],
  ["src/base/sum.ts", /^(?:export )?(?:async )?function sum\b/m],
  ["src/base/json-record.ts", /typeof \w+ === "object" && \w+ !== null && !Array\.isArray\(\w+\)/],
  ["src/base/json-text.ts", /function (?:endOfString|memberText)\b/],
  ["src/base/ascii.ts", /const \w+ = 0x(?:22|5c|5b|5d|7b|7d);/],
  ["src/protocol/join-outcomes.ts", /function joinOutcomes\b/],
  ["src/lake/storage/sync-files.ts", /function \w*[sS]ync(?:File|Folder)\b/],
  ["src/lake/storage/file-errors.ts", /function (?:hasCode|writeError)\b/],
];

/** A number that looks like a unit of time and is a port. */
const noTime = "src/sample-tenant/records/exchange-activity.ts";

test("what every folder needs is written once", async () => {
  const again: string[] = [];
  for (const file of await sourceFiles(["src", "media"], [".ts", ".tsx"])) {
    const text = await readFile(file, "utf8");
    for (const [home, pattern] of homes)
      if (file !== home && file !== noTime && pattern.test(text)) again.push(`${file}: see ${home}`);
  }
  assert.deepEqual(again, []);
});

test("each home holds what it is the home of", async () => {
  for (const [home, pattern] of homes.slice(1)) assert.match(await readFile(home, "utf8"), pattern, home);
});

test("no object literal is packed into lines by spreading literals", async () => {
  const packed: string[] = [];
  for (const file of await sourceFiles(["src", "media", "test", "scripts"], [".ts", ".tsx", ".mjs"]))
    if (/\.\.\.\{ /.test(await readFile(file, "utf8")) && !file.endsWith("one-home.test.ts")) packed.push(file);
  assert.deepEqual(packed, []);
});
