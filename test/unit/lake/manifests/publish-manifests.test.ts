import assert from "node:assert/strict";
import { test } from "node:test";
import { Lake } from "../../../../src/lake/lake.ts";
import type { LedgerNote, SliceChange } from "../../../../src/lake/ledger/ledger-entry.ts";
import { manifestPath, manifestText } from "../../../../src/lake/manifests/day-manifest.ts";
import { publishManifests } from "../../../../src/lake/manifests/publish-manifests.ts";
import { MemoryStorage } from "../../../../src/lake/storage/memory-storage.ts";
import type { StoredContent, StoredObject, WriteCondition } from "../../../../src/lake/storage/storage.ts";
import { Random } from "../../../../src/sample-tenant/random.ts";

const table = "signins";
const addressOf = (path: string): string => `s3://bucket/slices/${path}`;
const digest = (n: number): string => n.toString(16).padStart(64, "0").split("").reverse().join("");
const partOf = (day: string): string => `${table}/dt=${day}/00-24`;
const days = ["2026-11-20", "2026-11-21", "2026-11-22"] as const;

function change(day: string, before: string | null, after: string): SliceChange {
  const counts = { rows: 1, added: 1, updated: 0, late: 0, approximate: 0 };
  const contents = { tenants: {}, firstMs: null, lastMs: null, columnBytes: [], bytes: 1 };
  return { part: partOf(day), before, after, ...counts, ...contents };
}

/** A storage of which each call takes its time, in an order that a seed decides, and that may be cut off. */
class ShuffledStorage extends MemoryStorage {
  readonly writes: { readonly path: string; readonly text: string }[] = [];
  readonly #random: Random;
  callsLeft = Number.POSITIVE_INFINITY;

  constructor(seed: number) {
    super();
    this.#random = Random.of(seed, 0, 0, 977);
  }

  async #turn(): Promise<void> {
    this.callsLeft -= 1;
    if (this.callsLeft < 0) throw new Error("killed");
    const most = this.#random.chance(0.2) ? 80 : 4;
    for (let turns = this.#random.below(most); turns > 0; turns -= 1) await new Promise((done) => setImmediate(done));
  }

  override async get(path: string): Promise<StoredContent | undefined> {
    await this.#turn();
    return super.get(path);
  }

  override async write(path: string, content: Uint8Array, condition: WriteCondition): Promise<StoredObject> {
    await this.#turn();
    const object = await super.write(path, content, condition);
    this.writes.push({ path, text: new TextDecoder().decode(content) });
    return object;
  }
}

/** Appends an entry that replaces the slice of a day. */
async function replace(lake: Lake<MemoryStorage>, day: string, n: number): Promise<void> {
  const { state } = await lake.ledger(table).read();
  await lake.append(table, state, (newest): LedgerNote => {
    const before = newest.slices.get(partOf(day))?.sha256 ?? null;
    return { kind: "commit", slices: [change(day, before, digest(n))] };
  });
}

const textOf = async (storage: MemoryStorage, day: string): Promise<string | undefined> => {
  const bytes = await storage.read(manifestPath(table, day));
  return bytes && new TextDecoder().decode(bytes);
};

test("a day's manifest has the address of each of its slices on a line, in the order of the day", async () => {
  const storage = new MemoryStorage();
  const lake = new Lake(storage);
  const { state } = await lake.ledger(table).read();
  const late = { ...change("2026-11-22", null, digest(2)), part: `${table}/dt=2026-11-22/12-24` };
  const early = { ...change("2026-11-22", null, digest(1)), part: `${table}/dt=2026-11-22/00-12` };
  const slices = [late, early, change("2026-11-23", null, digest(3))];
  const next = await lake.append(table, state, () => ({ kind: "commit", slices }));
  const lines = [`00-12.${digest(1).slice(0, 16)}`, `12-24.${digest(2).slice(0, 16)}`];
  const expected = lines.map((name) => `s3://bucket/slices/signins/dt=2026-11-22/${name}.parquet\n`).join("");
  assert.equal(manifestText(next, "2026-11-22", addressOf), expected);
  assert.equal(manifestText(next, "2026-11-24", addressOf), "");
  await publishManifests(lake, table, { addressOf });
  assert.equal(await textOf(storage, "2026-11-22"), expected);
});

test("only the days that changed since the marker are written, and nothing when nothing did", async () => {
  const storage = new ShuffledStorage(1);
  const lake = new Lake(storage);
  for (const [n, day] of days.entries()) await replace(lake, day, n + 1);
  await publishManifests(lake, table, { addressOf });
  storage.writes.length = 0;
  await publishManifests(lake, table, { addressOf });
  assert.deepEqual(storage.writes, []);
  await replace(lake, days[1], 9);
  storage.writes.length = 0;
  await publishManifests(lake, table, { addressOf });
  assert.deepEqual(
    storage.writes.map(({ path }) => path),
    [manifestPath(table, days[1]), "_state/manifests/signins.json"],
  );
});

test("entries that only tell what was read write nothing for Athena", async () => {
  const storage = new ShuffledStorage(3);
  const lake = new Lake(storage);
  await replace(lake, days[0], 1);
  await publishManifests(lake, table, { addressOf });
  const at = "2026-11-22T00:00:00.000Z";
  const failure = { tenantId: "t", source: "s", from: at, to: at, at, code: "throttled", message: "Later." };
  const { state } = await lake.ledger(table).read();
  await lake.append(table, state, () => ({ kind: "commit", failures: [failure] }));
  storage.writes.length = 0;
  await publishManifests(lake, table, { addressOf });
  assert.deepEqual(storage.writes, []);
});

test("what a run left that was killed anywhere, the next one publishes", async () => {
  for (let calls = 0; calls < 12; calls += 1) {
    const storage = new ShuffledStorage(calls);
    const lake = new Lake(storage);
    for (const [n, day] of days.entries()) await replace(lake, day, n + 1);
    storage.callsLeft = calls;
    await publishManifests(lake, table, { addressOf }).catch(() => undefined);
    storage.callsLeft = Number.POSITIVE_INFINITY;
    await replace(lake, days[0], 7);
    await publishManifests(new Lake(storage), table, { addressOf });
    const { state } = await lake.ledger(table).read();
    for (const day of days) assert.equal(await textOf(storage, day), manifestText(state, day, addressOf));
  }
});

test("a marker that is damaged or lost publishes everything again", async () => {
  const storage = new ShuffledStorage(2);
  const lake = new Lake(storage);
  for (const [n, day] of days.entries()) await replace(lake, day, n + 1);
  await publishManifests(lake, table, { addressOf });
  for (const marker of ["{", '{"n":-1}', '{"n":"9"}']) {
    await storage.overwrite("_state/manifests/signins.json", new TextEncoder().encode(marker));
    await storage.overwrite(manifestPath(table, days[0]), new TextEncoder().encode("s3://old\n"));
    await publishManifests(lake, table, { addressOf });
    const { state } = await lake.ledger(table).read();
    assert.equal(await textOf(storage, days[0]), manifestText(state, days[0], addressOf), marker);
  }
});

test("a day that a rebuilt ledger does not know any more has an empty manifest", async () => {
  const storage = new MemoryStorage();
  const lake = new Lake(storage);
  for (const [n, day] of days.entries()) await replace(lake, day, n + 1);
  await publishManifests(lake, table, { addressOf });
  const { state } = await lake.ledger(table).read();
  const slices = [change(days[2], null, digest(3))];
  await lake.append(table, state, () => ({ kind: "rebuilt", slices }));
  await publishManifests(lake, table, { addressOf });
  assert.deepEqual(await Promise.all(days.map(async (day) => (await textOf(storage, day)) === "")), [
    true,
    true,
    false,
  ]);
});

test("however writers and publishers interleave, no manifest becomes that of an older state, and the last is the newest", async () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const storage = new ShuffledStorage(seed);
    let n = 0;
    const write = async (): Promise<void> => {
      const lake = new Lake(storage);
      for (let turn = 0; turn < 6; turn += 1) {
        n += 1;
        await replace(lake, days[n % days.length] ?? days[0], n);
        await publishManifests(lake, table, { addressOf });
      }
    };
    await Promise.all([write(), write(), write()]);
    const { state } = await new Lake(storage).ledger(table).read();
    /** Digests of each day in the order in which they were the newest. */
    const order = new Map<string, string[]>();
    for (const { path, text } of storage.writes) {
      if (!path.startsWith("_ledger/")) continue;
      for (const { part, after } of (JSON.parse(text) as { slices?: SliceChange[] }).slices ?? [])
        order.set(part, [...(order.get(part) ?? []), after.slice(0, 16)]);
    }
    for (const day of days) {
      const published = storage.writes
        .filter(({ path }) => path === manifestPath(table, day))
        .map(({ text }) => order.get(partOf(day))?.indexOf(/\.([0-9a-f]{16})\./.exec(text)?.[1] ?? "") ?? -1);
      assert.deepEqual(
        published,
        published.toSorted((a, b) => a - b),
        `seed ${seed}: ${day} went back`,
      );
      assert.equal(await textOf(storage, day), manifestText(state, day, addressOf), `seed ${seed}: ${day} is old`);
    }
  }
});
