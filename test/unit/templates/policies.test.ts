import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { templateFile } from "./read-template.ts";

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Actions that name no resource, or whose resource nobody knows before it is made (Service Authorization Reference). */
const everywhere = [
  "athena:GetDataCatalog",
  "athena:ListDataCatalogs",
  "athena:ListWorkGroups",
  "cloudformation:DescribeStacks",
  "cloudformation:ValidateTemplate",
  "cloudwatch:DescribeAlarms",
  "kms:CreateKey",
  "kms:TagResource",
  "lambda:GetAccountSettings",
  "logs:FilterLogEvents",
  "quicksight:DescribeDashboardDefinition",
  "quicksight:ListDashboards",
];

for (const name of ["deployer", "analyst"])
  test(`the policy of the ${name} fits a managed policy, and is wide only where AWS knows no resource`, async () => {
    const text = await readFile(templateFile(`policies/${name}.json`), "utf8");
    const policy: { readonly Statement: readonly Statement[] } = JSON.parse(text);
    // A managed policy has at most 6,144 characters, white space not counted (IAM quotas).
    assert.ok(text.replace(/\s/g, "").length < 6144, `${text.replace(/\s/g, "").length} characters`);
    const sids = policy.Statement.map(({ Sid }) => Sid);
    assert.equal(new Set(sids).size, sids.length);
    for (const { Action, Resource } of policy.Statement) {
      const actions = [Action].flat();
      for (const action of actions) assert.match(action, /^[a-z0-9]+:[A-Z]\w+\*?$/);
      if ([Resource].flat().includes("*")) for (const action of actions) assert.ok(everywhere.includes(action), action);
    }
  });

test("who asks questions changes nothing but results", async () => {
  const text = await readFile(templateFile("policies/analyst.json"), "utf8");
  assert.doesNotMatch(text, /s3:Delete|ssm:|kms:|iam:|glue:(?:Create|Delete|Update)|"s3:\*"/);
  const writes: readonly Statement[] = JSON.parse(text).Statement.filter((statement: Statement) =>
    JSON.stringify(statement.Action).includes("s3:Put"),
  );
  assert.deepEqual(
    writes.map(({ Resource }) => Resource),
    ["arn:PARTITION:s3:::BUCKET/results/*"],
  );
});
