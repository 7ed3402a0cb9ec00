import type { DuckDBConnection } from "@duckdb/node-api";
import { registerApiShape } from "../../../../src/duckdb/api-shape-function.ts";
import { Database, literal } from "../../../../src/duckdb/database.ts";
import { canonicalSha256 } from "../../../../src/lake/merge/canonical-json.ts";
import { completesState, currentMsOf } from "../../../../src/lake/merge/current-state.ts";
import { registerMergeFunctions } from "../../../../src/lake/merge/merge-functions.ts";
import { type MergeChange, merge, type Observation } from "../../../../src/lake/merge/merge-law.ts";
import { keySql, mergedRowsSql, runMerge, sliceRowsSql } from "../../../../src/lake/merge/merge-sql.ts";
import { fidelity } from "../../../../src/lake/merge/source-fidelity.ts";
import type { Source } from "../../../../src/protocol/tables.ts";
import { riskdetections } from "../../../../src/tables/schema/riskdetections.ts";
import { riskyusers } from "../../../../src/tables/schema/riskyusers.ts";
import type { Table } from "../../../../src/tables/schema/table.ts";

/** An observation of a risk detection, whose table has a version time, or of a state of a risky user. */
export interface ObservedRow {
  readonly tenantId: string;
  readonly id: string;
  readonly source: Source;
  readonly observedMs: number | null;
  readonly raw: string;
}

/** What a merge came to, in a form that two of them can be compared in. */
export interface MergeOutcome {
  /** Tenant, key, source with JSON, and first seen of each row, sorted. */
  readonly kept: readonly string[];
  /** Position of each incoming row that is kept, and what became of it. */
  readonly changed: readonly (readonly [number, MergeChange])[];
}

export const eventTime = "2026-11-22T10:00:00Z";

/** A table that is merged: what of its records counts as filled, and by which member a version is told. */
interface Merged {
  readonly table: Table;
  readonly countedFields: readonly string[];
  readonly version: string;
}

export const detections: Merged = {
  table: riskdetections,
  countedFields: ["id", "activityDateTime", "lastUpdatedDateTime", "riskLevel", "riskState"],
  version: "lastUpdatedDateTime",
};

export const states: Merged = {
  table: riskyusers,
  countedFields: ["id", "riskLastUpdatedDateTime", "riskLevel", "riskDetail", "isProcessing", "initiatedBy"],
  version: "riskLastUpdatedDateTime",
};

export function observe(row: ObservedRow, { table, countedFields, version }: Merged = detections): Observation<string> {
  const record = JSON.parse(row.raw) as Record<string, unknown>;
  const time = record[version];
  return {
    tenantId: row.tenantId,
    key: table === riskyusers ? `${row.id}@${new Date(eventTime).toISOString()}` : row.id,
    versionTimeMs: typeof time === "string" ? Date.parse(time) : null,
    currentMs: currentMsOf(table, row.source, row.observedMs),
    fidelity: fidelity[row.source],
    observedMs: row.observedMs,
    filledColumns: countedFields.filter((field) => record[field] !== undefined && record[field] !== "").length,
    canonicalSha256: canonicalSha256(row.raw),
    firstSeenMs: row.observedMs,
    row: `${row.source} ${row.observedMs} ${row.raw}`,
  };
}

/** The pure merge. `existing` holds each key once. */
export function mergeInTypeScript(
  existing: readonly Observation<string>[],
  incoming: readonly Observation<string>[],
  { table }: Merged = detections,
): MergeOutcome {
  const { rows, changes } = merge(existing, incoming, table === riskyusers ? completed : undefined);
  return {
    kept: rows.map(({ tenantId, key, row, firstSeenMs }) => identity([tenantId, key, row, firstSeenMs])).sort(),
    changed: changes.flatMap((change, index) => (change === "unchanged" ? [] : [[index, change] as const])),
  };
}

function completed(kept: string, by: string): string | undefined {
  const [own, other] = [partsOf(kept), partsOf(by)];
  return completesState(own.raw, other.raw) ? `${own.source} ${own.observedMs} ${other.raw}` : undefined;
}

function partsOf(row: string): { source: string; observedMs: string; raw: string } {
  const [, source = "", observedMs = "", raw = ""] = /^(\S+) (\S+) (.*)$/s.exec(row) ?? [];
  return { source, observedMs, raw };
}

/** The merge that slices are made by. */
export class MergeInSql {
  readonly #database: Database;
  readonly #connection: DuckDBConnection;

  private constructor(database: Database, connection: DuckDBConnection) {
    this.#database = database;
    this.#connection = connection;
  }

  static async open(): Promise<MergeInSql> {
    const database = await Database.open();
    const connection = await database.connect();
    registerApiShape(connection);
    registerMergeFunctions(connection);
    return new MergeInSql(database, connection);
  }

  close(): void {
    this.#connection.closeSync();
    this.#database.close();
  }

  async merge(
    existing: readonly Observation<string>[],
    incoming: readonly Observation<string>[],
    { table }: Merged = detections,
  ): Promise<MergeOutcome> {
    await this.#load("existing", existing, false);
    await this.#load("incoming", incoming, true);
    await runMerge(this.#connection, table);
    const winners = await this.#connection.runAndReadAll("SELECT id::INTEGER, change FROM winners ORDER BY id");
    const kept = await this.#connection.runAndReadAll(
      `SELECT tenantid, ${keySql(table)}, source || ' ' || coalesce(epoch_ms(collectedat::TIMESTAMP)::VARCHAR, 'null') || ' ' || raw,
              epoch_ms(firstseenat::TIMESTAMP)::INTEGER
       FROM (${sliceRowsSql(table, mergedRowsSql(table))})`,
    );
    return {
      kept: kept.getRowsJS().map(identity).sort(),
      changed: winners.getRowsJS().map(([index, change]) => [Number(index), change as MergeChange]),
    };
  }

  async #load(name: string, rows: readonly Observation<string>[], isNumbered: boolean): Promise<void> {
    await this.#connection.run(
      `CREATE OR REPLACE TEMP TABLE ${name} (id BIGINT, input INTEGER, tenant_id VARCHAR, key VARCHAR, event_ms BIGINT, source VARCHAR,
         source_ref VARCHAR, observed_ms BIGINT, first_seen_ms BIGINT, approximate BOOLEAN, raw VARCHAR)`,
    );
    const values = rows.map(({ tenantId, key, row, observedMs, firstSeenMs }, index) => {
      const { source, raw } = partsOf(row);
      return `(${isNumbered ? index : "NULL"}, 0, ${literal(tenantId)}, ${literal(key)}, ${Date.parse(eventTime)},
        ${literal(source)}, 'ref', ${observedMs ?? "NULL"}, ${firstSeenMs ?? "NULL"}, false, ${literal(raw)})`;
    });
    if (values.length > 0) await this.#connection.run(`INSERT INTO ${name} VALUES ${values.join(", ")}`);
    if (!isNumbered) await this.#connection.run(`ALTER TABLE ${name} DROP COLUMN input`);
  }
}

/**
 * Merges cases that have nothing to do with one another at once, each for a tenant of its own, because a merge in SQL
 * costs its planning and hardly its rows. Answers what each case came to.
 *
 * @param cases the rows that are held, and those that come.
 */
export async function mergeApart(
  merge: (...rows: Parameters<typeof mergeInTypeScript>) => Promise<MergeOutcome>,
  cases: readonly (readonly [held: readonly Observation<string>[], coming: readonly Observation<string>[]])[],
  merged: Merged = detections,
): Promise<readonly MergeOutcome[]> {
  const ownedBy = (owner: number, rows: readonly Observation<string>[]): readonly Observation<string>[] =>
    rows.map((row) => ({ ...row, tenantId: `t${owner}` }));
  const { kept, changed } = await merge(
    cases.flatMap(([held], index) => ownedBy(index, held)),
    cases.flatMap(([, coming], index) => ownedBy(index, coming)),
    merged,
  );
  const ownerOf = cases.flatMap(([, coming], index) => coming.map((_, at) => [index, at] as const));
  return cases.map((_, index) => ({
    kept: kept.filter((row) => JSON.parse(row)[0] === `t${index}`),
    changed: changed.flatMap(([at, change]) => {
      const [owner, place] = ownerOf[at] ?? [];
      return owner === index && place !== undefined ? [[place, change] as const] : [];
    }),
  }));
}

function identity(row: readonly unknown[]): string {
  return JSON.stringify(row);
}
