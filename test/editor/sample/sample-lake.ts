import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { sampleTenantId } from "../../../src/sample-tenant/tenant.ts";
import { tenantTrail } from "../lake-under-test.ts";

/** A small tenant: the five attacks, and few ordinary events around them. */
const options = { seed: 1, users: 60, scale: 0.1 } as const;

/** The password spray that the small tenant hides: its address, and the account that it opened. */
export function hiddenSpray(): { readonly address: string; readonly account: string } {
  const spray = labels(options).find(({ kind }) => kind === "password-spray");
  const [address] = spray?.ipAddresses ?? [];
  if (spray === undefined || address === undefined) throw new Error("The sample tenant hides a password spray");
  return { address, account: spray.account };
}

/** A lake in a folder of its own that holds the small tenant, and is open. */
export interface SampleLake {
  /** Absolute, for files of the test. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Imports the small tenant into a new lake and opens it. */
export async function openSampleLake(): Promise<SampleLake> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-sample-"));
  const { api } = await tenantTrail();
  await api.useConnection({ kind: "folder", path: join(folder, "Contoso (simulated)") });
  const byTable = Map.groupBy(sampleEvents(options), ({ table }) => table);
  const uris: string[] = [];
  for (const [table, events] of byTable) {
    const path = join(folder, `export-${table}.ndjson`);
    await writeFile(path, events.map(({ record }) => JSON.stringify(record)).join("\n"));
    uris.push(path);
  }
  await api.importLogs({ uris, tenantId: sampleTenantId });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
