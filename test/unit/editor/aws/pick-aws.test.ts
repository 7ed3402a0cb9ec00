import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { AwsPlace } from "../../../../src/protocol/aws/aws-places.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";

const editor = useFakeEditor();
const { pickAws } = await import("../../../../src/editor/connections/pick-aws.ts");

const asked: AwsPlace[] = [];
const lake = lakeWith({
  awsProfiles: async () => [
    { kind: "environment", region: "us-east-1" },
    { name: "work", kind: "sso", region: "eu-west-1" },
    { name: "test", kind: "keys", endpoint: "http://127.0.0.1:4566" },
  ],
  awsStacks: async (place) => {
    asked.push(place);
    return [{ name: "logs", id: "i", status: "UPDATE_COMPLETE", version: "0.1.0" }];
  },
  athenaPlaces: async () => ({ workgroups: ["primary"], databases: ["others"] }),
});

beforeEach(() => {
  asked.length = 0;
  editor.answers.length = 0;
  editor.shown.length = 0;
  editor.isTrusted = true;
});

test("a profile, its region and a stack that is found there make a connection", async () => {
  editor.answers.push("work", "eu-west-1", "logs");
  assert.deepEqual(await pickAws(lake, []), { kind: "aws", profile: "work", region: "eu-west-1", stack: "logs" });
  assert.deepEqual(asked, [{ profile: "work", region: "eu-west-1" }]);
  const lists = editor.shown.filter(({ by }) => by === "showQuickPick").map(({ what }) => JSON.stringify(what));
  assert.match(lists[0] ?? "", /IAM Identity Center · eu-west-1/);
  assert.match(lists[1] ?? "", /"\[?.*eu-west-1.*Ireland · the profile's own/);
});

test("a workgroup and a database are chosen by hand, in a region that is typed, at the profile's endpoint", async () => {
  editor.answers.push("test", "Another region", " ap-southeast-9 ", "A workgroup and a database", "primary", "others");
  const place = { profile: "test", region: "ap-southeast-9", endpoint: "http://127.0.0.1:4566" };
  const connection = { kind: "aws", ...place, workgroup: "primary", database: "others" };
  assert.deepEqual(await pickAws(lake, []), connection);
});

test("the environment's own credentials have no profile, and used regions come first", async () => {
  editor.answers.push("This editor's environment", "sa-east-1", "logs");
  const known = [{ kind: "aws", region: "sa-east-1" }] as const;
  assert.deepEqual(await pickAws(lake, known), { kind: "aws", region: "sa-east-1", stack: "logs" });
  const regions = editor.shown.filter(({ by }) => by === "showQuickPick")[1]?.what as [{ label: string }[]];
  assert.deepEqual(
    regions[0].slice(0, 3).map(({ label }) => label),
    ["$(globe) us-east-1", "$(globe) sa-east-1", "Other regions"],
  );
});

test("leaving a list is a cancellation, restricted mode asks nothing, and no profile names the way to get one", async () => {
  await assert.rejects(pickAws(lake, []), { name: "CancelledError" });
  editor.isTrusted = false;
  await assert.rejects(pickAws(lake, []), { code: "restricted-mode" });
  editor.isTrusted = true;
  const none = lakeWith({ awsProfiles: async () => [] });
  await assert.rejects(pickAws(none, []), { code: "aws-profile", message: /aws login/ });
});
