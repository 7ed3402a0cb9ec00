import assert from "node:assert/strict";
import { test } from "node:test";
import { Lake } from "../../../src/lake/lake.ts";
import { LedgerLook } from "../../../src/lake/ledger-look.ts";
import { FolderStorage } from "../../../src/lake/storage/folder-storage.ts";
import type { ListOptions } from "../../../src/lake/storage/storage.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { AthenaEngine } from "../../../src/service/engines/athena-engine.ts";
import { LocalEngine } from "../../../src/service/local-engine.ts";
import { signIn } from "../../unit/import/reading.ts";
import { ScriptedAthena } from "../athena/scripted-athena.ts";
import { openLake } from "./open-lake.ts";

/** A lake in a folder that tells what is listed in it. */
class ToldStorage extends FolderStorage {
  readonly listed: string[] = [];

  override async names(prefix: string, options?: ListOptions): Promise<readonly string[]> {
    this.listed.push(prefix);
    return super.names(prefix, options);
  }
}

const ledgers = (tables: readonly string[]): readonly string[] => tables.map((table) => `_ledger/${table}/`);

/** Statements and the tables whose ledgers they need. */
const statements: readonly (readonly [sql: string, tables: readonly string[]])[] = [
  ["SELECT id FROM signins", ["signins"]],
  ["SELECT s.id FROM signins_interactive s JOIN audits a ON s.correlationId = a.correlationId", ["audits", "signins"]],
  ["SELECT 1", []],
  ["SELECT count(*) FROM events", [...tableNames].sort()],
];

/** Asks `ask` and answers which ledgers were listed for it. */
async function ledgersRead(storage: ToldStorage, ask: () => Promise<unknown>): Promise<readonly string[]> {
  storage.listed.splice(0);
  await ask();
  return [...new Set(storage.listed.filter((prefix) => prefix.startsWith("_ledger/")))].sort();
}

test("a question reads the ledgers of the tables that it names, and no other's", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a.ndjson", JSON.stringify(signIn("a")))] });
  const storage = new ToldStorage(root);
  const engine = new LocalEngine(new LedgerLook(new Lake(storage)), Date.now);
  t.after(() => engine.close());
  for (const [sql, tables] of statements)
    for (const ask of [() => engine.ask({ sql }), () => engine.heldDays({ sql }), () => engine.estimate({ sql })])
      assert.deepEqual(await ledgersRead(storage, ask), ledgers(tables), sql);
});

test("so does a question to Athena", async (t) => {
  await using scripted = await ScriptedAthena.start({});
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a.ndjson", JSON.stringify(signIn("a")))] });
  const storage = new ToldStorage(root);
  const look = new LedgerLook(new Lake(storage));
  const place = { workgroup: "analysts", database: "trail" };
  const engine = new AthenaEngine({ access: scripted.access, place, look, now: Date.now });
  t.after(() => engine.close());
  for (const [sql, tables] of [
    ...statements,
    ["SELECT id FROM other.flows, riskdetections", ["riskdetections"]] as const,
  ])
    for (const ask of [() => engine.ask({ sql }), () => engine.estimate({ sql })])
      assert.deepEqual(await ledgersRead(storage, ask), ledgers(tables), sql);
  for (const [sql, tables] of statements)
    assert.deepEqual(await ledgersRead(storage, () => engine.heldDays({ sql })), ledgers(tables), sql);
});

test("a question that is asked again sees what was imported between", async (t) => {
  const { service, file } = await openLake(t);
  const count = async (sql: string): Promise<number> => {
    const { resultId } = await service.runQuery({ sql });
    return Number((await service.readWindow({ resultId, offset: 0, limit: 1 })).rows[0]?.[0]);
  };
  for (const [index, name] of ["a", "b", "c"].entries()) {
    await service.importLogs({ paths: [file(`${name}.ndjson`, JSON.stringify(signIn(name)))] });
    for (const sql of ["SELECT count(*) FROM signins", "SELECT count(*) FROM events"])
      for (const _ of ["first", "again"]) assert.equal(await count(sql), index + 1, sql);
  }
});
