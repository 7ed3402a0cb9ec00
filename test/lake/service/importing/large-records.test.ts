import assert from "node:assert/strict";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { test } from "node:test";
import { signIn } from "../../../unit/import/reading.ts";
import { ask, importReader, type OpenLake, openLake } from "../open-lake.ts";

/** A sign-in, its day of March 2026, and how many bytes it has at least. */
interface Large {
  readonly id: string;
  readonly day: number;
  readonly bytes: number;
}

/** Writes NDJSON. */
async function write(lake: OpenLake, name: string, records: readonly Large[]): Promise<string> {
  const path = lake.file(name, "");
  const out = createWriteStream(path);
  for (const [n, { id, day, bytes }] of records.entries()) {
    const createdDateTime = new Date(Date.UTC(2026, 2, day, n % 24, n % 60)).toISOString();
    const line = JSON.stringify(signIn(id, { createdDateTime, filler: Buffer.alloc(bytes, `${id} `).toString() }));
    if (!out.write(`${line}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return path;
}

function peak(): number {
  return process.resourceUsage().maxRSS / 1024;
}

const shapes: Readonly<Record<string, readonly Large[]>> = {
  "100 KB each, in many days": Array.from({ length: 2_000 }, (_, n) => ({ id: `a${n}`, day: n % 20, bytes: 100_000 })),
  "10 MB each among small ones and one of 60 MB, in one day": Array.from({ length: 120 }, (_, n) => ({
    id: `b${n}`,
    day: 28,
    bytes: n === 100 ? 60_000_000 : n % 10 === 0 ? 10_000_000 : 500,
  })),
};

for (const [name, records] of Object.entries(shapes))
  test(`records of ${name}, are imported in bounded memory, and again without a change`, async (t) => {
    const lake = await openLake(t, importReader);
    const paths = [await write(lake, "large.ndjson", records)];
    const outcomes: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      const { files, warnings } = await lake.service.importLogs({ paths, tenantId: "T1" });
      for (const { added, unchanged, rejected } of files) outcomes.push({ added, unchanged, rejected, warnings });
    }
    const rows = records.length;
    assert.deepEqual(outcomes, [
      { added: rows, unchanged: 0, rejected: [], warnings: undefined },
      { added: 0, unchanged: rows, rejected: [], warnings: undefined },
    ]);
    const held = await ask(lake.service, "SELECT id, length(raw) FROM signins");
    const bytes = new Map(held.map(([id, length]) => [String(id), Number(length)]));
    for (const record of records) assert.ok((bytes.get(record.id) ?? 0) > record.bytes, record.id);
    assert.ok(peak() < 1536, `${peak()} MB`);
  });
