import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { InvokeOutcome, InvokeRequest } from "../../../../src/protocol/aws/function-runs.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";
import { day } from "../fakes/some-log-days.ts";

const editor = useFakeEditor();
const { Connections } = await import("../../../../src/editor/connections/connections.ts");
const { ConnectionMemory } = await import("../../../../src/editor/connections/connection-memory.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");
const { CollectorFunctions } = await import("../../../../src/editor/aws/functions/collector-functions.ts");
const { invokeDetails, invokeSummary } = await import("../../../../src/editor/aws/functions/invoke-outcome.ts");
const { alarmsInShort, ringingAlarms } = await import("../../../../src/editor/aws/functions/alarm-words.ts");
const { invokeRequestsOf } = await import("../../../../src/editor/log-days/collect-now.ts");
const { buildLogDays } = await import("../../../../src/editor/log-days/log-days-model.ts");

const opened: string[] = [];
const asked: InvokeRequest[] = [];

const run = (given: Partial<InvokeOutcome>): InvokeOutcome => ({ function: "f", requestId: "r", log: "END", ...given });

beforeEach(() => {
  opened.length = 0;
  asked.length = 0;
  editor.messages.length = 0;
  editor.isTrusted = true;
  editor.press = "Show details";
});

async function functions(answer: InvokeOutcome) {
  const lake = lakeWith({
    useConnection: async (connection) => {
      return { connection, root: "", isKnown: true, label: "", tenants: [], simulated: false };
    },
    invokeCollector: async (request) => {
      asked.push(request);
      return answer;
    },
  });
  const connections = new Connections(lake, new ConnectionMemory(memento(), memento()));
  await connections.use({ kind: "aws", region: "eu-west-1", stack: "s" });
  return new CollectorFunctions({
    lake,
    connections,
    tasks: new RunningTasks(),
    outcomes: { open: async (_title: string, text: string) => void opened.push(text) } as never,
    onCollected: () => undefined,
  });
}

test("a run by hand answers the function's report, and its details show the end of its log", async () => {
  const outcome = run({ failure: "boom", log: "START\nERROR boom\n" });
  const of = await functions(outcome);
  assert.deepEqual(await of.run({ table: "signins", from: "2026-11-01", to: "2026-11-02" }), outcome);
  assert.deepEqual(asked, [{ table: "signins", from: "2026-11-01", to: "2026-11-02" }]);
  await new Promise(setImmediate);
  assert.equal(editor.messages.at(-1)?.kind, "warning");
  assert.match(opened[0] ?? "", /The run of f failed: boom[\s\S]*End of the log\n {4}- START\n {4}- ERROR boom/);
});

test("restricted mode runs nothing in AWS, and arguments of another shape are refused", async () => {
  const of = await functions(run({}));
  await assert.rejects(of.run({ table: "signins", from: "2026-11-02", to: "2026-11-01" }), { code: "bad-argument" });
  await assert.rejects(of.run({ table: "nothing" } as never), { code: "bad-argument" });
  editor.isTrusted = false;
  await assert.rejects(of.run({ table: "signins" }), { code: "restricted-mode" });
  assert.deepEqual(asked, []);
});

test("a busy function, a stack without tenants and an answer of another version are each a sentence", () => {
  const busy = { state: "busy", function: "signins", since: "10:00", until: "10:13" };
  assert.match(invokeSummary(run({ report: busy })), /at work since 10:00, until 10:13 at most/);
  const none = { state: "no-tenant", function: "signins", parameterPath: "/tenanttrail/s/tenants/" };
  assert.match(invokeSummary(run({ report: none })), /no credential below \/tenanttrail\/s\/tenants\//);
  assert.match(invokeSummary(run({ report: { state: "new" } })), /not one that this version knows/);
  assert.match(invokeDetails([run({ report: none, log: "" })]), /The run wrote nothing/);
});

test("collecting now asks for what is due of a table, for the stretches of gaps, and for whole days", () => {
  const gap = { from: "2026-11-21T03:00:00.000Z", to: "2026-11-21T05:00:00.000Z" };
  const days = [day({ day: "2026-11-21", state: "gap", gaps: [gap] }), day({ day: "2026-11-22", state: "settling" })];
  const [table] = buildLogDays(days);
  assert.ok(table);
  const requests = invokeRequestsOf(table.months.flatMap((month) => month.days));
  assert.deepEqual(requests, [
    { table: "signins", tenantId: "tenant", ...gap },
    {
      table: "signins",
      tenantId: "tenant",
      from: "2026-11-22T00:00:00.000Z",
      to: "2026-11-23T00:00:00.000Z",
    },
  ]);
  assert.deepEqual(invokeRequestsOf([table]), [{ table: "signins" }]);
});

test("alarms that ring are told above the days, the others in short", () => {
  const alarm = { name: "n", description: "No new sign-ins.", reason: "", since: "2026-11-22T10:00:00.000Z" };
  const states = [{ ...alarm, state: "ALARM" } as const, { ...alarm, state: "OK" } as const];
  assert.equal(alarmsInShort(states), "1 alarm");
  assert.equal(ringingAlarms(states), "Alarm since 2026-11-22 10:00 UTC: No new sign-ins.");
  assert.equal(alarmsInShort([{ ...alarm, state: "OK" }]), "no alarm");
  assert.equal(alarmsInShort([]), "");
});
