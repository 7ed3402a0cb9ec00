import assert from "node:assert/strict";
import { test } from "node:test";
import type { Memento } from "vscode";
import type { TenantSettings } from "../../../../src/protocol/collector.ts";
import type { ParameterDeclaration } from "../../../../src/protocol/query-parameters.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { CollectConsent } = await import("../../../../src/editor/collector/collecting/collect-consent.ts");
const { ConnectionMemory } = await import("../../../../src/editor/connections/connection-memory.ts");
const { historyWords } = await import("../../../../src/editor/history/history-words.ts");
const { QueryHistory } = await import("../../../../src/editor/history/query-history.ts");
const { LastValues } = await import("../../../../src/editor/queries/last-values.ts");

/** What an earlier version, or a damaged file, may have left in the place of any remembered value. */
const strange: readonly unknown[] = [
  ...[null, 0, "text", true, {}, [], [null], [0], ["a"], [{}], [[]], { path: 5 }, { kind: "folder" }],
  ...[{ kind: "folder", path: 5 }, [{ kind: "folder", path: null }], { "name varchar": 5 }],
  ...[[{ id: "x", title: 5, sql: "SELECT 1", ended: "succeeded", at: "2026-11-01" }]],
  ...[[{ id: "x", title: "t", sql: "SELECT 1", ended: "otherwise", at: "2026-11-01" }]],
  ...[[{ id: "x", title: "t", sql: "SELECT 1", ended: "failed", at: "2026-11-01", asked: "words" }]],
  ...[[{ id: "x", title: "t", sql: "SELECT 1", ended: "failed", at: "2026-11-01", unread: 5 }]],
];

/** A memory that holds the same under every key, until something else is put there. */
function holding(value: unknown): Memento {
  const own = memento();
  return {
    ...own,
    get: <T>(key: string, otherwise?: T): T =>
      (own.keys().includes(key) ? own.get<T>(key) : (value as T)) ?? (otherwise as T),
  } as Memento;
}

test("remembered values of another kind are as if they were not there", async () => {
  const name: ParameterDeclaration = { name: "name", type: "varchar" };
  for (const value of strange) {
    const says = JSON.stringify(value);
    const connections = new ConnectionMemory(holding(value), holding(value));
    assert.equal(connections.last, undefined, says);
    assert.deepEqual(connections.known, [], says);
    assert.equal(connections.hasHeld("/lake"), false, says);
    await connections.rememberHeld("/lake");
    assert.equal(connections.hasHeld("/lake"), true, says);
    await connections.remember({ kind: "folder", path: "/lake" });
    assert.deepEqual(connections.known, [{ kind: "folder", path: "/lake" }], says);

    const consent = new CollectConsent(holding(value));
    assert.equal(consent.isGiven("/lake", "t"), false, says);
    await consent.forget("/lake", "t");

    const last = new LastValues(holding(value));
    assert.equal(last.typed(name), undefined, says);
    assert.equal(last.days(), undefined, says);
    await last.rememberTyped(name, "typed");
    assert.equal(last.typed(name), "typed", says);

    const history = new QueryHistory(holding(value));
    for (const entry of history.entries) assert.ok(historyWords(entry, new Date()).description, says);
    await history.add({ id: "new", title: "t", sql: "SELECT 1", ended: "succeeded", at: "2026-11-01T00:00:00Z" });
    assert.equal(history.entries[0]?.id, "new", says);
  }
});

test("a text in the place of the lakes that may collect allows none, whatever it contains", () => {
  assert.equal(new CollectConsent(holding(JSON.stringify([["/lake", "t"]]))).isGiven("/lake", "t"), false);
});

test("what a person lets one lake collect, another lake and another tenant may not", async () => {
  const memory = memento();
  const tenant = { tenantId: "t", name: "contoso.example" } as TenantSettings;
  editor.press = "Collect into this lake";
  await new CollectConsent(memory).require("/lake", [tenant]);
  const consent = new CollectConsent(memory);
  assert.deepEqual(
    [consent.isGiven("/lake", "T"), consent.isGiven("/lake2", "t"), consent.isGiven("/lake", "u")],
    [true, false, false],
  );
});
