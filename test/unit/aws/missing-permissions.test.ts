import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { planStack } from "../../../src/aws/deploy/change-set.ts";
import { deleteStack } from "../../../src/aws/deploy/delete-stack.ts";
import { executePlan } from "../../../src/aws/deploy/execute-plan.ts";
import { preflight } from "../../../src/aws/deploy/preflight.ts";
import {
  putTenantCredential,
  removeTenantCredential,
  tenantsOfStack,
} from "../../../src/aws/deploy/stored-credentials.ts";
import { uploadArtifact } from "../../../src/aws/deploy/upload-artifact.ts";
import { alarmStates } from "../../../src/aws/invoke/alarm-states.ts";
import { failedRuns, runLog } from "../../../src/aws/invoke/failed-runs.ts";
import { invokeFunction } from "../../../src/aws/invoke/invoke-function.ts";
import { listObjects } from "../../../src/aws/objects/list-objects.ts";
import { tableLocations } from "../../../src/aws/objects/table-locations.ts";
import type { AwsSession } from "../../../src/aws/session/aws-session.ts";
import { athenaPlaces } from "../../../src/aws/stack/athena-places.ts";
import { findStacks, requireStack } from "../../../src/aws/stack/find-stacks.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { denied, scriptedSession } from "./scripted-aws.ts";

const tenantId = "11111111-2222-3333-4444-555555555555";
const place = { parameterPath: "/tenanttrail/logs/tenants/", keyArn: "k" };
const design = {
  name: "logs",
  kind: "collector",
  version: "1",
  template: { body: "{}" },
  declares: [],
  parameters: {},
} as const;
const stack = (StackStatus: string): object => ({
  Stacks: [{ StackName: "logs", StackId: "id", StackStatus, Tags: [{ Key: "tenanttrail:stack", Value: "collector" }] }],
});
const listener = () => undefined;

/** What a person does, and the answers of AWS that are not empty. */
const doings: Readonly<Record<string, (session: AwsSession) => Promise<unknown>>> = {
  "find stacks": (session) => findStacks(session, "collector"),
  "open a stack": (session) => requireStack(session, "logs", "collector"),
  "choose a workgroup": (session) => athenaPlaces(session),
  "see alarms": (session) => alarmStates(session, "logs"),
  "see failed runs": (session) => failedRuns(session, ["f"], 0),
  "see a log": (session) => runLog(session, { function: "f", requestId: "r", at: "2026-11-20T00:00:00Z" }),
  "collect now": (session) => invokeFunction(session, "f", {}),
  "list S3": (session) => listObjects(session, { address: "s3://logs/slices/" }, Date.now()),
  "see tables": (session) => tableLocations(session, "trail"),
  "look before deploying": (session) => preflight(session),
  "upload code": (session) =>
    uploadArtifact(session, "code", { file: fileURLToPath(import.meta.url), folder: "c/", ending: ".zip" }),
  "prepare changes": (session) => planStack(session, design),
  deploy: (session) =>
    executePlan(session, { stack: "logs", changeSet: "c", isNew: false, changes: [] }, Date.now, listener),
  "delete a stack": (session) => deleteStack(session, { name: "logs", kind: "collector" }, Date.now, listener),
  "keep a credential": (session) =>
    putTenantCredential(session, place, {
      tenantId,
      clientId: tenantId,
      cloud: "global",
      secret: { clientSecret: "s" },
    }),
  "list tenants": (session) => tenantsOfStack(session, place),
  "forget a credential": (session) => removeTenantCredential(session, place, tenantId),
};

/** Where something else is done instead: S3 answers 403 to who may not list, and the code is then uploaded anew. */
const doneWithout: readonly string[] = ["upload code: HeadObject"];

const answers: Readonly<Record<string, readonly object[]>> = {
  DescribeStacks: [stack("UPDATE_COMPLETE")],
  DescribeChangeSet: [{ Status: "CREATE_COMPLETE" }],
  ListStackResources: [
    { StackResourceSummaries: [{ ResourceType: "AWS::CloudWatch::Alarm", PhysicalResourceId: "alarm" }] },
  ],
};

for (const [doing, work] of Object.entries(doings))
  test(`each permission that is missing alone is named with its profile: ${doing}`, async () => {
    const deletes = doing === "delete a stack";
    const good = (command: string, isDeleted: boolean): object =>
      isDeleted ? stack("DELETE_COMPLETE") : (answers[command]?.[0] ?? {});
    const run = (missing?: string): { readonly asked: readonly string[]; readonly work: Promise<unknown> } => {
      let isDeleted = false;
      const { session, asked } = scriptedSession((command) => {
        if (command === missing) return denied(command);
        if (deletes && command === "DeleteStack") isDeleted = true;
        return good(command, isDeleted && command === "DescribeStacks");
      });
      return { asked, work: work(session) };
    };
    const whole = run();
    await whole.work;
    assert.ok(whole.asked.length > 0);
    for (const command of new Set(whole.asked)) {
      const attempt = run(command);
      if (doneWithout.includes(`${doing}: ${command}`)) {
        await attempt.work;
        continue;
      }
      const error: unknown = await attempt.work.then(
        () => assert.fail(`${command}: it succeeded`),
        (thrown) => thrown,
      );
      assert.ok(error instanceof TenantTrailError, `${command}: ${error}`);
      // What was begun goes on in CloudFormation, whether it can be followed or not.
      assert.equal(error.code, /goes on/.test(error.message) ? "deploy-goes-on" : "aws-denied");
      const sentence = `A permission is missing for profile test (some:${command}), which `;
      assert.ok(error.message.startsWith(sentence), error.message);
      assert.match(error.message, /Ask for it, or choose another profile\./);
      // A change set that cannot be read is not left behind.
      if (doing === "prepare changes" && command === "DescribeChangeSet")
        assert.ok(attempt.asked.includes("DeleteChangeSet"));
    }
  });
