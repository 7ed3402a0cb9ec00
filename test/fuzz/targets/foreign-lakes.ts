import assert from "node:assert/strict";
import fc from "fast-check";
import { listTenants, readTenants } from "../../../src/lake/collecting/tenant-settings.ts";
import { decodeCheckpoint } from "../../../src/lake/ledger/checkpoint.ts";
import { Ledger } from "../../../src/lake/ledger/ledger.ts";
import { decodeEntry, encodeEntry, sha256 } from "../../../src/lake/ledger/ledger-entry.ts";
import { MemoryStorage } from "../../../src/lake/storage/memory-storage.ts";
import { jsonMutants } from "../mutants.ts";
import type { Target } from "../target.ts";

const tenantId = "11111111-2222-3333-4444-555555555555";
const at = "2026-11-22T10:00:00.000Z";
const windows = [
  { tenantId, source: "directoryAudits", from: "2026-11-20T00:00:00Z", to: at, at, fetched: 3, added: 1 },
];
const slices = [
  {
    part: "audits/dt=2026-11-22/00-24",
    before: null,
    after: "a".repeat(64),
    bytes: 1,
    rows: 1,
    ...{
      tenants: { [tenantId]: 1 },
      approximate: 0,
      firstMs: 1,
      lastMs: 2,
      columnBytes: [3],
      added: 1,
      updated: 0,
      late: 0,
    },
  },
];
const entries = [
  { n: 1, previous: null, at, kind: "claim", parts: { "2026-11-22": 1 } },
  { n: 1, previous: null, at, kind: "commit", slices, windows },
  { n: 1, previous: null, at, kind: "rebuilt", slices, anomalies: [{ path: "x", expected: null, found: null }] },
];
const settings = {
  tenantId,
  name: "Contoso",
  cloud: "global",
  clientId: tenantId,
  credentialKind: "secret",
  sources: ["directoryAudits"],
  since: at,
  floors: { directoryAudits: { days: 7, at } },
};
const checkpoint = {
  format: 2,
  n: 1,
  head: "a".repeat(64),
  parts: { "2026-11-22": 1 },
  slices: {},
  coverage: { x: [[0, 1, 2, null]] },
  totals: {},
  windows: [],
  failures: [],
  anomalies: [],
};

/** Bytes of a file of somebody else's lake, and which file it is. */
interface Foreign {
  readonly file: "entry" | "checkpoint" | "settings";
  readonly text: string;
}

const bytesOf = (json: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: json.map((value) => JSON.stringify(value)), weight: 4 },
    fc.tuple(json, fc.nat(400)).map(([value, length]) => JSON.stringify(value).slice(0, length)),
  );
const inputs = fc.oneof(
  ...(["entry", "checkpoint", "settings"] as const).map((file) => {
    const known = { entry: entries, checkpoint: [checkpoint], settings: [settings] }[file];
    return fc.record({ file: fc.constant(file), text: bytesOf(jsonMutants(known)) });
  }),
);

const encoder = new TextEncoder();
const honest = { n: 1, previous: null, at, kind: "claim", parts: { "2026-11-22": 4 } } as const;

/** Whatever a lake's own files hold, reading them ends without a raw error and believes nothing but what fits. */
export const foreignLakes: Target<Foreign> = {
  inputs,
  runs: 1000,
  prepare: async () => ({
    holds: async ({ file, text }) => {
      const storage = new MemoryStorage();
      const bytes = encoder.encode(text);
      if (file === "settings") {
        await storage.overwrite(`_collector/${tenantId}.json`, bytes);
        const { tenants, damaged } = await readTenants(storage);
        assert.ok(tenants.length + damaged.length <= 1);
        for (const tenant of await listTenants(storage)) {
          assert.equal(tenant.tenantId, tenantId);
          assert.doesNotMatch(tenant.name, /[\p{Cc}\p{Cf}]/u);
          assert.equal(Object.getPrototypeOf(tenant), Object.prototype);
        }
        return;
      }
      const ledger = new Ledger(storage, "audits");
      if (file === "entry") {
        await storage.overwrite(ledger.entryPath(1), bytes);
        const { state, damage } = await ledger.read();
        const entry = decodeEntry(bytes);
        const isFirst = entry?.n === 1 && (entry.kind === "rebuilt" || entry.previous === null);
        assert.equal(damage, isFirst ? undefined : ledger.entryPath(1));
        assert.equal(state.head, isFirst ? sha256(bytes) : null);
        for (const segments of state.coverage.values())
          for (const { fromMs, toMs, readMs } of segments) assert.ok(fromMs < toMs && Number.isFinite(readMs));
        for (const slice of state.slices.values()) assert.ok(slice.rows >= 0 && Number.isInteger(slice.bytes));
        return;
      }
      // The log says one thing, and the cache beside it something else.
      await storage.overwrite(ledger.entryPath(1), encodeEntry(honest));
      await storage.overwrite("_ledger/audits/checkpoint.json", bytes);
      decodeCheckpoint(bytes);
      const { state, damage } = await ledger.read();
      assert.equal(damage, undefined);
      assert.equal(state.head, sha256(encodeEntry(honest)));
      assert.deepEqual([...state.parts], [["2026-11-22", 4]]);
    },
    close: () => undefined,
  }),
};
