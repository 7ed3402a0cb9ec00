import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { sum } from "../base/sum.ts";
import type { TableName } from "../protocol/tables.ts";
import { sampleEvents } from "../sample-tenant/events.ts";
import { sampleTenantId, sampleTenantName } from "../sample-tenant/tenant.ts";
import { localLakeService } from "./local-lake-service.ts";
import { TemporaryFolder } from "./temporary-folder.ts";

/**
 * Makes the lake that a first look is taken at: `<workspace>/lake` with the simulated tenant. A lake that is there
 * already is left as it is. The finished lake is moved into place, so that a run that is cut short leaves no lake and
 * the next one starts again.
 * @param importReader see `localLakeService`.
 */
export async function makeSampleLake(
  workspace: string,
  say: (line: string) => void,
  importReader?: URL,
): Promise<void> {
  const lake = join(workspace, "lake");
  if (await exists(join(lake, "_ledger"))) return;
  const unfinished = join(workspace, "lake.unfinished");
  await rm(unfinished, { recursive: true, force: true });
  const service = localLakeService({}, importReader);
  const folder = await TemporaryFolder.make("sample");
  try {
    await service.useConnection({ kind: "folder", path: unfinished });
    say(`Making ${sampleTenantName}, 30 days …`);
    const logs = join(folder.path, "logs");
    await mkdir(logs);
    await writeSampleTenant(logs);
    const { files } = await service.importLogs({ paths: [logs], tenantId: sampleTenantId });
    const added = sum(files, (file) => file.added);
    await service.dispose();
    await rename(unfinished, lake);
    say(`The sample lake holds ${added.toLocaleString("en-US")} records: ${lake}`);
  } finally {
    await service.dispose();
    await folder.remove();
  }
}

/** Writes the simulated tenant's events as NDJSON, a file for each table. */
async function writeSampleTenant(folder: string): Promise<void> {
  const files = new Map<TableName, WriteStream>();
  for (const { table, record } of sampleEvents()) {
    const file = files.get(table) ?? createWriteStream(join(folder, `${table}.ndjson`));
    files.set(table, file);
    if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, "drain");
  }
  await Promise.all(
    [...files.values()].map((file) => {
      file.end();
      return once(file, "finish");
    }),
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
