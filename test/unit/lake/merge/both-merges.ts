import type { DuckDBConnection } from "@duckdb/node-api";
import { registerApiShape } from "../../../../src/duckdb/api-shape-function.ts";
import { Database, literal } from "../../../../src/duckdb/database.ts";
import { registerCanonicalSha256 } from "../../../../src/lake/merge/canonical-function.ts";
import { canonicalSha256 } from "../../../../src/lake/merge/canonical-json.ts";
import { type MergeChange, merge, type Observation } from "../../../../src/lake/merge/merge-law.ts";
import { mergedRowsSql, runMerge, sliceRowsSql } from "../../../../src/lake/merge/merge-sql.ts";
import { fidelity } from "../../../../src/lake/merge/source-fidelity.ts";
import type { Source } from "../../../../src/protocol/tables.ts";
import { riskdetections } from "../../../../src/tables/schema/riskdetections.ts";

/** An observation of a risk detection, whose table has a version time. */
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
const countedFields = ["id", "activityDateTime", "lastUpdatedDateTime", "riskLevel", "riskState"];

export function observe(row: ObservedRow): Observation<string> {
  const record = JSON.parse(row.raw) as Record<string, unknown>;
  const version = record["lastUpdatedDateTime"];
  return {
    tenantId: row.tenantId,
    key: row.id,
    versionTimeMs: typeof version === "string" ? Date.parse(version) : null,
    fidelity: fidelity[row.source],
    observedMs: row.observedMs,
    filledColumns: countedFields.filter((field) => record[field] !== undefined && record[field] !== "").length,
    canonicalSha256: canonicalSha256(row.raw),
    firstSeenMs: row.observedMs,
    row: `${row.source} ${row.raw}`,
  };
}

/** The pure merge. `existing` holds each key once. */
export function mergeInTypeScript(
  existing: readonly Observation<string>[],
  incoming: readonly Observation<string>[],
): MergeOutcome {
  const { rows, changes } = merge(existing, incoming);
  return {
    kept: rows.map(({ tenantId, key, row, firstSeenMs }) => identity([tenantId, key, row, firstSeenMs])).sort(),
    changed: changes.flatMap((change, index) => (change === "unchanged" ? [] : [[index, change] as const])),
  };
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
    registerCanonicalSha256(connection);
    return new MergeInSql(database, connection);
  }

  close(): void {
    this.#connection.closeSync();
    this.#database.close();
  }

  async merge(
    existing: readonly Observation<string>[],
    incoming: readonly Observation<string>[],
  ): Promise<MergeOutcome> {
    await this.#load("existing", existing, false);
    await this.#load("incoming", incoming, true);
    await runMerge(this.#connection, riskdetections);
    const winners = await this.#connection.runAndReadAll("SELECT id::INTEGER, change FROM winners ORDER BY id");
    const kept = await this.#connection.runAndReadAll(
      `SELECT tenantid, id, source || ' ' || raw, epoch_ms(firstseenat::TIMESTAMP)::INTEGER
       FROM (${sliceRowsSql(riskdetections, mergedRowsSql())})`,
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
    for (const [index, { tenantId, key, row, observedMs, firstSeenMs }] of rows.entries()) {
      const [source = "", raw = ""] = [row.slice(0, row.indexOf(" ")), row.slice(row.indexOf(" ") + 1)];
      await this.#connection.run(
        `INSERT INTO ${name} VALUES (${isNumbered ? index : "NULL"}, 0, ${literal(tenantId)}, ${literal(key)}, ${Date.parse(eventTime)},
           ${literal(source)}, 'ref', ${observedMs ?? "NULL"}, ${firstSeenMs ?? "NULL"}, false, ${literal(raw)})`,
      );
    }
    if (!isNumbered) await this.#connection.run(`ALTER TABLE ${name} DROP COLUMN input`);
  }
}

function identity(row: readonly unknown[]): string {
  return JSON.stringify(row);
}
