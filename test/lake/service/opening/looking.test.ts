import assert from "node:assert/strict";
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { Lake } from "../../../../src/lake/lake.ts";
import { LedgerLook } from "../../../../src/lake/ledger-look.ts";
import { lookedDays } from "../../../../src/lake/log-days.ts";
import { withLookDatabase } from "../../../../src/lake/slices/look-database.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";
import { verify } from "../../../../src/lake/verify/verify.ts";
import { collectionHealth } from "../../../../src/service/collecting/health-report.ts";
import { LocalEngine } from "../../../../src/service/local-engine.ts";
import { type LocalLakeService, localLakeService } from "../../../../src/service/local-lake-service.ts";
import { signIn } from "../../../unit/import/reading.ts";
import { sliceOfDay } from "../../slices-of.ts";
import { type OpenLake, openLake, signInIds } from "../open-lake.ts";

const days = ["2026-03-01", "2026-03-02"];

async function importNamed({ service, file }: OpenLake, name: string): Promise<void> {
  const records = days.map((day) => JSON.stringify(signIn(`${name}-${day}`, { createdDateTime: `${day}T10:00:00Z` })));
  await service.importLogs({ paths: [file(name, records.join("\n"))] });
}

/** Every entry below a folder, the folder too: its kind, content, mode and time. */
function stateOf(root: string): readonly string[] {
  return ["", ...readdirSync(root, { recursive: true, encoding: "utf8" })].sort().map((name) => {
    const path = join(root, name);
    const { mode, mtimeNs, ctimeNs, ino } = lstatSync(path, { bigint: true });
    const content = lstatSync(path).isFile() ? readFileSync(path).toString("base64") : "";
    return `${name} ${ino} ${mode} ${mtimeNs} ${ctimeNs} ${content}`;
  });
}

const ledgerOf = (root: string): string => join(root, "_ledger", "signins");
const entriesOf = (root: string): readonly string[] => readdirSync(ledgerOf(root)).sort();

/** What happens to a lake before it is looked at, by its name. */
const damages: Readonly<Record<string, (root: string, entry: number) => void>> = {
  none: () => undefined,
  "an entry is damaged": (root, n) => writeFileSync(join(ledgerOf(root), entriesOf(root)[n] ?? ""), "?"),
  "an entry is gone": (root, n) => rmSync(join(ledgerOf(root), entriesOf(root)[n] ?? "")),
  "a table's ledger is lost": (root) => rmSync(ledgerOf(root), { recursive: true }),
  "the whole ledger is lost": (root) => rmSync(join(root, "_ledger"), { recursive: true }),
  "a slice is broken": (root) => writeFileSync(sliceOfDay(root, "signins", days[0] ?? ""), "broken"),
  "the scratch folder is gone": (root) => rmSync(join(root, "_scratch"), { recursive: true, force: true }),
  "a table's folder is lost": (root) => rmSync(join(root, "signins"), { recursive: true }),
};

/** Looks in every way; what is wrong with the lake may be an error. */
async function lookAtAll(service: LocalLakeService, root: string): Promise<void> {
  const ways = [
    () => service.useConnection({ kind: "folder", path: root }),
    () => service.listDays({}),
    () => service.listTenants({}),
    () => signInIds(service),
    () => service.collectionHealth({}),
    () => service.verifyIntegrity({}),
  ];
  for (const look of ways) await look().catch(() => undefined);
}

test("looking at a lake, sound or damaged, writes nothing into it", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.constantFrom(...Object.keys(damages)), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 1 }),
      async (chosen, entry) => {
        const lake = await openLake(t);
        await importNamed(lake, "a");
        for (const name of chosen)
          try {
            damages[name]?.(lake.root, entry);
          } catch {
            // What is to be damaged is gone by an earlier damage.
          }
        const before = stateOf(lake.root);
        const other = localLakeService();
        await lookAtAll(other, lake.root);
        await lookAtAll(lake.service, lake.root);
        await other.dispose();
        assert.deepEqual(stateOf(lake.root), before, chosen.join(", "));
      },
    ),
    { numRuns: 12 },
  );
});

/** A folder that counts what would write into it. */
class CountingStorage extends FolderStorage {
  writes = 0;

  #count(): never {
    this.writes += 1;
    throw new Error("This lake is only looked at");
  }

  override scratch(): never {
    return this.#count();
  }

  override create(): never {
    return this.#count();
  }

  override writeFile(): never {
    return this.#count();
  }

  override overwrite(): never {
    return this.#count();
  }
}

test("a lake that may only be read is listed, asked and verified, its ledger damaged or not", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  for (const damage of ["none", "an entry is damaged", "the whole ledger is lost"]) {
    damages[damage]?.(lake.root, 0);
    const storage = new CountingStorage(lake.root);
    const look = new LedgerLook(new Lake(storage));
    const engine = new LocalEngine(look, Date.now);
    const listed = await lookedDays(look.lake, await look.readAll(), [], () => false, { tenants: [], nowMs: 0 });
    assert.deepEqual(
      listed.map(({ day, rows }) => [day, rows]),
      [...days].reverse().map((day) => [day, 1]),
      damage,
    );
    assert.equal((await engine.ask({ sql: "SELECT id FROM signins" })).rowCount, 2);
    await collectionHealth(look, [], 0, undefined);
    await withLookDatabase((connection) => verify(connection, look.lake, {}));
    await engine.close();
    assert.equal(storage.writes, 0, damage);
  }
});

test("a lost ledger is no empty lake: its rows are answered, the loss is named, and an import rebuilds it", async (t) => {
  const lake = await openLake(t);
  await importNamed(lake, "a");
  rmSync(join(lake.root, "_ledger"), { recursive: true });
  const other = localLakeService();
  t.after(() => other.dispose());
  const { tenants } = await other.useConnection({ kind: "folder", path: lake.root });
  assert.equal(tenants.length, 1);
  assert.deepEqual(await signInIds(other), ["a-2026-03-01", "a-2026-03-02"]);
  for (const { damage } of await other.listDays({ table: "signins" }))
    assert.match(damage ?? "", /ledger is damaged or missing at .*_ledger/);
  const { mismatched } = await other.verifyIntegrity({});
  assert.deepEqual(
    mismatched.map(({ slice }) => slice),
    [join(ledgerOf(lake.root), "000000001.json")],
  );
  await importNamed(lake, "b");
  assert.equal((await signInIds(other)).length, 4);
  assert.ok(entriesOf(lake.root).length > 0);
  assert.deepEqual(
    (await other.listDays({ table: "signins" })).map(({ damage }) => damage),
    [undefined, undefined],
  );
});
