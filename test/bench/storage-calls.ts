import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Lake } from "../../src/lake/lake.ts";
import { LedgerLook } from "../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import { callMs, type RoundTrips } from "../simulation/round-trips/counted-storage.ts";
import { FarLake, type S3Requests } from "../simulation/round-trips/far-lake.ts";

/** The last is what three years of runs, one each quarter of an hour, leave in a ledger. */
const { values } = parseArgs({ options: { entries: { type: "string", default: "100,10000,105216" } } });

type Look = (lake: FarLake) => Promise<RoundTrips>;

const looks: readonly (readonly [what: string, look: Look])[] = [
  ["a quiet run of six tables, by a process that begins", (lake) => lake.collect(true)],
  ["a quiet run, by one that goes on", (lake) => lake.collect(false)],
  ["the log days of six tables, opened", (lake) => lake.listDays(true)],
  ["the log days, again", (lake) => lake.listDays(false)],
];

for (const entries of values.entries.split(",").map(Number)) {
  const lakes = `${entries} entries a table, ${Math.floor(entries / 96)} days`;
  const lake = await FarLake.of(entries);
  for (const [what, look] of looks) {
    const { calls, inARow } = await look(lake);
    say(`${lakes}, ${what}: ${calls} storage calls, ${inARow} in a row, ${inARow * callMs} ms at ${callMs} ms a call`);
  }
  const inS3 = await FarLake.of(entries, true);
  for (const [what, look] of looks) {
    const { inARow } = await look(inS3);
    const took = `${inARow} in a row, ${inARow * callMs} ms at ${callMs} ms a request`;
    say(`${lakes}, in S3, ${what}: ${inWords(inS3.takeRequests())}, ${took}`);
  }
  const [opened, again] = await inFolder(lake.storage);
  say(`${lakes}, in a folder: ledgers read in ${opened?.toFixed(0)} ms, again in ${again?.toFixed(1)} ms`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function inWords(requests: S3Requests): string {
  const kinds = Object.entries(requests).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = kinds.reduce((sum, [, count]) => sum + count, 0);
  return `${total} requests (${kinds.map(([kind, count]) => `${count} ${kind}`).join(", ")})`;
}

/** How long reading the ledgers takes where they lie in a folder, by a process that begins and again, milliseconds. */
async function inFolder(storage: Storage): Promise<readonly number[]> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-calls-"));
  try {
    for (const path of await storage.names("_ledger/")) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), (await storage.read(path)) ?? new Uint8Array());
    }
    const look = new LedgerLook(new Lake(new FolderStorage(root)));
    const times: number[] = [];
    for (let time = 0; time < 2; time += 1) {
      const from = performance.now();
      await look.readAll();
      times.push(performance.now() - from);
    }
    return times;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
