import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssistantWorld } from "../../../src/assistant/assistant-world.ts";
import { entityFacts } from "../../../src/assistant/tools/entity-facts-tool.ts";
import type { LogDay } from "../../../src/protocol/lake.ts";

const never = new AbortController().signal;

function worldOf(...tenants: readonly string[]): AssistantWorld {
  const days = tenants.map((tenantId) => ({ tenantId }) as LogDay);
  return {
    lake: { listDays: async () => days } as unknown as AssistantWorld["lake"],
    connection: async () => ({ label: "lake", engine: "duckdb", hasLedger: true }),
    savedQueries: async () => [
      { name: "entity/what-is-known-of-an-entity", text: "/*---\ntitle: x\n---*/\nSELECT :kind, :value, :tenant;" },
    ],
    mayScanBytes: () => 0,
  };
}

async function asked(given: object, world: AssistantWorld) {
  return (await entityFacts.query?.(given, world, never))?.request.params;
}

test("the tenant is the lake's only one, or must be named: two people may have one name", async () => {
  const days = { from: "last 30 days", to: "last 30 days" };
  const value = "adele@contoso.com";
  const told = { ...days, kind: "account", value, tenant: "a" };
  assert.deepEqual(await asked({ value }, worldOf("a", "a")), told);
  assert.deepEqual(await asked({ value, tenantId: "a" }, worldOf("a", "b")), told);
  await assert.rejects(asked({ value }, worldOf("a", "b")), { code: "bad-argument", message: /Give one of a, b\./ });
  assert.equal((await asked({ value }, worldOf()))?.["tenant"], "");
});

test("an address is asked for as it is held, and what is none is refused", async () => {
  const known = await asked({ value: "[2001:DB8:0::7]:443" }, worldOf("a"));
  assert.deepEqual([known?.["kind"], known?.["value"]], ["address", "2001:db8::7"]);
  await assert.rejects(asked({ value: "x", kind: "address" }, worldOf("a")), { code: "bad-argument" });
  await assert.rejects(asked({ value: "9d0ba8a6-0000-4000-8000-000000000001" }, worldOf("a")), /Give one of account/);
});
