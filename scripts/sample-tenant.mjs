#!/usr/bin/env node
// Writes the simulated tenant as NDJSON, one file per table, and the truth about its attacks. Needs Node 24, which runs TypeScript.
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { sampleEvents } from "../src/sample-tenant/events.ts";
import { labels } from "../src/sample-tenant/labels.ts";
import { sampleTenantId, sampleTenantName } from "../src/sample-tenant/tenant.ts";

const usage = "Usage: node scripts/sample-tenant.mjs OUTDIR [--days N] [--scale X] [--seed S] [--end ISO] [--users N]";

const fileNames = {
  signins: "signins.ndjson",
  audits: "directoryAudits.ndjson",
  activity: "activity.ndjson",
  provisioning: "provisioning.ndjson",
  riskdetections: "riskDetections.ndjson",
  riskyusers: "riskyUsers.ndjson",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    days: { type: "string" },
    scale: { type: "string" },
    seed: { type: "string" },
    end: { type: "string" },
    users: { type: "string" },
  },
});
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  console.error(usage);
  process.exit(2);
}

const options = {
  ...(values.end === undefined ? {} : { end: values.end }),
  ...(values.days === undefined ? {} : { days: Number(values.days) }),
  ...(values.scale === undefined ? {} : { scale: Number(values.scale) }),
  ...(values.seed === undefined ? {} : { seed: Number(values.seed) }),
  ...(values.users === undefined ? {} : { users: Number(values.users) }),
};

const started = performance.now();
const truth = labels(options);
await mkdir(folder, { recursive: true });
const files = new Map();
for (const [table, name] of Object.entries(fileNames))
  files.set(table, { name, stream: createWriteStream(join(folder, name)), pending: [], size: 0, records: 0, bytes: 0 });

for (const { table, record } of sampleEvents(options)) {
  const file = files.get(table);
  const line = `${JSON.stringify(record)}\n`;
  file.pending.push(line);
  file.size += line.length;
  file.records += 1;
  if (file.size > 1 << 18) await flush(file);
}
for (const file of files.values()) {
  await flush(file);
  file.stream.end();
  await finished(file.stream);
}
const tenant = { tenantId: sampleTenantId, displayName: sampleTenantName, simulated: true };
await writeFile(join(folder, "attacks.json"), `${JSON.stringify({ tenant, attacks: truth }, null, 2)}\n`);

const seconds = (performance.now() - started) / 1000;
let total = 0;
for (const { name, records, bytes } of files.values()) {
  total += records;
  console.log(`${name}: ${records} records, ${bytes} bytes`);
}
console.log(`${total} records of ${sampleTenantName} (${sampleTenantId}) in ${seconds.toFixed(1)} s`);

/** @param {{ stream: import("node:fs").WriteStream, pending: string[], size: number, bytes: number }} file */
async function flush(file) {
  const text = Buffer.from(file.pending.join(""));
  file.bytes += text.length;
  file.pending = [];
  file.size = 0;
  if (!file.stream.write(text)) await once(file.stream, "drain");
}
