import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
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
  "logs:DescribeLogGroups",
  "logs:FilterLogEvents",
  "quicksight:DescribeDashboardDefinition",
  "quicksight:ListDashboards",
  "ssm:DescribeParameters",
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

/** Requests whose permission has another name (Service Authorization Reference), and one that needs none. */
const permissions: Readonly<Record<string, string>> = {
  HeadObject: "s3:GetObject",
  Invoke: "lambda:InvokeFunction",
  ListObjectsV2: "s3:ListBucket",
  GetCallerIdentity: "",
};

/** Who makes the requests of a place: those of the functions are in the template. */
const askers: readonly (readonly [folder: string, policy: string])[] = [
  ["src/aws/deploy", "deployer"],
  ["src/aws/invoke", "analyst"],
  ["src/aws/objects", "analyst"],
  ["src/aws/quicksight", "analyst"],
  ["src/aws/stack", "analyst"],
  ["src/query/athena", "analyst"],
];

for (const [folder, policy] of askers)
  test(`the ${policy} may make each request of ${folder}`, async () => {
    const { Statement: statements } = JSON.parse(await readFile(templateFile(`policies/${policy}.json`), "utf8"));
    const allowed = new Set((statements as readonly Statement[]).flatMap(({ Action }) => [Action].flat()));
    let requests = 0;
    for await (const file of glob(`${folder}/**/*.ts`, { cwd: root })) {
      const text = await readFile(join(root, file), "utf8");
      const services = [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)];
      for (const [, names = "", service = ""] of services)
        for (const [, command, paginated] of names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)) {
          const request = command ?? paginated ?? "";
          const action = permissions[request] ?? `${service.replace("cloudwatch-logs", "logs")}:${request}`;
          requests += 1;
          assert.ok(action === "" || allowed.has(action), `${file}: ${action}`);
        }
    }
    assert.ok(requests > 0);
  });
