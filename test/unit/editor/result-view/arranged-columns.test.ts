import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptPreferences } from "../../../../src/editor/result-view/kept-preferences.ts";
import { memento } from "../fakes/memento.ts";

const column = (name: string) => ({ name, type: "varchar", kind: "text" as const });
const grouped = { title: "By address", sql: "SELECT a, b FROM signins", columns: [column("a")], coverage: [] };
const arranged = { order: ["b", "a"], hidden: ["a"], widths: { b: 200 } };

test("columns are remembered for each query, and forgotten again; what is damaged is none", async () => {
  const memory = memento();
  const preferences = new KeptPreferences(memory);
  assert.equal(preferences.arrangedOf(grouped), undefined);
  await preferences.keepArranged(grouped, arranged);
  assert.deepEqual(new KeptPreferences(memory).arrangedOf(grouped), arranged);
  assert.equal(preferences.arrangedOf({ ...grouped, title: "By account" }), undefined);
  await preferences.keepArranged(grouped, null);
  assert.equal(preferences.arrangedOf(grouped), undefined);
  await memory.update("arrangedColumns", { "query By address": { order: [1], hidden: [], widths: {} } });
  assert.equal(preferences.arrangedOf(grouped), undefined);
});
