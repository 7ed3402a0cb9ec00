import assert from "node:assert/strict";
import { test } from "node:test";
import type { EntityPageState } from "../../../../src/protocol/entity/entity-page.ts";
import type { LogDay } from "../../../../src/protocol/lake.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

useFakeEditor();
const { EntityReader } = await import("../../../../src/editor/entity/entity-reader.ts");
type Parts = ConstructorParameters<typeof EntityReader>[0];

test("a page whose tenant the open lake does not hold says so, and does not say that nothing is known", async () => {
  const days = [{ tenantId: "b", tenantName: "Fabrikam" }] as unknown as readonly LogDay[];
  const parts = {
    lake: lakeWith({ listDays: async () => days }),
    connections: { require: async () => ({}) },
    engines: { of: () => "duckdb" },
    record: () => undefined,
  } as unknown as Parts;
  const told: Partial<EntityPageState>[] = [];
  const entity = { kind: "account", value: "adele@contoso.com", tenantId: "a" } as const;
  const thirty = { from: "last 30 days", to: "last 30 days" };
  await new EntityReader(parts).read(entity, thirty, new AbortController().signal, (part) => told.push(part));
  const { facts, timeline, tenants } = Object.assign({}, ...told) as Partial<EntityPageState>;
  assert.deepEqual(tenants, [{ tenantId: "b", name: "Fabrikam" }]);
  assert.ok(facts?.kind === "failed" && timeline?.kind === "failed");
  assert.match(facts.message, /^The open lake holds no logs of the tenant a\. Open the lake that does, or choose/);
});
