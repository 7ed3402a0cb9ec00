import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptPreferences } from "../../../../src/editor/result-view/kept-preferences.ts";
import { memento } from "../fakes/memento.ts";

test("what is kept comes back, and what another version or a damaged file left does not", async () => {
  const memory = memento();
  const kept = new KeptPreferences(memory);
  assert.deepEqual(kept.current, {});
  await kept.keep({ pane: "record", paneWidth: 420, hidesEmptyFields: true });
  assert.deepEqual(new KeptPreferences(memory).current, { pane: "record", paneWidth: 420, hidesEmptyFields: true });
  for (const damaged of ["x", null, [], { pane: "all", paneWidth: "wide", hidesEmptyFields: 1 }]) {
    await memory.update("resultView", damaged);
    assert.deepEqual(kept.current, {});
  }
});
