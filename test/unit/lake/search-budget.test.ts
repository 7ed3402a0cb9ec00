import assert from "node:assert/strict";
import { test } from "node:test";
import { searchesPerDay, takeSearch } from "../../../src/lake/collecting/search-budget.ts";
import { readTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import type { StoredObject, WriteCondition } from "../../../src/lake/storage/storage.ts";

const tenantId = "11111111-2222-4333-8444-55555555555a";
const other = "22222222-2222-4333-8444-55555555555a";
const startMs = Date.parse("2026-11-01T10:00:00.000Z");
const day = 86_400_000;

test("a tenant's searches are counted over any 24 hours, and it is said when the next is free", async () => {
  const storage = new MemoryStorage();
  for (let n = 0; n < searchesPerDay; n++)
    assert.equal(await takeSearch(storage, tenantId, startMs + n * 60_000), undefined);
  const lateMs = startMs + searchesPerDay * 60_000;
  assert.equal(await takeSearch(storage, tenantId, lateMs), startMs + day);
  assert.equal(await takeSearch(storage, other, lateMs), undefined, "each tenant has its own");
  assert.equal(await takeSearch(storage, tenantId, startMs + day), undefined);
  assert.equal(await takeSearch(storage, tenantId, startMs + day), startMs + 60_000 + day);
});

test("of writers at once each takes its own search", async () => {
  class Yielding extends MemoryStorage {
    override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
      await new Promise((resolve) => setImmediate(resolve));
      return super.write(path, content, condition);
    }
  }
  const storage = new Yielding();
  for (let n = 0; n < searchesPerDay - 3; n++) await takeSearch(storage, tenantId, startMs + n);
  const taken = await Promise.all(
    Array.from({ length: 6 }, (_, n) => takeSearch(storage, tenantId, startMs + 500 + n)),
  );
  assert.equal(taken.filter((freeMs) => freeMs === undefined).length, 3);
});

test("a file that is damaged, or of another time, holds nothing up", async () => {
  const storage = new MemoryStorage();
  const path = `_collector/${tenantId}.searches.json`;
  const years = Array.from({ length: 400 }, (_, n) => new Date(startMs + (n + 2) * 365 * day).toISOString());
  for (const content of ["{", "[]", '{"started":["yesterday"]}', JSON.stringify({ started: years }), "\xff"]) {
    await storage.overwrite(path, Buffer.from(content, "latin1"));
    assert.equal(await takeSearch(storage, tenantId, startMs), undefined);
  }
  assert.deepEqual(await readTenants(storage), { tenants: [], damaged: [] });
});
