import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uri } from "vscode";
import type { Connections } from "../../../../src/editor/connections/connections.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";
import { lakeWithEngines } from "./some-engines.ts";

useFakeEditor();
const { EngineChoice } = await import("../../../../src/editor/queries/engine-choice.ts");
const { chooseEngine } = await import("../../../../src/editor/queries/run-commands.ts");

const uri = (path: string) => ({ toString: () => `file://${path}` }) as Uri;
const [spray, other] = [uri("/spray.sql"), uri("/other.sql")];

function choiceOver(lake: ReturnType<typeof lakeWithEngines>, memory = memento()) {
  const choice = new EngineChoice(memory, lake as unknown as Connections);
  let told = 0;
  choice.onDidChange(() => told++);
  return { choice, told: () => told };
}

test("the first engine of the lake is a file's, until the other one is chosen for that file alone", async () => {
  const { choice, told } = choiceOver(lakeWithEngines(["athena", "duckdb"]));
  assert.deepEqual([choice.of(spray), choice.other(spray), choice.of()], ["athena", "duckdb", "athena"]);
  await choice.choose(spray, "duckdb");
  assert.deepEqual([choice.of(spray), choice.other(spray)], ["duckdb", "athena"]);
  assert.deepEqual([choice.of(other), choice.of()], ["athena", "athena"]);
  assert.equal(told(), 1);
});

test("what was chosen is remembered, waits while a lake without that engine is open, and counts again", async () => {
  const memory = memento();
  const lake = lakeWithEngines(["athena", "duckdb"]);
  await choiceOver(lake, memory).choice.choose(spray, "duckdb");
  const { choice, told } = choiceOver(lake, memory);
  assert.equal(choice.of(spray), "duckdb");
  lake.open(["athena"]);
  assert.deepEqual([choice.of(spray), choice.other(spray), told()], ["athena", undefined, 1]);
  lake.open(["athena", "duckdb"]);
  assert.deepEqual([choice.of(spray), told()], ["duckdb", 2]);
});

test("without a lake, and in a folder, statements run on this machine and there is nothing to switch to", () => {
  for (const engines of [undefined, ["duckdb"] as const, []]) {
    const { choice } = choiceOver(lakeWithEngines(engines));
    assert.deepEqual([choice.of(spray), choice.other(spray)], ["duckdb", undefined]);
  }
});

test("a memory that holds something else is as none", async () => {
  for (const kept of ["x", 3, [1], { "file:///spray.sql": "trino" }, { "file:///spray.sql": null }]) {
    const memory = memento();
    await memory.update("engines", kept);
    assert.equal(choiceOver(lakeWithEngines(["athena", "duckdb"]), memory).choice.of(spray), "athena");
  }
});

test("an engine that the open lake has not is refused in a sentence, and nothing is remembered", async () => {
  const lake = lakeWithEngines(["duckdb"]);
  const { choice } = choiceOver(lake);
  await assert.rejects(chooseEngine(choice, { uri: spray, engine: "athena" }), {
    code: "bad-argument",
    message: /run on this machine only\. Open a TenantTrail stack/,
  });
  lake.open(["duckdb", "athena"]);
  assert.equal(choice.of(spray), "duckdb");
});

test("after it is disposed of, it hears of no lake any more", () => {
  const lake = lakeWithEngines(["duckdb"]);
  const { choice, told } = choiceOver(lake);
  choice.dispose();
  lake.open(["athena"]);
  assert.equal(told(), 0);
});
