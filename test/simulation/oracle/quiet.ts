import { Lake } from "../../../src/lake/lake.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import {
  dayOfManifest,
  daysChangedAfter,
  manifestPath,
  manifestText,
} from "../../../src/lake/manifests/day-manifest.ts";
import { publishManifests } from "../../../src/lake/manifests/publish-manifests.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import type { Simulation } from "../simulation.ts";
import type { Violation } from "./invariants.ts";
import { tenantFindings } from "./tenant-findings.ts";

interface QuietFindings {
  readonly violations: readonly Violation[];
  readonly events: number;
  readonly lost: number;
}

/** Holds the lake against the truth once everything has happened and been read: exactly the events that exist. */
export async function quietFindings(simulation: Simulation): Promise<QuietFindings> {
  const violations = [...(await ledgerFindings(simulation)), ...(await manifestFindings(simulation))];
  for (const id of simulation.invariants.duplicates())
    violations.push({ kind: "duplicated", text: `quiet: ${id} is in two slices` });
  const existing = new Set<string>();
  let lost = 0;
  for (const tenant of simulation.tenants) {
    const found = tenantFindings(simulation, tenant);
    violations.push(...found.violations);
    for (const id of found.existing) {
      existing.add(id);
      if (!simulation.invariants.holds(id) && !simulation.invariants.wasTampered(id)) lost += 1;
    }
  }
  for (const id of simulation.invariants.held())
    if (!existing.has(id)) violations.push({ kind: "other", text: `quiet: ${id} is held and never happened` });
  return { violations, events: existing.size, lost };
}

/** What Athena sees is what the ledgers say, once the last run is published too. */
async function manifestFindings({ ground }: Simulation): Promise<Violation[]> {
  const { storage } = ground;
  if (ground.addressOf === undefined) return [];
  const addressOf = (path: string): string => ground.addressOf?.(path) ?? path;
  const violations: Violation[] = [];
  const lake = new Lake(storage);
  for (const table of tableNames) {
    await publishManifests(lake, table, { addressOf });
    const { state } = await lake.ledger(table).read();
    const published = await storage.names(`tables/${table}/`);
    const days = new Set([...daysChangedAfter(0, state), ...published.flatMap((path) => dayOfManifest(path) ?? [])]);
    for (const day of days) {
      const manifest = new TextDecoder().decode(await storage.read(manifestPath(table, day)));
      if (manifest !== manifestText(state, day, addressOf))
        violations.push({
          kind: "other",
          text: `quiet: the manifest of ${table} on ${day} is not what the ledger says`,
        });
    }
  }
  return violations;
}

/** Every ledger is whole, and every slice that it names is there and what it says. */
async function ledgerFindings({ ground: { storage }, invariants }: Simulation): Promise<Violation[]> {
  const violations: Violation[] = [];
  const found = (text: string): void => void violations.push({ kind: "other", text: `quiet: ${text}` });
  for (const table of tableNames) {
    const { state, damage } = await new Ledger(storage, table).read();
    if (damage !== undefined) found(`the ledger of ${table} is damaged at ${damage}`);
    for (const { path, sha256 } of state.slices.values())
      if (invariants.sliceAt(path)?.sha256 !== sha256 && !invariants.wasTamperedAt(path))
        found(`${path} is not what the ledger says`);
    for (const { path } of state.anomalies) if (!invariants.wasTamperedAt(path)) found(`${path} is called an anomaly`);
  }
  return violations;
}
