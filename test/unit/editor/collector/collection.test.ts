import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Memento } from "vscode";
import type { Connections } from "../../../../src/editor/connections/connections.ts";
import type { OutcomeDocuments } from "../../../../src/editor/outcomes/outcome-documents.ts";
import type { CollectOutcome, CollectRequest, TenantSettings } from "../../../../src/protocol/collector.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import type { LakeService } from "../../../../src/protocol/service/lake-service.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { Collection } = await import("../../../../src/editor/collector/collecting/collect-logs.ts");
const { CollectConsent } = await import("../../../../src/editor/collector/collecting/collect-consent.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");

const tenant: TenantSettings = {
  tenantId: "7b0d6c44-6e1a-4d8a-9a1f-0c9f6c1d2e3f",
  name: "contoso.com",
  cloud: "global",
  clientId: "0d2f0c51-89ab-4f6e-8f0e-3b7f3f6f9a10",
  credentialKind: "secret",
  sources: ["signIns.interactiveUser"],
  since: "2026-11-01T00:00:00Z",
  floors: {},
};

const outcome: CollectOutcome = {
  tables: [{ table: "signins", windows: 1, fetched: 5, added: 4, updated: 1, late: 0, remaining: 0 }],
  failures: [],
  warnings: [],
  requests: 2,
  throttledMs: 0,
  rejected: [],
};

const progress = {
  tenantId: tenant.tenantId,
  table: "signins",
  source: "signIns.interactiveUser",
  from: "2026-11-23T14:00:00Z",
  to: "2026-11-23T15:00:00Z",
  fetched: 5,
  added: 4,
  requests: 2,
  windows: 1,
  remaining: 1,
} as const;

const lake = { kind: "folder", path: "/lake" } as const;
const root = "/real/lake";
const allowed = { root, tenantIds: [tenant.tenantId] };

function collecting(answers: Partial<LakeService>, memory: Memento = memento()) {
  const led: string[] = [];
  const tasks = new RunningTasks();
  const collection = new Collection({
    lake: lakeWith({ listTenants: async () => [tenant], ...answers }),
    connections: {
      require: async () => ({ connection: lake, root }),
      open: async () => ({ connection: lake, root }),
      reloadIfEmpty: async () => undefined,
    } as unknown as Connections,
    tasks,
    consent: new CollectConsent(memory),
    outcomes: { open: async () => undefined } as unknown as OutcomeDocuments,
    leadToTenants: () => led.push("tenants"),
  });
  return { collection, tasks, led };
}

const allow = "Collect into this lake";

/** A memory in which the lake may collect its tenant. */
async function allowing(): Promise<Memento> {
  const memory = memento();
  editor.press = allow;
  await new CollectConsent(memory).require(root, [tenant]);
  editor.messages.length = 0;
  return memory;
}

beforeEach(() => {
  editor.messages.length = 0;
  editor.isTrusted = true;
  editor.press = allow;
});

test("a collection passes its arguments on, returns what was read, and says so", async () => {
  const asked: CollectRequest[] = [];
  const { collection } = collecting({
    collect: async (request) => {
      asked.push(request);
      return outcome;
    },
  });
  const given = { tables: ["signins"], from: "2026-11-21", filter: { users: ["a@x.com"], apps: undefined } } as const;
  const { tables, failures } = await collection.run(given);
  assert.deepEqual(tables, outcome.tables);
  assert.deepEqual(failures, []);
  assert.deepEqual(asked, [{ tables: ["signins"], from: "2026-11-21", filter: { users: ["a@x.com"] }, allowed }]);
  assert.deepEqual(editor.messages.slice(1), [
    { kind: "information", text: "Collected 1 window: 4 rows added, 1 updated." },
  ]);
});

test("a person without a tenant is led to adding one; a program is told", async () => {
  const { collection, led } = collecting({ listTenants: async () => [] });
  await assert.rejects(collection.run(), CancelledError);
  assert.deepEqual(led, ["tenants"]);
  await assert.rejects(collection.run({}), { code: "no-tenant" });
  assert.deepEqual(led, ["tenants"]);
});

test("a tenant that is not collected is named", async () => {
  const { collection } = collecting({});
  await assert.rejects(collection.run({ tenantId: "other" }), { code: "no-tenant", message: /The tenant other/ });
});

test("nothing is collected in restricted mode, nor quietly", async () => {
  editor.isTrusted = false;
  const { collection } = collecting({ collect: async () => outcome });
  await assert.rejects(collection.run({}), { code: "restricted-mode" });
  await assert.rejects(collection.collectQuietly(new AbortController().signal), { code: "restricted-mode" });
});

test("the same collection asked for twice runs once", async () => {
  let runs = 0;
  const ready = Promise.withResolvers<CollectOutcome>();
  const { collection } = collecting({
    collect: () => {
      runs++;
      return ready.promise;
    },
  });
  const both = [collection.run({}), collection.run({})];
  await new Promise((resolve) => setImmediate(resolve));
  ready.resolve(outcome);
  await Promise.all(both);
  assert.equal(runs, 1);
  await collection.run({});
  assert.equal(runs, 2);
});

test("cancelling ends it and says what stays", async () => {
  const { collection, tasks } = collecting({
    collect: (_, options) =>
      new Promise((_resolve, reject) => {
        options?.onProgress?.(progress);
        options?.signal?.addEventListener("abort", () => reject(new CancelledError()));
      }),
  });
  const running = collection.run({});
  await new Promise((resolve) => setImmediate(resolve));
  assert.match(tasks.running[0]?.title ?? "", /^Collecting contoso\.com$/);
  assert.match(tasks.running[0]?.detail ?? "", /^Sign-ins .*14:00–15:00 · 4 rows$/);
  tasks.running[0]?.cancel();
  await assert.rejects(running, CancelledError);
  assert.match(editor.messages.at(-1)?.text ?? "", /^The collection was cancelled\. 4 rows were added and stay\./);
});

test("what is shown follows while rows come, and again at the end", async () => {
  const { collection } = collecting({
    collect: async (_, options) => {
      options?.onProgress?.(progress);
      options?.onProgress?.({ ...progress, added: 5 });
      return outcome;
    },
  });
  let told = 0;
  collection.onDidProgress(() => told++);
  await collection.run({});
  assert.equal(told, 2, "once while it runs, for the second came within the same second, and once at its end");
});

test("a quiet collection shows no message and asks nobody to sign in, and nothing happens without a tenant", async () => {
  const asked: CollectRequest[] = [];
  const { collection } = collecting(
    {
      collect: async (request) => {
        asked.push(request);
        return outcome;
      },
    },
    await allowing(),
  );
  assert.deepEqual(await collection.collectQuietly(new AbortController().signal), outcome);
  assert.equal(asked[0]?.unattended, true);
  const none = collecting({ listTenants: async () => [] });
  assert.equal(await none.collection.collectQuietly(new AbortController().signal), "no tenant");
  assert.deepEqual(editor.messages, []);
});

test("every collection is followed by its tenant, a quiet one, too, and can be cancelled there", async () => {
  const { collection } = collecting({
    collect: (_, options) =>
      new Promise((_resolve, reject) => {
        options?.onProgress?.(progress);
        options?.signal?.addEventListener("abort", () => reject(new CancelledError()));
      }),
  });
  for (const run of [
    () => collection.run({ tables: ["signins"] }),
    () => collection.collectQuietly(new AbortController().signal),
  ]) {
    const running = run();
    await new Promise((resolve) => setImmediate(resolve));
    const [shown] = collection.runs.of(lake);
    assert.deepEqual([shown?.tenantId, shown?.added, shown?.state.kind], [tenant.tenantId, 4, "running"]);
    collection.runs.cancel(tenant.tenantId);
    await assert.rejects(running, CancelledError);
    assert.equal(collection.runs.of(lake)[0]?.state.kind, "cancelled");
  }
});

test("what a collection came to stays known; one of some tables is not taken for all that is due", async () => {
  const { collection } = collecting({ collect: async () => outcome });
  await collection.run({});
  assert.deepEqual(
    collection.runs.of(lake).map(({ added, isWhole, state }) => [added, isWhole, state.kind]),
    [[4, true, "ended"]],
  );
  await collection.run({ tables: ["signins"] });
  assert.equal(collection.runs.of(lake)[0]?.isWhole, false);
});

test("a lake collects a tenant only once a person has allowed it, and is asked about once", async () => {
  const memory = memento();
  const asked: CollectRequest[] = [];
  const answers = {
    collect: async (request: CollectRequest) => {
      asked.push(request);
      return outcome;
    },
  };
  const { collection } = collecting(answers, memory);
  editor.press = undefined;
  for (const given of [undefined, {}, { tenantId: tenant.tenantId }, { tables: ["signins"] as const }])
    await assert.rejects(collection.run(given), CancelledError);
  assert.equal(await collection.collectQuietly(new AbortController().signal), "not allowed");
  assert.equal(asked.length, 0);
  assert.equal(editor.messages.length, 4, "a quiet collection asks nobody");
  editor.press = allow;
  await Promise.all([collection.run({}), collection.run({ tables: ["audits"] })]);
  await collecting(answers, memory).collection.run({});
  assert.deepEqual(await collection.collectQuietly(new AbortController().signal), outcome);
  assert.equal(
    editor.messages.filter(({ text }) => /^Collect the logs of contoso\.com into this lake/.test(text)).length,
    5,
  );
  assert.equal(asked.length, 4);
  assert.deepEqual(
    asked.map((request) => request.allowed),
    asked.map(() => allowed),
  );
});

test("another tenant of the same lake is asked about, and not collected quietly", async () => {
  const other = { ...tenant, tenantId: "9c1e7d55-7f2b-4e9b-8b2a-1d0a7a2d3e4f", name: "fabrikam.com" };
  const asked: CollectRequest[] = [];
  const { collection } = collecting(
    {
      listTenants: async () => [tenant, other],
      collect: async (request) => {
        asked.push(request);
        return outcome;
      },
    },
    await allowing(),
  );
  await collection.collectQuietly(new AbortController().signal);
  assert.deepEqual(asked, [{ allowed, unattended: true }]);
  editor.press = undefined;
  await assert.rejects(collection.run({}), CancelledError);
  await collection.run({ tenantId: tenant.tenantId });
  assert.deepEqual(asked.at(-1), { tenantId: tenant.tenantId, allowed });
  editor.press = allow;
  await collection.run({});
  assert.deepEqual(asked.at(-1)?.allowed?.tenantIds, [tenant.tenantId, other.tenantId]);
});
