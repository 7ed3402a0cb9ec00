import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { StackOutcome } from "../../../../src/protocol/aws/stack-changes.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { deployStack } = await import("../../../../src/editor/aws/deploy/deploy-command.ts");
const { DeployMemory } = await import("../../../../src/editor/aws/deploy/deploy-memory.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");

const id = "arn:aws:cloudformation:eu-west-1:123456789012:stack/contoso-logs/1";
const made: StackOutcome = {
  stack: "contoso-logs",
  id,
  status: "CREATE_COMPLETE",
  outputs: { BucketName: "contoso-logs-lake" },
};
const planned: unknown[] = [];
const lake = lakeWith({
  awsProfiles: async () => [{ name: "work", kind: "sso", region: "eu-west-1" }],
  planDeploy: async ({ region, profile, stack, parameters }) => {
    planned.push({ region, profile, stack, parameters });
    const change = { kind: "add", resource: "Lake", type: "AWS::S3::Bucket", because: [], isKept: false } as const;
    return { plan: { stack, changeSet: "c", isNew: true, changes: [change] }, price: [] };
  },
  executeDeploy: async () => made,
  dropDeploy: async () => undefined,
});

beforeEach(() => {
  planned.length = 0;
  editor.answers.length = 0;
  editor.shown.length = 0;
  editor.isTrusted = true;
});

function parts() {
  const showPage = () => assert.fail("the page is for who gives nothing");
  return { lake, tasks: new RunningTasks(), memory: new DeployMemory(memento()), showPage };
}
const outcome = { stackId: id, status: "CREATE_COMPLETE", outputs: made.outputs };

test("a first stack is made of what is given, without a question", async () => {
  const given = { stack: "contoso-logs", region: "eu-central-1", profile: "work", confirm: true };
  const parameters = { NotificationEmail: "soc@contoso.com" };
  assert.deepEqual(await deployStack(parts(), { ...given, parameters }), outcome);
  const { confirm, ...place } = given;
  assert.deepEqual(planned, [{ ...place, parameters }]);
  assert.deepEqual(
    editor.shown.filter(({ by }) => by === "showQuickPick" || by === "showInputBox"),
    [],
  );
});

test("the first time, what is missing alone is asked for: the region, with the profile's first, and the name", async () => {
  editor.answers.push("eu-west-1", "contoso-logs");
  assert.deepEqual(await deployStack(parts(), { profile: "work", confirm: true }), outcome);
  assert.deepEqual(planned, [{ region: "eu-west-1", profile: "work", stack: "contoso-logs", parameters: {} }]);
  const [list] = editor.shown.filter(({ by }) => by === "showQuickPick");
  assert.match(JSON.stringify(list?.what), /^\[?\[.*?eu-west-1","description":"[^"]*the profile's own/);
  editor.answers.push("other-logs");
  await deployStack(parts(), { region: "us-east-1", confirm: true });
  assert.deepEqual(planned.at(-1), { region: "us-east-1", profile: undefined, stack: "other-logs", parameters: {} });
});

test("what was deployed the last time is not asked for again, and leaving a question makes nothing", async () => {
  const again = parts();
  await deployStack(again, { stack: "contoso-logs", region: "eu-west-1", profile: "work", confirm: true });
  await deployStack(again, { confirm: true });
  assert.deepEqual(planned[1], { region: "eu-west-1", profile: "work", stack: "contoso-logs", parameters: {} });
  await assert.rejects(deployStack(parts(), { confirm: true }), { name: "CancelledError" });
  assert.equal(planned.length, 2);
});
