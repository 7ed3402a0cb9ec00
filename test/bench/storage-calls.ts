import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Lake } from "../../src/lake/lake.ts";
import { LedgerLook } from "../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../src/lake/storage/folder-storage.ts";
import type { Storage } from "../../src/lake/storage/storage.ts";
import type { RoundTrips } from "../simulation/round-trips/counted-storage.ts";
import { FarLake } from "../simulation/round-trips/far-lake.ts";

const { values } = parseArgs({ options: { entries: { type: "string", default: "100,10000,100000" } } });

for (const entries of values.entries.split(",").map(Number)) {
  const lake = await FarLake.of(entries);
  say(entries, "a quiet run of six tables, by a process that begins", await lake.collect(true));
  say(entries, "a quiet run, by one that goes on", await lake.collect(false));
  say(entries, "the log days of six tables, opened", await lake.listDays(true));
  say(entries, "the log days, again", await lake.listDays(false));
  const inS3 = await FarLake.of(entries, true);
  await inS3.collect(true);
  sayRequests(entries, "a quiet run of six tables, by a process that begins", inS3);
  await inS3.collect(false);
  sayRequests(entries, "a quiet run, by one that goes on", inS3);
  await inS3.listDays(true);
  sayRequests(entries, "the log days of six tables, opened", inS3);
  await inS3.listDays(false);
  sayRequests(entries, "the log days, again", inS3);
  const [opened, again] = await inFolder(lake.storage);
  process.stdout.write(
    `${entries} entries a table, in a folder: ledgers read in ${opened?.toFixed(0)} ms, again in ${again?.toFixed(1)} ms\n`,
  );
}

function say(entries: number, what: string, { calls, inARow }: RoundTrips): void {
  process.stdout.write(
    `${entries} entries a table, ${what}: ${calls} storage calls, ${inARow} in a row, ${inARow * 40} ms at 40 ms a call\n`,
  );
}

function sayRequests(entries: number, what: string, lake: FarLake): void {
  const requests = Object.entries(lake.takeRequests()).sort(([a], [b]) => (a < b ? -1 : 1));
  const words = requests.map(([kind, count]) => `${count} ${kind}`).join(", ");
  process.stdout.write(`${entries} entries a table, in S3, ${what}: ${words || "no request"}\n`);
}

/** How long reading the ledgers takes where they lie in a folder, by a process that begins and again, milliseconds. */
async function inFolder(storage: Storage): Promise<readonly number[]> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-calls-"));
  try {
    for (const path of await storage.names("")) {
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
