import assert from "node:assert/strict";
import { test } from "node:test";
import type { QueryRequest, ScanEstimate } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWithEngines } from "./some-engines.ts";

useFakeEditor();
const { ScanEstimates } = await import("../../../../src/editor/queries/lenses/scan-estimates.ts");

const one = { sql: "SELECT 1", parameters: [] };
const two = { sql: "SELECT 2", parameters: [] };
const three = { sql: "SELECT 3", parameters: [] };

/** Estimates over a lake that answers when it is told to. */
function estimates(engines: readonly ("athena" | "duckdb")[] = ["athena", "duckdb"]) {
  const asked: string[] = [];
  const waiting: ((answer: ScanEstimate | Error) => void)[] = [];
  const lake = lakeWithEngines(engines);
  const estimateScan = ({ sql }: QueryRequest): Promise<ScanEstimate> => {
    asked.push(sql);
    return new Promise((resolve, reject) =>
      waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))),
    );
  };
  const offered = { offered: engines };
  const known = new ScanEstimates({ estimateScan }, offered, lake);
  let told = 0;
  known.onDidChange(() => told++);
  const answer = async (with_: ScanEstimate | Error = { bytes: 1, days: 1 }): Promise<void> => {
    waiting.shift()?.(with_);
    await new Promise(setImmediate);
  };
  return { known, asked, answer, lake, told: () => told };
}

test("nothing is known at first; each is asked for once, one after the other, and then told", async () => {
  const { known, asked, answer, told } = estimates();
  assert.deepEqual(known.of([one, two]), [undefined, undefined]);
  assert.deepEqual(known.of([one, two]), [undefined, undefined]);
  assert.deepEqual(asked, [one.sql]);
  await answer({ bytes: 84, days: 30 });
  assert.equal(told(), 1);
  assert.deepEqual(known.of([one, two]), [{ bytes: 84, days: 30 }, undefined]);
  await answer({ days: 0, unknownTables: ["flows"] });
  assert.deepEqual(known.of([one, two])[1], { days: 0, unknownTables: ["flows"] });
  assert.deepEqual(asked, [one.sql, two.sql]);
});

test("a text that was changed meanwhile is not asked for any more", async () => {
  const { known, asked, answer } = estimates();
  known.of([one, two]);
  known.of([one, three]);
  await answer();
  await answer();
  assert.deepEqual(asked, [one.sql, three.sql]);
});

test("a statement that cannot be estimated has no price, is not asked for again and is no error", async () => {
  const { known, asked, answer, told } = estimates();
  known.of([one, two]);
  await answer(new Error("no such column"));
  await answer();
  assert.deepEqual(known.of([one, two]), [undefined, { bytes: 1, days: 1 }]);
  assert.deepEqual([asked.length, told()], [2, 1]);
});

test("where the lake has no Athena, nothing is asked", () => {
  const { known, asked } = estimates(["duckdb"]);
  assert.deepEqual(known.of([one]), [undefined]);
  assert.deepEqual(asked, []);
});

test("another lake, and new logs, are asked about anew; what was asked of the one before is not shown", async () => {
  const { known, asked, answer, lake } = estimates();
  known.of([one]);
  lake.open(["athena"]);
  known.of([one]);
  await answer({ bytes: 1, days: 1 });
  assert.deepEqual(known.of([one]), [undefined]);
  await answer({ bytes: 2, days: 2 });
  assert.deepEqual(known.of([one]), [{ bytes: 2, days: 2 }]);
  known.forget();
  assert.deepEqual(known.of([one]), [undefined]);
  assert.deepEqual(asked, [one.sql, one.sql, one.sql]);
  await answer();
});
