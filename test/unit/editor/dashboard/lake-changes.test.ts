import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeChanges } from "../../../../src/editor/dashboard/lake-changes.ts";
import type { ConnectionInfo, LogDay } from "../../../../src/protocol/lake.ts";

const info = (root: string): ConnectionInfo => ({
  connection: { kind: "folder", path: root },
  root,
  isKnown: true,
  label: root,
  tenants: [],
  simulated: false,
});

function changes() {
  const held = { slices: ["a.parquet"], fails: false, answers: Promise.resolve() };
  const connections: { current: ConnectionInfo | undefined } = { current: info("/lake") };
  const recorded: unknown[] = [];
  const listDays = async (): Promise<readonly LogDay[]> => {
    if (held.fails) throw new Error("gone");
    const days = [{ slices: [...held.slices] } as unknown as LogDay];
    await held.answers;
    return days;
  };
  const made = new LakeChanges({ lake: { listDays }, connections, record: (error) => recorded.push(error) });
  return { made, held, connections, recorded };
}

test("what a refresh finds as it was has not changed; a new slice has, and asking anew begins with it", async () => {
  const { made, held } = changes();
  assert.equal(await made.have(), false);
  await made.begin();
  assert.equal(await made.have(), false);
  held.slices = ["b.parquet"];
  assert.equal(await made.have(), true);
  await made.begin();
  assert.equal(await made.have(), false);
  held.slices = [];
  assert.equal(await made.have(), true);
});

test("another lake is no change of this one, and what cannot be found out is recorded and said of nobody", async () => {
  const { made, held, connections, recorded } = changes();
  await made.begin();
  connections.current = info("/other");
  held.slices = ["b.parquet"];
  assert.equal(await made.have(), false);
  connections.current = info("/lake");
  held.fails = true;
  assert.equal(await made.have(), false);
  assert.equal(recorded.length, 1);
});

test("a database without a ledger is not asked for one", async () => {
  const { made, held, connections, recorded } = changes();
  held.fails = true;
  connections.current = { ...info("s3://bucket"), connection: { kind: "aws", region: "eu-west-1", database: "logs" } };
  await made.begin();
  assert.equal(await made.have(), false);
  assert.deepEqual(recorded, []);
});

test("a change that is told while the page still asks is not lost, and an older asking does not stand for a newer one", async () => {
  const { made, held } = changes();
  const slow = Promise.withResolvers<void>();
  held.answers = slow.promise;
  const begun = made.begin();
  held.slices = ["b.parquet"];
  held.answers = Promise.resolve();
  const told = made.have();
  slow.resolve();
  await begun;
  assert.equal(await told, true);

  const older = Promise.withResolvers<void>();
  held.answers = older.promise;
  const first = made.begin();
  held.slices = ["c.parquet"];
  held.answers = Promise.resolve();
  await made.begin();
  older.resolve();
  await first;
  assert.equal(await made.have(), false);
});
