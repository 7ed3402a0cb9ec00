import assert from "node:assert/strict";
import { test } from "node:test";
import {
  keepUnsubscribed,
  listTenants,
  readTenants,
  removeTenant,
  saveTenant,
} from "../../../src/lake/collecting/tenant-settings.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import { type StoredObject, type WriteCondition, WriteConflict } from "../../../src/lake/storage/storage.ts";
import type { TenantSettings } from "../../../src/protocol/collector.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";

const tenantId = "11111111-2222-4333-8444-55555555555a";
const path = `_collector/${tenantId}.json`;
const settings: TenantSettings = {
  tenantId,
  name: "contoso.example",
  cloud: "global",
  clientId: "99999999-2222-4333-8444-555555555555",
  credentialKind: "certificate",
  sources: ["signIns.interactiveUser", "Audit.Exchange"],
  since: "2026-11-01T10:00:00.000Z",
  floors: {},
};

const written = async (storage: MemoryStorage): Promise<string> => new TextDecoder().decode(await storage.read(path));
const put = (storage: MemoryStorage, content: unknown, at = path): Promise<void> =>
  storage.overwrite(at, Buffer.from(typeof content === "string" ? content : JSON.stringify(content)));

test("settings are kept by tenant and listed by name", async () => {
  const storage = new MemoryStorage();
  const other = { ...settings, tenantId: "22222222-2222-4333-8444-555555555555", name: "adatum.example" };
  await saveTenant(storage, settings);
  await saveTenant(storage, other);
  assert.deepEqual(await listTenants(storage), [other, settings]);
});

test("a tenant that is saved again keeps since when it is collected and its floors; a new source begins now", async () => {
  const storage = new MemoryStorage();
  const floors = { "signIns.interactiveUser": { days: 7, at: "2026-11-02T00:00:00.000Z" } };
  await saveTenant(storage, { ...settings, floors });
  const later = new Date("2027-03-01T00:00:00.000Z");
  const wanted = {
    ...settings,
    name: "contoso",
    since: later.toISOString(),
    sources: [...settings.sources, "DLP.All"] as const,
  };
  await saveTenant(storage, wanted, later);
  assert.deepEqual(await listTenants(storage), [
    {
      ...wanted,
      sources: ["signIns.interactiveUser", "Audit.Exchange", "DLP.All"],
      since: settings.since,
      floors,
      sourcesSince: { "DLP.All": later.toISOString() },
    },
  ]);
});

test("a removed tenant is gone, is not brought back by a run that still goes on, and can be added again", async () => {
  const storage = new MemoryStorage();
  await removeTenant(storage, tenantId);
  assert.deepEqual(await storage.list("_collector/"), []);
  await saveTenant(storage, settings);
  await removeTenant(storage, tenantId, new Date("2026-11-05T00:00:00.000Z"));
  await saveTenant(storage, settings);
  assert.deepEqual(await readTenants(storage), { tenants: [], damaged: [] });
  const again = { ...settings, since: "2026-11-06T00:00:00.000Z" };
  await saveTenant(storage, again);
  assert.deepEqual(await listTenants(storage), [again]);
});

test("writers at once lose nothing of each other", async () => {
  const storage = new MemoryStorage();
  await saveTenant(storage, settings);
  const at = "2026-11-02T00:00:00.000Z";
  await Promise.all([
    saveTenant(storage, { ...settings, floors: { "Audit.Exchange": { days: 0, at } } }),
    saveTenant(storage, { ...settings, floors: { "signIns.interactiveUser": { days: 7, at } } }),
  ]);
  const [kept] = await listTenants(storage);
  assert.deepEqual(Object.keys(kept?.floors ?? {}).sort(), ["Audit.Exchange", "signIns.interactiveUser"]);
});

test("a storage where others always win is a failure, after a while", async () => {
  class Busy extends MemoryStorage {
    override async write(busy: string, _content: Uint8Array, _condition: WriteCondition): Promise<StoredObject> {
      throw new WriteConflict(busy);
    }
  }
  await assert.rejects(
    saveTenant(new Busy(), settings),
    (error) => error instanceof TenantTrailError && error.code === "write-failed",
  );
});

test("nothing but the settings is written: no secret that is handed along", async () => {
  const storage = new MemoryStorage();
  const careless = { ...settings, secret: "S3cret", credential: { secret: "S3cret" } };
  await saveTenant(storage, careless);
  await saveTenant(storage, {
    ...careless,
    floors: { "DLP.All": { days: 1, at: settings.since, secret: "S3cret" } as never },
  });
  assert.doesNotMatch(await written(storage), /S3cret|credential"/);
});

test("settings that are none are refused", async () => {
  const storage = new MemoryStorage();
  const wrong: readonly Partial<Record<keyof TenantSettings, unknown>>[] = [
    { tenantId: "../escape" },
    { tenantId: tenantId.toUpperCase() },
    { name: "" },
    { name: "contoso\u202Eelpmaxe" },
    { cloud: "mars" },
    { since: "yesterday" },
    { floors: { "DLP.All": { days: -1, at: settings.since } } },
  ];
  for (const each of wrong)
    await assert.rejects(saveTenant(storage, { ...settings, ...each } as TenantSettings), TenantTrailError);
  assert.deepEqual(await storage.list(""), []);
});

test("a file that is damaged, hostile or about another tenant is reported and not believed", async () => {
  const contents: readonly unknown[] = [
    "",
    "{",
    "[]",
    "null",
    JSON.stringify(settings).slice(0, -4),
    { ...settings, tenantId: settings.clientId },
    { ...settings, tenantId: undefined },
    { ...settings, name: "a\u0000b" },
    { ...settings, sources: "all" },
    { ...settings, floors: { "DLP.All": { days: "7", at: settings.since } } },
    " ".repeat(70_000),
  ];
  for (const content of contents) {
    const storage = new MemoryStorage();
    await put(storage, content);
    const { tenants, damaged } = await readTenants(storage);
    assert.deepEqual([tenants, damaged.map((each) => each.path)], [[], [path]]);
    assert.doesNotMatch(damaged[0]?.reason ?? "", /contoso/);
    await saveTenant(storage, settings);
    assert.deepEqual(await readTenants(storage), { tenants: [settings], damaged: [] });
  }
});

test("what a newer version added is left out; other files are none of ours", async () => {
  const storage = new MemoryStorage();
  await put(storage, { ...settings, sources: [...settings.sources, "Audit.Mars"], schedule: "hourly" });
  await put(storage, "x", "_collector/readme.json");
  await put(storage, "x", `_collector/deep/${tenantId}.json`);
  assert.deepEqual(await readTenants(storage), { tenants: [settings], damaged: [] });
});

test("a file larger than any settings is not read, and is said to be damaged", async () => {
  const storage = new MemoryStorage();
  await put(storage, `${JSON.stringify(settings)}${" ".repeat(64 * 1024)}`);
  const { tenants, damaged } = await readTenants(storage);
  assert.deepEqual([tenants, damaged.map((each) => each.path)], [[], [path]]);
});

test("of two floors of a source the one that was found out later counts, whoever saves last", async () => {
  const floor = (days: number, hour: string) => ({ "Audit.Exchange": { days, at: `2026-11-02T${hour}:00:00.000Z` } });
  const storage = new MemoryStorage();
  await saveTenant(storage, { ...settings, floors: floor(7, "08") });
  await saveTenant(storage, { ...settings, floors: floor(1, "10") });
  await saveTenant(storage, { ...settings, floors: floor(7, "08") });
  assert.deepEqual((await listTenants(storage))[0]?.floors, floor(1, "10"));
});

test("stretches without a subscription are kept whoever saves; a start that was tried becomes part of the next", async () => {
  const storage = new MemoryStorage();
  await saveTenant(storage, settings);
  const at = (hour: string): string => `2026-11-02T${hour}:00:00.000Z`;
  const keep = (from: string, to: string, tried?: true) =>
    keepUnsubscribed(storage, settings, "DLP.All", { from, to, ...(tried && { tried }) }, Date.parse(at("12")));
  const never = "1970-01-01T00:00:00.000Z";
  await keep(never, at("01"), true);
  assert.deepEqual(await keep(at("00"), at("02"), true), [{ from: never, to: at("02"), tried: true }]);
  await saveTenant(storage, settings);
  const ended = [{ from: at("00"), to: at("03") }];
  assert.deepEqual(await keep(at("00"), at("03")), ended);
  assert.deepEqual(await keep(at("05"), at("06")), [...ended, { from: at("05"), to: at("06") }]);
  assert.equal((await listTenants(storage))[0]?.unsubscribed?.["DLP.All"]?.length, 2);
  const nextYear = Date.parse("2027-11-02T00:00:00.000Z");
  const [kept, ...old] = await keepUnsubscribed(
    storage,
    settings,
    "DLP.All",
    { from: "2027-11-01T00:00:00.000Z", to: "2027-11-02T00:00:00.000Z" },
    nextYear,
  );
  assert.deepEqual([kept?.from, old], ["2027-11-01T00:00:00.000Z", []], "what is long over is forgotten");
});

test("a tenant that is removed and added again still knows when it had no subscription", async () => {
  const storage = new MemoryStorage();
  await saveTenant(storage, settings);
  const stretch = { from: "1970-01-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" };
  await keepUnsubscribed(storage, settings, "DLP.All", stretch, Date.parse(stretch.to));
  await removeTenant(storage, tenantId, new Date("2026-11-03T00:00:00.000Z"));
  await saveTenant(storage, { ...settings, since: "2026-11-04T00:00:00.000Z" });
  assert.deepEqual((await listTenants(storage))[0]?.unsubscribed, { "DLP.All": [stretch] });
});

test("a tenant that was removed meanwhile keeps nothing more", async () => {
  const storage = new MemoryStorage();
  await saveTenant(storage, settings);
  await removeTenant(storage, tenantId, new Date("2026-11-05T00:00:00.000Z"));
  const stretch = { from: settings.since, to: "2026-11-05T01:00:00.000Z" };
  await keepUnsubscribed(storage, settings, "DLP.All", stretch, Date.parse(stretch.to));
  assert.deepEqual(await listTenants(storage), []);
});
