import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { canonicalSha256 } from "../../../../src/lake/merge/canonical-json.ts";
import type { Source } from "../../../../src/protocol/tables.ts";
import { eventTime, MergeInSql, mergeApart, mergeInTypeScript, type ObservedRow, observe } from "./both-merges.ts";

/** What the rules look at, in their order: version time, source, when observed, columns with a value, digest. */
type Seen = readonly [version: "10:00" | "11:00" | null, source: Source, observedMs: number | null, filled: boolean];

/** Which of two rows has the greater SHA-256, which decides last. */
type Digest = "greater" | "less";

/**
 * The merge law as examples (docs/design.md, Merging): of each pair the first row is kept, however the two come. `1>2`
 * means that rule 1 decides though rule 2 alone would decide the other way; the rules that are not named see no
 * difference, but for the digests, which cannot be the same. `digest` is that of the kept row.
 */
const examples: readonly (readonly [rules: string, kept: Seen, other: Seen, digest: Digest])[] = [
  ["1", ["11:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 1000, true], "greater"],
  ["1", ["10:00", "graph-beta", 1000, false], [null, "graph-beta", 1000, true], "greater"],
  ["2", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-v1.0", 1000, true], "greater"],
  ["3", ["10:00", "graph-beta", 2000, true], ["10:00", "graph-beta", 1000, true], "greater"],
  ["3", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-beta", null, true], "greater"],
  ["4", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 1000, false], "greater"],
  ["5", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 1000, true], "greater"],
  ["1>2", ["11:00", "graph-v1.0", 1000, true], ["10:00", "graph-beta", 1000, true], "greater"],
  ["1>3", ["11:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 2000, true], "greater"],
  ["1>4", ["11:00", "graph-beta", 1000, false], ["10:00", "graph-beta", 1000, true], "greater"],
  ["1>5", ["11:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 1000, true], "less"],
  ["2>3", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-v1.0", 2000, true], "greater"],
  ["2>4", ["10:00", "graph-beta", 1000, false], ["10:00", "graph-v1.0", 1000, true], "greater"],
  ["2>5", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-v1.0", 1000, true], "less"],
  ["3>4", ["10:00", "graph-beta", 2000, false], ["10:00", "graph-beta", 1000, true], "greater"],
  ["3>5", ["10:00", "graph-beta", 2000, true], ["10:00", "graph-beta", 1000, true], "less"],
  ["4>5", ["10:00", "graph-beta", 1000, true], ["10:00", "graph-beta", 1000, false], "less"],
  ["1>all", ["11:00", "portal-csv", null, false], ["10:00", "graph-beta", 2000, true], "less"],
  ["2>all", ["10:00", "log-analytics", null, false], ["10:00", "graph-v1.0", 2000, true], "less"],
];

function rowOf([version, source, observedMs, filled]: Seen, note: number): ObservedRow {
  const raw = {
    id: "a",
    activityDateTime: eventTime,
    ...(version !== null && { lastUpdatedDateTime: `2026-11-22T${version}:00Z` }),
    ...(filled && { riskLevel: "high" }),
    note,
  };
  return { tenantId: "t1", id: "a", source, observedMs, raw: JSON.stringify(raw) };
}

/** The two rows of an example, with a note in each that gives them digests in the order that is wanted. */
function pairOf(kept: Seen, other: Seen, digest: Digest) {
  const loser = rowOf(other, 0);
  for (let note = 1; ; note += 1) {
    const winner = rowOf(kept, note);
    const isGreater = canonicalSha256(winner.raw) > canonicalSha256(loser.raw);
    if (isGreater === (digest === "greater")) return { winner: observe(winner), loser: observe(loser) };
  }
}

let sql: MergeInSql;
before(async () => {
  sql = await MergeInSql.open();
});
after(() => sql.close());

const implementations = {
  "in TypeScript": async (...rows: Parameters<typeof mergeInTypeScript>) => mergeInTypeScript(...rows),
  "in SQL": (...rows: Parameters<typeof mergeInTypeScript>) => sql.merge(...rows),
};

for (const [where, mergeRows] of Object.entries(implementations))
  for (const [rules, kept, other, digest] of examples)
    test(`merging ${where}: rule ${rules} keeps ${kept.join(" ")} of ${other.join(" ")}`, async () => {
      const { winner, loser } = pairOf(kept, other, digest);
      const rawOf = (rows: readonly string[]): unknown => rows.map((row) => JSON.parse(row)[2]);
      const arrivals = [
        { held: [loser], coming: [winner], changed: [[0, "updated"]] },
        { held: [winner], coming: [loser], changed: [] },
        { held: [], coming: [loser, winner], changed: [[1, "added"]] },
        { held: [], coming: [winner, loser], changed: [[0, "added"]] },
      ];
      const outcomes = await mergeApart(
        mergeRows,
        arrivals.map(({ held, coming }) => [held, coming]),
      );
      for (const [index, { changed }] of arrivals.entries()) {
        assert.deepEqual(rawOf(outcomes[index]?.kept ?? []), [winner.row]);
        assert.deepEqual(outcomes[index]?.changed, changed);
      }
    });
