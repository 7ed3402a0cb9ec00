import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { EvidenceSources } from "../../../src/query/evidence/evidence-sources.ts";
import { writeEvidence } from "../../../src/query/evidence/write-evidence.ts";
import { lockedEngine } from "../results/locked-engine.ts";
import { factsOf } from "./exported.ts";

test("a result of which only some rows have arrived is left out by name, and a file of it says so", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-arriving-"));
  t.after(() => rmSync(folder, { recursive: true }));
  await using engine = await lockedEngine();
  const rows = Promise.withResolvers<void>();
  const first = Promise.withResolvers<string>();
  const whole = engine.results.receive({
    title: "Ids",
    sql: "SELECT id FROM signins",
    engine: "athena",
    scannedBytes: 0,
    simulated: false,
    lake: "s3://bucket/lake",
    params: {},
    askedAt: "2026-11-22T10:42:00.000Z",
    coverage: [],
    columns: [{ name: "id", type: "VARCHAR", value: (text) => text }],
    batches: (async function* () {
      yield [["a"]];
      await rows.promise;
      yield [["b"]];
    })(),
    notes: [],
    notesOnRows: async () => [],
    startedAt: 0,
    onFirstRows: ({ resultId }) => first.resolve(resultId),
  });
  const resultId = await first.promise;
  const sources: EvidenceSources = {
    resultsWith: async () => engine.results,
    standingOf: async () => new Map(),
    importsOf: async () => ({ imports: [] }),
    engineVersion: "1",
    now: () => 0,
  };
  const csv = join(folder, "ids.csv");
  const { metadataPath = "" } = await engine.results.exportResult({ resultId, format: "csv", path: csv });
  assert.match(readFileSync(metadataPath, "utf8"), /Rows were still on their way: those that came later are not/);
  const path = join(folder, "case");
  const request = {
    form: "folder",
    title: "Case",
    parts: [{ kind: "statement", title: "Ids", sql: "SELECT id FROM signins", resultId }],
    madeBy: { version: "1", editor: "1" },
  } as const;
  const outcome = await writeEvidence({ ...request, path }, sources);
  assert.deepEqual(outcome.leftOut, [{ title: "Ids", reason: "The statement was still running." }]);
  assert.equal(factsOf(path).statements[0]?.result, undefined);
  rows.resolve();
  await whole;
  const later = await writeEvidence({ ...request, path: `${path}-later` }, sources);
  assert.deepEqual([later.leftOut, factsOf(`${path}-later`).statements[0]?.result?.rows], [[], 2]);
});
