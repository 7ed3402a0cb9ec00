import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "../../../../scripts/lib/paths.mjs";
import type { EntityPageState } from "../../../../src/protocol/entity/entity-page.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { LogDay } from "../../../../src/protocol/lake.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

useFakeEditor();
const { Uri } = await import("vscode");
const { EntityReader } = await import("../../../../src/editor/entity/entity-reader.ts");
type Parts = ConstructorParameters<typeof EntityReader>[0];

test("on Athena a page says what it scans and costs before anything is asked, and goes on where that is not known", async () => {
  for (const isKnown of [true, false]) {
    const order: string[] = [];
    const lake = lakeWith({
      listDays: async () => [],
      estimateScan: async ({ engine }) => {
        if (!isKnown) throw new Error("no");
        order.push(`estimate ${engine}`);
        return { bytes: 42_000_000, days: 30 };
      },
      runQuery: async ({ engine }) => {
        order.push(`run ${engine}`);
        throw new TenantTrailError("sql-failed", "no");
      },
    });
    const parts = {
      extension: Uri.file(root),
      lake,
      connections: { require: async () => ({}) },
      engines: { of: () => "athena" },
      tasks: { run: (_title: string, _place: string, work: (task: object) => unknown) => work({}) },
      record: () => undefined,
    } as unknown as Parts;
    const entity = { kind: "account", value: "adele@contoso.com" } as const;
    const thirty = { from: "last 30 days", to: "last 30 days" };
    await new EntityReader(parts).read(entity, thirty, new AbortController().signal, ({ cost, facts }) => {
      if (cost !== undefined) order.push(cost);
      if (facts !== undefined) order.push(facts.kind);
    });
    const told = isKnown
      ? ["estimate athena", "estimate athena", "2 queries scan at most 84 MB on Athena (about 0.042 ¢)."]
      : [""];
    assert.deepEqual(order, [...told, "run athena", "failed"]);
  }
});

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
