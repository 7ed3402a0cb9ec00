import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { DashboardParameters, Dashboards } from "../../../../src/protocol/aws/listed-dashboards.ts";
import { CancelledError } from "../../../../src/protocol/errors.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { Connections } = await import("../../../../src/editor/connections/connections.ts");
const { ConnectionMemory } = await import("../../../../src/editor/connections/connection-memory.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");
const { DashboardPages } = await import("../../../../src/editor/aws/dashboards/open-dashboard.ts");
const { DashboardsTree } = await import("../../../../src/editor/aws/dashboards/dashboards-tree.ts");

const page = (id: string): string => `https://eu-west-1.quicksight.aws.amazon.com/sn/dashboards/${id}`;
const board = (id: string, name: string) => ({ id, name, url: page(id), publishedAt: "2026-11-02T03:04:05.000Z" });
const some: Dashboards = { dashboards: [board("a", "Failed sign-ins"), board("b", "Risky users")] };

beforeEach(() => {
  editor.messages.length = 0;
  editor.answers.length = 0;
  editor.opened.length = 0;
  editor.press = undefined;
});

async function parts(listed: Dashboards | Error, declared: DashboardParameters = { parameters: [] }) {
  const lake = lakeWith({
    useConnection: async (connection) => {
      return { connection, root: "", isKnown: true, label: "", tenants: [], simulated: false };
    },
    listDashboards: async () => {
      if (listed instanceof Error) throw listed;
      return listed;
    },
    dashboardParameters: async () => declared,
  });
  const connections = new Connections(lake, new ConnectionMemory(memento(), memento()));
  await connections.use({ kind: "aws", region: "eu-west-1", stack: "s" });
  return { lake, connections };
}

async function pages(listed: Dashboards, declared?: DashboardParameters, opens = true) {
  return new DashboardPages({
    ...(await parts(listed, declared)),
    tasks: new RunningTasks(),
    openExternal: async (url) => {
      editor.opened.push(url);
      return opens;
    },
  });
}

test("a dashboard that a program names opens with the values that it has parameters for", async () => {
  const of = await pages(some, { parameters: [{ name: "UserPrincipalName", kind: "text" }] });
  const values = { userPrincipalName: "mallory@contoso.example", ipAddress: "192.0.2.1" };
  const url = `${page("b")}#p.UserPrincipalName=mallory%40contoso.example`;
  assert.deepEqual(await of.open({ dashboardId: "b", values }), {
    dashboardId: "b",
    url,
    passed: ["UserPrincipalName"],
  });
  assert.deepEqual(editor.opened, [url]);
  await assert.rejects(of.open({ dashboardId: "c" }), { code: "bad-argument", message: /"c"/ });
  await assert.rejects(of.open({ dashboardId: 1 } as never), { code: "bad-argument" });
});

test("without a name the person chooses; choosing none, or not opening it, is a cancellation", async () => {
  editor.answers.push("Risky users");
  assert.equal((await (await pages(some)).open()).dashboardId, "b");
  await assert.rejects((await pages(some, undefined, false)).open({ dashboardId: "a" }), CancelledError);
});

test("a row whose columns are no parameters opens the dashboard as it is, and the person is told", async () => {
  editor.answers.push("Failed");
  const of = await pages(some, { parameters: [{ name: "city", kind: "text" }] });
  assert.deepEqual((await of.openForRow({ ipAddress: "192.0.2.1" })).passed, []);
  assert.match(editor.messages.at(-1)?.text ?? "", /Failed sign-ins has no parameter with the name of a column/);
  editor.answers.push("Failed");
  const denied = await pages(some, { parameters: [], unavailable: "A permission is missing." });
  assert.equal((await denied.openForRow({ city: "Ulm" })).note, "A permission is missing.");
  assert.equal(editor.messages.at(-1)?.text, "A permission is missing.");
});

test("the view lists the dashboards, and says in a sentence why there are none", async () => {
  const said: string[] = [];
  const recorded: unknown[] = [];
  const tree = async (listed: Dashboards | Error) =>
    new DashboardsTree({
      ...(await parts(listed)),
      say: (sentence) => void said.push(sentence),
      record: (error) => void recorded.push(error),
    });
  const shown = await (await tree(some)).getChildren();
  assert.deepEqual(
    shown.map(({ name }) => name),
    ["Failed sign-ins", "Risky users"],
  );
  const unavailable = "This account has no subscription of Amazon Quick Sight.";
  assert.deepEqual(await (await tree({ dashboards: [], unavailable })).getChildren(), []);
  assert.deepEqual(said, ["", unavailable]);
  assert.deepEqual(recorded, []);
  assert.deepEqual(await (await tree(new Error("cut"))).getChildren(), []);
  assert.match(said.at(-1) ?? "", /cut/);
  assert.equal(recorded.length, 1);
});
