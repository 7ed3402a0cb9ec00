import assert from "node:assert/strict";
import { test } from "node:test";
import { changeOf } from "../../../../src/aws/deploy/change-set.ts";
import { changeLines } from "../../../../src/aws/deploy/change-words.ts";
import { monthlyPrice, priceTable } from "../../../../src/aws/deploy/monthly-price.ts";
import { failuresOf } from "../../../../src/aws/deploy/stack-events.ts";
import { awsFailure } from "../../../../src/aws/session/aws-failure.ts";
import { isBusy, isWell, stackTrouble } from "../../../../src/aws/stack/stack-states.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";

test("what is removed or replaced is told first, and that a kept resource stays", () => {
  const change = (Action: "Add" | "Modify" | "Remove", LogicalResourceId: string, more = {}) => ({
    ResourceChange: { Action, LogicalResourceId, ResourceType: "AWS::S3::Bucket", ...more },
  });
  const changes = [
    change("Add", "New"),
    change("Modify", "Same", { Replacement: "False", Details: [{ Target: { Attribute: "Tags" } }] }),
    change("Modify", "Maybe", { Replacement: "Conditional" }),
    change("Modify", "Key", {
      Replacement: "True",
      Details: [{ Target: { Attribute: "Properties", Name: "KeySpec" } }],
    }),
    change("Remove", "Lake", { PolicyAction: "Retain" }),
  ].flatMap(changeOf);
  assert.deepEqual(changeLines(changes), [
    "remove Lake (AWS::S3::Bucket) (the old one stays in the account)",
    "replace Key (AWS::S3::Bucket): KeySpec",
    "change, perhaps replace Maybe (AWS::S3::Bucket)",
    "change Same (AWS::S3::Bucket): Tags",
    "add New (AWS::S3::Bucket)",
  ]);
});

test("the failure that the others follow from is the first, whenever it is reported", () => {
  const event = (resource: string, status: string, reason?: string) => ({
    at: "",
    resource,
    type: "",
    status,
    isFailure: status.endsWith("_FAILED"),
    ...(reason !== undefined && { reason }),
  });
  const events = [
    event("A", "CREATE_COMPLETE"),
    event("B", "CREATE_FAILED", "Resource creation cancelled"),
    event("C", "CREATE_FAILED", "The name is taken"),
  ];
  assert.deepEqual(
    failuresOf(events).map(({ resource }) => resource),
    ["C", "B"],
  );
});

test("every state of a stack is well, busy or a sentence, or one that an update can start from", () => {
  const states = [
    ...["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"],
    ...["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS"],
    ...["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS"],
    ...["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"],
    ...["DELETE_COMPLETE", "REVIEW_IN_PROGRESS"],
  ];
  for (const state of states) {
    assert.ok(isWell(state) || isBusy(state) || stackTrouble("s", state) !== undefined, state);
    assert.ok(!(isWell(state) && isBusy(state)), state);
  }
  assert.equal(stackTrouble("s", "UPDATE_ROLLBACK_COMPLETE"), undefined);
});

test("a price has a line for each part, more events cost more, and fewer runs less", () => {
  const stack = { architecture: "arm64", memoryMb: 1024, alarms: 13, months: 12 } as const;
  const total = (schedule: "15 minutes" | "1 day", eventsADay: number): number =>
    monthlyPrice({ ...stack, schedule, eventsADay }).reduce((sum, { dollars }) => sum + dollars, 0);
  assert.ok(total("15 minutes", 10_000) < total("15 minutes", 10_000_000));
  assert.ok(total("1 day", 10_000) < total("15 minutes", 10_000));
  assert.match(
    priceTable(monthlyPrice({ ...stack, schedule: "1 hour", eventsADay: 1 })),
    /Alarms +\$1\.30 {2}13 alarms/,
  );
});

test("failures of AWS are sentences with the next step", () => {
  const error = (name: string, message: string, more = {}): Error =>
    Object.assign(new Error(message), { name, ...more });
  const signIn = ["aws", "sso", "login", "--profile", "work"] as const;
  const told = (of: Error): TenantTrailError => {
    const failure = awsFailure(of, { who: "profile work", signIn }, "listing stacks");
    assert.ok(failure instanceof TenantTrailError);
    return failure;
  };
  const expired = told(error("ExpiredTokenException", "The security token included in the request is expired"));
  assert.deepEqual([expired.code, expired.command], ["aws-sign-in", signIn]);
  const denied = told(
    error(
      "AccessDenied",
      "User: arn:aws:iam::1:user/a is not authorized to perform: s3:ListBucket with an explicit deny",
    ),
  );
  assert.equal(denied.code, "aws-denied");
  assert.match(denied.message, /profile work \(s3:ListBucket\), which listing stacks needs\. A policy forbids it/);
  const headers = { headers: { "x-amz-bucket-region": "eu-west-3" } };
  assert.match(told(error("PermanentRedirect", "x", { $response: headers })).message, /bucket is in region eu-west-3/);
  assert.equal(told(error("Throttling", "Rate exceeded")).code, "throttled");
  assert.equal(told(error("Error", "connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" })).code, "unreachable");
  assert.match(
    told(error("ValidationError", "The name is too long")).message,
    /^Listing stacks failed: The name is too long\.$/,
  );
  assert.equal(awsFailure(error("AbortError", "aborted"), { who: "x" }, "y").name, "CancelledError");
});
