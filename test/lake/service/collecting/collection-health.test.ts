import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Lake } from "../../../../src/lake/lake.ts";
import { LedgerLook } from "../../../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import type { TenantSettings } from "../../../../src/protocol/collector.ts";
import type { TenantTrailError } from "../../../../src/protocol/errors.ts";
import { collectionHealth } from "../../../../src/service/collecting/health-report.ts";
import { tableHealth } from "../../../../src/service/collecting/table-health.ts";
import { commitRows, signIn, sliceFiles } from "../../commit/temporary-lake.ts";

const nowMs = Date.parse("2026-11-22T12:30:00Z");
const minute = 60_000;

const tenant: TenantSettings = {
  tenantId: "t1",
  name: "contoso.com",
  cloud: "global",
  clientId: "c",
  credentialKind: "secret",
  sources: ["signIns.interactiveUser"],
  since: "2026-11-01T00:00:00Z",
  floors: {},
};

/** Sign-ins at 23:10, 10:20 and 10:40, which came 1, 2 and 3 minutes later. */
async function filledLake(context: TestContext) {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-health-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  const lake = new Lake(new FolderStorage(root));
  const times = ["2026-11-21T23:10:00Z", "2026-11-22T10:20:00Z", "2026-11-22T10:40:00Z"];
  const rows = times.map((at, n) => ({ ...signIn(`k${n}`, at), observedMs: Date.parse(at) + (n + 1) * minute }));
  await commitRows(lake, rows);
  const [first, last] = await sliceFiles(lake, "signins");
  const health = async () => (await collectionHealth(new LedgerLook(lake), [tenant], nowMs, undefined)).tables[0];
  return { lake, first: first ?? "", last: last ?? "", health };
}

const sum = (counts: readonly number[] = []): number => counts.reduce((total, count) => total + count, 0);

test("rows by the hour of the last 7 days, the newest event, and how late rows were", async (context) => {
  const health = await (await filledLake(context)).health();
  assert.deepEqual(
    health?.rowsPerHour.flatMap((rows, index) => (rows > 0 ? [[index - 167, rows]] : [])),
    [
      [-13, 1],
      [-2, 2],
    ],
  );
  assert.equal(health?.lastEvent, "2026-11-22T10:40:00.000Z");
  assert.deepEqual(health?.lateness, { p50: 2 * minute, p95: 2.9 * minute, p99: 2.98 * minute });
});

test("a slice that was deleted is named: its hours are not shown as hours without rows", async (context) => {
  const { first, health } = await filledLake(context);
  await rm(first);
  await assert.rejects(
    health(),
    ({ code, message }: TenantTrailError) => code === "broken-slice" && message.includes(first),
  );
});

test("a slice that is broken is named, with what to do", async (context) => {
  const { last, health } = await filledLake(context);
  for (const content of ["PAR1 but not Parquet, and long enough to have a footer PAR1", "short"]) {
    await writeFile(last, content);
    await assert.rejects(health(), ({ code, message }: { code: string; message: string }) => {
      assert.equal(code, "broken-slice");
      assert.ok(message.includes(last), message);
      return true;
    });
  }
});

test("a damaged ledger is read as its slices say", async (context) => {
  const { lake, health } = await filledLake(context);
  await writeFile(lake.storage.locate("_ledger/signins/000000001.json"), "garbage");
  assert.equal(sum((await health())?.rowsPerHour), 3);
});

test("it can be cancelled while it reads slices", async (context) => {
  const { lake } = await filledLake(context);
  const { state } = await lake.ledger("signins").read();
  await assert.rejects(tableHealth(lake, "signins", state, tenant, nowMs, AbortSignal.abort()), {
    name: "CancelledError",
  });
});
