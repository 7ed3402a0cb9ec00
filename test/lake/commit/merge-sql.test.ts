import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { merge } from "../../../src/lake/merge/merge-law.ts";
import type { Source } from "../../../src/protocol/tables.ts";
import {
  eventTime,
  MergeInSql,
  mergeInTypeScript,
  type ObservedRow,
  observe,
  states,
} from "../../unit/lake/merge/both-merges.ts";

const arbitraryRow: fc.Arbitrary<ObservedRow> = fc
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
      activityDateTime: eventTime,
      ...fields,
      ...(note && { note }),
      ...(annotated && { "@odata.etag": "x" }),
    });
    return { ...row, raw: JSON.stringify(Object.fromEntries(reversed ? entries.toReversed() : entries)) };
  });

const stateOf = { riskLastUpdatedDateTime: eventTime };
const arbitraryState: fc.Arbitrary<ObservedRow> = fc
  .record({
    tenantId: fc.constantFrom("t1", "t2"),
    id: fc.constantFrom("a", "b"),
    source: fc.constantFrom<Source>("graph-beta", "portal-json", "graph-v1.0", "graph-v1.0"),
    observedMs: fc.option(fc.constantFrom(1_000, 2_000, 3_000)),
    fields: fc.record(
      {
        riskLevel: fc.constantFrom("low", "high"),
        riskDetail: fc.constantFrom("none", "unknownFutureValue"),
        isProcessing: fc.boolean(),
      },
      { requiredKeys: ["isProcessing"] },
    ),
    initiatedBy: fc.option(fc.constantFrom("", "admin")),
  })
  .map(({ fields, initiatedBy, ...row }) => ({
    ...row,
    raw: JSON.stringify({ id: row.id, ...stateOf, ...fields, ...(initiatedBy !== null && { initiatedBy }) }),
  }));

let sql: MergeInSql;
before(async () => {
  sql = await MergeInSql.open();
});
after(() => sql.close());

test("the merge in SQL is the merge in TypeScript", async () => {
  const rows = fc.array(arbitraryRow, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(rows, rows, async (earlier, later) => {
      const existing = merge(
        [],
        earlier.map((row) => observe(row)),
      ).rows;
      const incoming = later.map((row) => observe(row));
      assert.deepEqual(await sql.merge(existing, incoming), mergeInTypeScript(existing, incoming));
    }),
    { numRuns: 60 },
  );
});

test("the merge of states in SQL is the merge in TypeScript, whatever completes what", async () => {
  const rows = fc.array(arbitraryState, { maxLength: 8 });
  const seen = (list: readonly ObservedRow[]) => list.map((row) => observe(row, states));
  await fc.assert(
    fc.asyncProperty(rows, rows, async (earlier, later) => {
      const existing = seen(keptOf(mergeInTypeScript([], seen(earlier), states).kept));
      const incoming = seen(later);
      assert.deepEqual(await sql.merge(existing, incoming, states), mergeInTypeScript(existing, incoming, states));
    }),
    { numRuns: 100 },
  );
});

/** The rows that a merge kept, as if they had been seen so. */
function keptOf(kept: readonly string[]): readonly ObservedRow[] {
  return kept.map((text) => {
    const [tenantId, key, row]: string[] = JSON.parse(text);
    const [source, observedMs, ...raw] = (row ?? "").split(" ");
    return {
      tenantId: tenantId ?? "",
      id: (key ?? "").split("@")[0] ?? "",
      source: source as Source,
      observedMs: observedMs === "null" ? null : Number(observedMs),
      raw: raw.join(" "),
    };
  });
}
