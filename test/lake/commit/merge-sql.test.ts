import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { registerApiShape } from "../../../src/duckdb/api-shape-function.ts";
import { Database, literal } from "../../../src/duckdb/database.ts";
import { registerCanonicalSha256 } from "../../../src/lake/merge/canonical-function.ts";
import { canonicalSha256 } from "../../../src/lake/merge/canonical-json.ts";
import { fidelity } from "../../../src/lake/merge/fidelity.ts";
import { merge, type Observation } from "../../../src/lake/merge/merge.ts";
import { mergedRowsSql, runMerge, sliceRowsSql } from "../../../src/lake/merge/merge-sql.ts";
import type { Source } from "../../../src/protocol/tables.ts";
import { riskdetections } from "../../../src/tables/schema/riskdetections.ts";

interface Row {
  readonly tenantId: string;
  readonly id: string;
  readonly source: Source;
  readonly observedMs: number | null;
  readonly raw: string;
}

const day = "2026-11-22T10:00:00Z";
const filledFields = ["id", "activityDateTime", "lastUpdatedDateTime", "riskLevel", "riskState"];

const arbitraryRow: fc.Arbitrary<Row> = fc
  .record({
    tenantId: fc.constantFrom("t1", "t2"),
    id: fc.constantFrom("a", "b", "c"),
    source: fc.constantFrom<Source>("graph-beta", "portal-json", "graph-v1.0"),
    observedMs: fc.option(fc.constantFrom(1_000, 2_000)),
    fields: fc.record(
      {
        lastUpdatedDateTime: fc.constantFrom("2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z"),
        riskLevel: fc.constantFrom("low", "high", ""),
        riskState: fc.constant("atRisk"),
      },
      { requiredKeys: [] },
    ),
    note: fc.constantFrom("", "1", "2"),
    annotated: fc.boolean(),
    reversed: fc.boolean(),
  })
  .map(({ fields, note, annotated, reversed, ...row }) => {
    const entries = Object.entries({
      id: row.id,
      activityDateTime: day,
      ...fields,
      ...(note && { note }),
      ...(annotated && { "@odata.etag": "x" }),
    });
    return { ...row, raw: JSON.stringify(Object.fromEntries(reversed ? entries.toReversed() : entries)) };
  });

let database: Database;
let connection: DuckDBConnection;
before(async () => {
  database = await Database.open();
  connection = await database.connect();
  registerApiShape(connection);
  registerCanonicalSha256(connection);
});
after(() => {
  connection.closeSync();
  database.close();
});

function observe(row: Row): Observation<string> {
  const record = JSON.parse(row.raw) as Record<string, unknown>;
  const version = record["lastUpdatedDateTime"];
  return {
    tenantId: row.tenantId,
    key: row.id,
    versionTimeMs: typeof version === "string" ? Date.parse(version) : null,
    fidelity: fidelity[row.source],
    observedMs: row.observedMs,
    filledColumns: filledFields.filter((field) => record[field] !== undefined && record[field] !== "").length,
    canonicalSha256: canonicalSha256(row.raw),
    firstSeenMs: row.observedMs,
    row: `${row.source} ${row.raw}`,
  };
}

async function load(name: string, rows: readonly Observation<string>[], numbered: boolean): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${name} (id BIGINT, input INTEGER, tenant_id VARCHAR, key VARCHAR, event_ms BIGINT, source VARCHAR,
       source_ref VARCHAR, observed_ms BIGINT, first_seen_ms BIGINT, approximate BOOLEAN, raw VARCHAR)`,
  );
  for (const [index, { tenantId, key, row, observedMs, firstSeenMs }] of rows.entries()) {
    const [source = "", raw = ""] = [row.slice(0, row.indexOf(" ")), row.slice(row.indexOf(" ") + 1)];
    await connection.run(
      `INSERT INTO ${name} VALUES (${numbered ? index : "NULL"}, 0, ${literal(tenantId)}, ${literal(key)}, ${Date.parse(day)},
         ${literal(source)}, 'ref', ${observedMs ?? "NULL"}, ${firstSeenMs ?? "NULL"}, false, ${literal(raw)})`,
    );
  }
  if (!numbered) await connection.run(`ALTER TABLE ${name} DROP COLUMN input`);
}

test("the merge in SQL is the merge in TypeScript", async () => {
  const rows = fc.array(arbitraryRow, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, rows, async (earlier, later) => {
      const existing = merge([], earlier.map(observe)).rows;
      const incoming = later.map(observe);
      const expected = merge(existing, incoming);
      await load("existing", existing, false);
      await load("incoming", incoming, true);
      await runMerge(connection, riskdetections);
      const winners = (
        await connection.runAndReadAll("SELECT id::INTEGER, change FROM winners ORDER BY id")
      ).getRowsJS();
      const changed = expected.changes.flatMap((change, index) => (change === "unchanged" ? [] : [[index, change]]));
      assert.deepEqual(winners, changed);
      const kept = await connection.runAndReadAll(
        `SELECT tenantid, id, source || ' ' || raw, epoch_ms(firstseenat::TIMESTAMP)::INTEGER FROM (${sliceRowsSql(riskdetections, mergedRowsSql())})`,
      );
      const identity = (row: readonly unknown[]): string => JSON.stringify(row);
      assert.deepEqual(
        kept.getRowsJS().map(identity).sort(),
        expected.rows.map(({ tenantId, key, row, firstSeenMs }) => identity([tenantId, key, row, firstSeenMs])).sort(),
      );
    }),
    { numRuns: 60 },
  );
});
