import type { DuckDBConnection } from "@duckdb/node-api";
import { interruptible, literal } from "../../duckdb/database.ts";
import { CancelledError, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import type { LakeHeads } from "../../protocol/ledger-heads.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/tables.ts";
import type { Lake } from "../lake.ts";
import type { Anomaly } from "../ledger/ledger-entry.ts";
import { brokenHeads } from "../ledger/ledger-heads.ts";
import type { LedgerState } from "../ledger/ledger-state.ts";
import { LedgerLook, type Looked } from "../ledger-look.ts";
import { keySql } from "../merge/merge-sql.ts";
import { parseSlicePath, partKey } from "../slices/slice.ts";
import { SliceLook } from "../slices/slice-look.ts";

export interface VerifyOptions {
  readonly tables?: readonly TableName[];
  /** First and last log day, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Heads of the ledger that were kept outside the lake. */
  readonly heads?: LakeHeads;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { checked: number; total: number }) => void;
}

interface Findings {
  checked: number;
  readonly mismatched: VerifyOutcome["mismatched"][number][];
  readonly missing: VerifyOutcome["missing"][number][];
  readonly duplicated: VerifyOutcome["duplicated"][number][];
}

/**
 * Holds every slice against the ledger, and every key against the others. Differences that an earlier merge met are
 * reported too, for good (design: The ledger). Nothing is written: a lake that may only be read can be verified.
 */
export async function verify(connection: DuckDBConnection, lake: Lake, options: VerifyOptions): Promise<VerifyOutcome> {
  const findings: Findings = { checked: 0, mismatched: [], missing: [], duplicated: [] };
  const chosen = options.tables ?? tableNames;
  const inRange = (path: string): boolean => {
    const day = parseSlicePath(path)?.day;
    return (
      day === undefined ||
      ((options.from === undefined || day >= options.from) && (options.to === undefined || day <= options.to))
    );
  };
  const states = new Map<TableName, Looked>();
  const look = new LedgerLook(lake);
  for (const table of chosen) states.set(table, await look.readWhole(table, options.signal));
  const slices = new SliceLook(connection, lake.storage);
  const listed = new Map<TableName, readonly string[]>();
  for (const table of chosen) {
    const paths = await lake.storage.names(`${table}/`, { signal: options.signal });
    listed.set(
      table,
      paths.filter((path) => parseSlicePath(path) !== undefined && inRange(path)),
    );
  }
  const total = [...listed.values()].reduce((sum, paths) => sum + paths.length, 0);
  for (const [table, { state, damage }] of states) {
    const present = listed.get(table) ?? [];
    const readable: string[] = [];
    for (const path of present) {
      throwIfCancelled(options.signal);
      if (await checkSlice(slices, lake, state, path, findings)) readable.push(path);
      findings.checked += 1;
      options.onProgress?.({ checked: findings.checked, total });
    }
    reportMissing(lake, state, present, inRange, findings);
    for (const anomaly of state.anomalies.filter(({ path }) => inRange(path)))
      reportAnomaly(lake, anomaly, damage, findings);
    findings.duplicated.push(...(await duplicates(connection, lake, table, readable, options.signal)));
  }
  for (const { table, reason } of await brokenHeads(options.heads ?? {}, (each) => lake.ledger(each), options.signal))
    if (chosen.includes(table)) findings.mismatched.push({ slice: lake.storage.locate(`_ledger/${table}`), reason });
  return findings;
}

/** Whether the slice can be read; what is wrong with it is added to the findings. */
async function checkSlice(
  slices: SliceLook,
  lake: Lake,
  state: LedgerState,
  path: string,
  findings: Findings,
): Promise<boolean> {
  const slice = parseSlicePath(path);
  if (slice === undefined) return false;
  const name = lake.storage.locate(path);
  try {
    const held = await slices.hold(slice);
    if (held === undefined) return false;
    const known = state.slices.get(partKey(slice))?.sha256 ?? null;
    if (known !== held.sha256 && held.parent !== known)
      findings.mismatched.push({
        slice: name,
        reason:
          known === null
            ? "The ledger does not know this slice."
            : "The slice is not what the ledger recorded: it was changed by something else.",
      });
    return true;
  } catch (error) {
    if (error instanceof CancelledError || !(error instanceof TenantTrailError)) throw error;
    findings.mismatched.push({ slice: name, reason: error.message });
    return false;
  }
}

function reportMissing(
  lake: Lake,
  state: LedgerState,
  present: readonly string[],
  inRange: (path: string) => boolean,
  findings: Findings,
): void {
  const there = new Set(present);
  for (const { path } of state.slices.values())
    if (inRange(path) && !there.has(path)) findings.missing.push({ slice: lake.storage.locate(path) });
}

function reportAnomaly(lake: Lake, anomaly: Anomaly, damage: string | undefined, findings: Findings): void {
  const slice = lake.storage.locate(anomaly.path);
  if (
    findings.mismatched.some((known) => known.slice === slice) ||
    findings.missing.some((known) => known.slice === slice)
  )
    return;
  const reason =
    anomaly.path === damage
      ? "The ledger is damaged or missing from here on; what was covered is unknown. The next import or collection rebuilds it from the slices."
      : anomaly.path.startsWith("_ledger/")
        ? "The ledger was damaged here and was rebuilt from the slices; what was covered before is unknown."
        : anomaly.found === null
          ? "The slice had been deleted when it was next written to."
          : "The slice had been changed by something else when it was next written to.";
  findings.mismatched.push({ slice, reason });
}

async function duplicates(
  connection: DuckDBConnection,
  lake: Lake,
  table: TableName,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Findings["duplicated"]> {
  if (paths.length === 0) return [];
  const files = paths.map((path) => literal(lake.storage.locate(path))).join(", ");
  const reader = await interruptible(connection, signal, () =>
    connection.runAndReadAll(
      `SELECT tenantid, ${keySql(tables[table])} AS key, list(filename ORDER BY filename)
       FROM read_parquet([${files}], union_by_name = true, filename = true, hive_partitioning = false)
       GROUP BY tenantid, key HAVING count(*) > 1 ORDER BY tenantid, key LIMIT 1000`,
    ),
  );
  return reader.getRowObjectsJS().map((row) => ({
    table,
    tenantId: String(row["tenantid"]),
    key: String(row["key"]),
    slices: Object.values(row)[2] as string[],
  }));
}
