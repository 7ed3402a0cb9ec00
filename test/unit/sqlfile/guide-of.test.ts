import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { guideOf } from "../../../src/sqlfile/naming/guide-of.ts";

const sql = join(import.meta.dirname, "../../../sql");

test("a detection tells what a hit means, a paragraph each, and which queries come next", () => {
  const header = readHeader(
    '/*---\ntitle: A\nseverity: high\nattack: [T1110.003]\ndescription: |\n  One\n  paragraph. Run "Timeline of an account".\n\n  Another, and "Timeline of an account".\n---*/',
  )?.header;
  assert.ok(header);
  assert.deepEqual(guideOf(header), {
    severity: "high",
    attack: ["T1110.003"],
    paragraphs: ['One paragraph. Run "Timeline of an account".', 'Another, and "Timeline of an account".'],
    next: ["Timeline of an account"],
  });
  assert.equal(guideOf({ ...header, description: "  " }), undefined);
});

test("every query that a shipped detection leads to is shipped; a query without a severity leads nowhere", async () => {
  const files = (await readdir(sql, { recursive: true })).filter((name) => name.endsWith(".sql"));
  const headers = await Promise.all(
    files.map(async (name) => readHeader(await readFile(join(sql, name), "utf8"))?.header),
  );
  const titles = new Set(headers.map((header) => header?.title));
  const guides = headers.flatMap((header) => (header && guideOf(header)) ?? []);
  assert.ok(guides.length > 20);
  const dead = guides.flatMap(({ next }) => next).filter((title) => !titles.has(title));
  assert.deepEqual(dead, []);
  for (const header of headers) if (header?.severity === undefined) assert.equal(header && guideOf(header), undefined);
});
