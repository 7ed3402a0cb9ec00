import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Lake } from "../../../../src/lake/lake.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { accessKey } from "../../../../src/protocol/service/host.ts";
import { Collection } from "../../../../src/service/collecting/collection.ts";
import { noHost } from "../../../../src/service/no-host.ts";
import { VirtualClock } from "../../../unit/collector/microsoft/virtual-clock.ts";

test("a limit of time is for all tenants together", async (context) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-collection-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  const lake = new Lake(new FolderStorage(root));
  const clock = new VirtualClock();
  const secrets = new Map<string, string>();
  const begunMs: number[] = [];
  const collection = new Collection({
    clock,
    random: () => 0.5,
    host: {
      ...noHost,
      readSecret: async (key) => {
        begunMs.push(clock.now());
        return secrets.get(key);
      },
      writeSecret: async ({ key, value }) => void secrets.set(key, value),
    },
    // A Microsoft that never answers.
    fetch: (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("gone")));
      }),
  });
  const tenants = ["1", "2", "3"].map((n) => `${n}1111111-1111-4111-8111-111111111111`);
  for (const tenantId of tenants)
    await collection.add(lake, {
      name: tenantId,
      sources: ["directoryAudits"],
      access: { tenantId, clientId: tenantId, cloud: "global", credential: { kind: "secret", secret: "s" } },
    });
  const startedMs = clock.now();
  await collection.collect(lake, { maxMinutes: 2 }, {}).catch(({ code }: { code: string }) => {
    assert.equal(code, "unreachable");
  });
  assert.ok(clock.now() - startedMs <= 120_000, `${clock.now() - startedMs} ms`);
  assert.equal(begunMs.length, tenants.length);
  assert.ok(begunMs.every((atMs, index) => atMs - startedMs <= index * 40_000));
});

test("only the lake and the tenants that a person allowed are collected, whatever the lake's files say", async (context) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-collection-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  const lake = new Lake(new FolderStorage(root));
  const read: string[] = [];
  const host = {
    ...noHost,
    writeSecret: async () => undefined,
    readSecret: async (key: string) => void read.push(key),
  };
  const collection = new Collection({ clock: new VirtualClock(), random: () => 0.5, host, fetch: globalThis.fetch });
  const [allowed = "", foreign = ""] = ["1", "2"].map((n) => `${n}1111111-1111-4111-8111-111111111111`);
  for (const tenantId of [allowed, foreign])
    await collection.add(lake, {
      name: tenantId,
      sources: ["directoryAudits"],
      access: { tenantId, clientId: tenantId, cloud: "global", credential: { kind: "secret", secret: "s" } },
    });
  const collects = (at: string, tenantIds: readonly string[]) =>
    collection.collect(lake, { allowed: { root: at, tenantIds } }, {});
  await assert.rejects(collects(join(root, "other"), [allowed]), { code: "no-connection" });
  await assert.rejects(collects(root, []), { code: "no-tenant" });
  assert.deepEqual(read, []);
  // No credential is there: what is asked for tells who would have been collected.
  await assert.rejects(collects(root, [allowed]), { code: "no-credential" });
  assert.deepEqual(read, [accessKey(allowed)]);
});
