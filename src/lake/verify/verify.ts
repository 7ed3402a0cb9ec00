import type { DuckDBConnection } from "@duckdb/node-api";
import { sum } from "../../base/sum.ts";
import { interruptible, literal } from "../../duckdb/database.ts";
import { type ErrorCode, TenantTrailError, throwIfCancelled } from "../../protocol/errors.ts";
import type { VerifyOutcome } from "../../protocol/lake.ts";
import type { LakeHeads } from "../../protocol/ledger-heads.ts";
import { type TableName, tableNames } from "../../protocol/tables.ts";
import { tables } from "../../tables/schema/tables.ts";
import type { Lake } from "../lake.ts";
import type { Anomaly } from "../ledger/ledger-entry.ts";
import { brokenHeads } from "../ledger/ledger-heads.ts";
import type { SliceState } from "../ledger/ledger-state.ts";
import { LedgerLook, type Looked } from "../ledger-look.ts";
import { keySql } from "../merge/merge-sql.ts";
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
 * Compares every slice with the ledger, and every key with all others. Differences that an earlier merge met are
 * reported too, for good (design: The ledger). Nothing is written: a lake that may only be read can be verified.
 */
export async function verify(connection: DuckDBConnection, lake: Lake, options: VerifyOptions): Promise<VerifyOutcome> {
  const findings: Findings = { checked: 0, mismatched: [], missing: [], duplicated: [] };
  const chosen = options.tables ?? tableNames;
  const inRange = (key: string): boolean => {
    const day = /dt=(\d{4}-\d{2}-\d{2})/.exec(key)?.[1];
    return (
      day === undefined ||
      ((options.from === undefined || day >= options.from) && (options.to === undefined || day <= options.to))
    );
  };
  const states = new Map<TableName, Looked>();
  const look = new LedgerLook(lake);
  for (const table of chosen) states.set(table, await look.readWhole(table, options.signal));
  const slices = new SliceLook(connection, lake.storage);
  const named = new Map<TableName, readonly SliceState[]>();
  for (const [table, { state }] of states)
    named.set(
      table,
      [...state.slices].filter(([key]) => inRange(key)).map(([, slice]) => slice),
    );
  const total = sum(named.values(), ({ length }) => length);
  for (const [table, { state, damage }] of states) {
    const readable: string[] = [];
    for (const slice of named.get(table) ?? []) {
      throwIfCancelled(options.signal);
      if (await checkSlice(slices, lake, slice, findings)) readable.push(slice.path);
      findings.checked += 1;
      options.onProgress?.({ checked: findings.checked, total });
    }
    for (const anomaly of state.anomalies.filter(({ path }) => inRange(path)))
      reportAnomaly(lake, anomaly, damage, findings);
    findings.duplicated.push(...(await duplicates(connection, lake, table, readable, options.signal)));
  }
  for (const { table, reason } of await brokenHeads(options.heads ?? {}, (each) => lake.ledger(each), options.signal))
    if (chosen.includes(table)) findings.mismatched.push({ slice: lake.storage.locate(`_ledger/${table}`), reason });
  return findings;
}

const aboutOneSlice: readonly ErrorCode[] = ["broken-slice", "newer-schema"];

/** Whether the slice can be read; what is wrong with it is added to the findings. */
async function checkSlice(
  slices: SliceLook,
  lake: Lake,
  { path, sha256 }: SliceState,
  findings: Findings,
): Promise<boolean> {
  const name = lake.storage.locate(path);
  try {
    const held = await slices.hold(path);
    if (held === undefined) findings.missing.push({ slice: name });
    else if (held.sha256 !== sha256)
      findings.mismatched.push({
        slice: name,
        reason: "The slice is not what the ledger recorded: it was changed by something else.",
      });
    return held !== undefined;
  } catch (error) {
    if (!(error instanceof TenantTrailError) || !aboutOneSlice.includes(error.code)) throw error;
    findings.mismatched.push({ slice: name, reason: error.message });
    return false;
  }
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
        : anomaly.expected === null
          ? "The slice cannot be read or is not what its name says; it was left out when the ledger was rebuilt."
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
  const files = paths.map((path) => literal(lake.storage.fileOf(path))).join(", ");
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
