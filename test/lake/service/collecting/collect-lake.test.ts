import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isRecord } from "../../../../src/base/json-record.ts";
import type { Batch, InputCounts } from "../../../../src/collector/run/collect-lake.ts";
import { isRejectEntry } from "../../../../src/import/rejects.ts";
import { listTenants } from "../../../../src/lake/collecting/tenant-settings.ts";
import { Lake } from "../../../../src/lake/lake.ts";
import type { WindowRead } from "../../../../src/lake/ledger/ledger-entry.ts";
import type { StagedRow } from "../../../../src/lake/slices/staging.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import type { TenantSettings } from "../../../../src/protocol/collector.ts";
import { withCollectLake } from "../../../../src/service/collecting/with-collect-lake.ts";

async function temporaryLake(context: TestContext): Promise<Lake> {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-collect-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  return new Lake(new FolderStorage(root));
}

function row(key: string, input: number, more: Partial<StagedRow> = {}): StagedRow {
  const createdDateTime = "2026-11-22T10:00:00.000Z";
  return {
    input,
    line: 1,
    table: "signins",
    tenantId: "t1",
    key,
    eventTimeMs: Date.parse(createdDateTime),
    source: "graph-beta",
    timeIsApproximate: false,
    observedMs: Date.parse(createdDateTime) + 60_000,
    late: false,
    raw: JSON.stringify({ id: key, createdDateTime }),
    ...more,
  };
}

function batch(rows: readonly StagedRow[], windows: Batch["windows"] = () => []): Batch {
  const inputs = new Map(rows.map(({ input }) => [input, `request-${input}`]));
  return { table: "signins", rows, inputs, windows, failures: [], expectedRowsPerDay: 0 };
}

const [from, to] = ["2026-11-22T09:00:00.000Z", "2026-11-22T11:00:00.000Z"];
const windowOf = (counts: InputCounts): WindowRead => ({
  tenantId: "t1",
  source: "signIns.interactiveUser",
  from,
  to,
  at: to,
  fetched: 2,
  requests: 1,
  throttledMs: 0,
  elapsedMs: 1,
  ...counts,
});

test("batches of one run are merged one after the other, each with its own rows, and tell what each input changed", async (context) => {
  const lake = await temporaryLake(context);
  await withCollectLake(lake, async (collectLake) => {
    const first = await collectLake.commit(batch([row("a", 1), row("b", 2)]));
    const one = { added: 1, updated: 0, late: 0 };
    assert.deepEqual(
      first.counts,
      new Map([
        [1, one],
        [2, one],
      ]),
    );
    const windows: Batch["windows"] = (counts) =>
      [counts.get(3) ?? { added: 0, updated: 0, late: 0 }].map((count) => windowOf(count));
    const second = await collectLake.commit(batch([row("a", 3), row("c", 3, { late: true })], windows));
    assert.deepEqual(second.counts, new Map([[3, { added: 1, updated: 0, late: 1 }]]));
    assert.deepEqual(second.failed, []);
    const state = await collectLake.state("signins");
    assert.deepEqual(
      [...state.slices.values()].map(({ rows }) => rows),
      [3],
    );
  });
  const { state } = await lake.ledger("signins").read();
  assert.equal(state.anomalies.length, 0);
  assert.deepEqual(await readdir(await lake.storage.scratch()), []);
});

test("records that are no events are kept in lines that an import reads, and a tenant's settings are kept", async (context) => {
  const lake = await temporaryLake(context);
  const mended = JSON.stringify({ id: "x", createdDateTime: "2026-11-22T10:00:00Z", userPrincipalName: "a@b" });
  const settings: TenantSettings = {
    tenantId: "11111111-1111-1111-1111-111111111111",
    name: "contoso.com",
    cloud: "global",
    clientId: "22222222-2222-2222-2222-222222222222",
    credentialKind: "secret",
    sources: ["directoryAudits"],
    since: from,
    floors: {},
  };
  const file = await withCollectLake(lake, async (collectLake) => {
    await collectLake.saveTenant(settings);
    const [one] = await Promise.all([
      collectLake.reject("signIns.interactiveUser", [{ line: 1, reason: "is not one of signins", text: mended }]),
      collectLake.reject("directoryAudits", [{ line: 7, reason: "is not a JSON object", text: "<html>" }]),
    ]);
    return one;
  });
  const lines = (await readFile(fileURLToPath(file ?? ""), "utf8")).trimEnd().split("\n");
  const entries = lines.map((line): unknown => JSON.parse(line));
  assert.ok(entries.every((entry) => isRecord(entry) && isRejectEntry(entry)));
  assert.deepEqual(entries, [
    { file: "signIns.interactiveUser", line: 1, reason: "is not one of signins", record: JSON.parse(mended) },
    { file: "directoryAudits", line: 7, reason: "is not a JSON object", text: "<html>" },
  ]);
  assert.deepEqual(await listTenants(lake.storage), [settings]);
});
