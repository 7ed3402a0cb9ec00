import type { PolicyCheck } from "../stand-in/gateway/mini-stack.ts";
import { idleOf, matches, type PolicyDocument } from "./policy.ts";

/** What is allowed and was not used in the run, and why it is allowed all the same. */
interface Idle {
  /** `Sid action`, or `Sid resource`; `*` is any text. */
  readonly allowed: readonly string[];
  readonly reason: string;
  /** It depends on what comes in a run whether it is used. */
  readonly varies?: true;
}

const byItself = "AWS does it with the role's rights; the stand-in does it without asking";

const ofFunctions: readonly Idle[] = [
  { allowed: ["OwnLogs *", "OpenCredentials kms:Decrypt", "DeadLetters sqs:SendMessage"], reason: byItself },
  { allowed: ["Credentials *:parameter/*/tenants"], reason: "AWS asks for the path; the stand-in for what lies below" },
  { allowed: ["Rejects s3:PutObject"], reason: "only a record that cannot be read is written there" },
  {
    allowed: ["OwnTables s3:GetObjectTagging", "OwnTables s3:PutObjectTagging"],
    reason: "what was replaced is tagged a day later, when no query reads it any more",
    varies: true,
  },
];

const withoutRows: Idle = {
  allowed: ["OwnTables *:s3:::*", "OwnState *:s3:::*/_state/manifests/*"],
  reason: "a table that a small tenant has no row of in these hours",
  varies: true,
};

const onUpdate = "CloudFormation changes resources of a stack that is updated; deployer-rights.test.ts simulates it";

/** By the name of the role in the template, or of the policy that is shipped. */
const idleInThisRun: Readonly<Record<string, readonly Idle[]>> = {
  SignInsRole: ofFunctions,
  AuditsRole: [...ofFunctions, withoutRows],
  RiskRole: [...ofFunctions, withoutRows],
  ActivityRole: ofFunctions,
  SchedulerRole: [{ allowed: ["Invoke *", "DeadLetters *"], reason: byItself }],
  analyst: [
    {
      allowed: [
        "* athena:GetDataCatalog",
        "* athena:ListDataCatalogs",
        "Query athena:BatchGetQueryExecution",
        "Query athena:ListQueryExecutions",
      ],
      reason: "Athena's console, where the same person looks at the same queries",
    },
    { allowed: ["* quicksight:DescribeDashboardDefinition"], reason: "the account has no dashboard in this run" },
    {
      allowed: ["ReadCatalogue glue:GetDatabase", "ReadCatalogue glue:GetPartitions", "ReadCatalogue arn:*"],
      reason: "Athena asks for them before a query (Athena user guide, fine-grained access to databases and tables)",
    },
    {
      allowed: ["ReadCatalogue glue:GetTables"],
      reason: "a connection to a database without a stack lists its tables",
    },
    {
      allowed: ["ListLake s3:ListBucketMultipartUploads", "WriteResults s3:*Multipart*"],
      reason: "Athena writes large results in parts with the rights of whoever asks",
    },
    { allowed: ["ReadLake s3:GetObjectTagging"], reason: "asked of a slice that was replaced", varies: true },
  ],
  deployer: [
    {
      allowed: [
        ...["Roles iam:UntagRole", "Roles iam:UpdateAssumeRolePolicy"],
        ...["FunctionsAndSchedules lambda:UntagResource", "FunctionsAndSchedules lambda:UpdateFunction*"],
        ...["FunctionsAndSchedules scheduler:UpdateSchedule", "LogsAlarmsAndTopics *:Untag*"],
        ...["LogsAlarmsAndTopics sqs:SetQueueAttributes", "Catalogue glue:UpdateDatabase"],
        ...["Catalogue glue:UpdateTable", "WorkGroup athena:UntagResource", "WorkGroup athena:UpdateWorkGroup"],
        ...[
          "UseAndKeepKey kms:PutKeyPolicy",
          "UseAndKeepKey kms:UntagResource",
          "UseAndKeepKey kms:UpdateKeyDescription",
        ],
      ],
      reason: onUpdate,
    },
    {
      allowed: ["UseAndKeepKey kms:Encrypt", "UseAndKeepKey kms:GenerateDataKey"],
      reason:
        "Parameter Store encrypts a credential with the rights of who keeps it; the stand-in does it without asking",
      varies: true,
    },
    { allowed: ["UseAndKeepKey kms:TagResource"], reason: onUpdate, varies: true },
    { allowed: ["Buckets s3:DeleteBucket"], reason: "of the artifacts' stack, or of a deploy that failed" },
    {
      allowed: ["LogsAlarmsAndTopics sns:*ubscri*"],
      reason: "nobody's address is given: the stand-in sends no mail",
    },
    {
      allowed: ["FunctionsAndSchedules lambda:InvokeFunction", "LogsAlarmsAndTopics logs:FilterLogEvents"],
      reason: "the first run of the deploy page",
    },
    {
      allowed: ["Stacks cloudformation:TagResource", "Stacks cloudformation:UntagResource"],
      reason: "CloudFormation asks for them beside the operation when a stack has tags",
    },
    { allowed: ["Stacks cloudformation:DeleteChangeSet"], reason: "a plan that is not wanted is dropped" },
    { allowed: ["Stacks cloudformation:DescribeEvents"], reason: "asked why a change set is refused" },
    {
      allowed: [
        ...["Stacks cloudformation:DescribeStackResources", "Stacks cloudformation:GetTemplate"],
        ...["Stacks cloudformation:GetTemplateSummary", "FindStacks cloudformation:ValidateTemplate"],
      ],
      reason: "the templates alone, by the console or the aws command",
    },
    { allowed: ["FindStacks lambda:GetAccountSettings"], reason: "the stand-in answers it without asking" },
    { allowed: ["UploadCode s3:AbortMultipartUpload"], reason: "an upload of the code that is interrupted" },
  ],
};

/** What became of a policy in a run. */
export interface PolicyUse {
  readonly name: string;
  /** What its caller needed and might not. */
  readonly denied: readonly string[];
  /** What it allows, nobody used, and no reason is known for. */
  readonly unexplained: readonly string[];
  /** What is listed above and was used after all. */
  readonly stale: readonly string[];
}

/** @param checks those of whoever has the policy. */
export function useOf(name: string, policy: PolicyDocument, checks: readonly PolicyCheck[]): PolicyUse {
  const idle = idleOf(policy, checks);
  const listed = idleInThisRun[name] ?? [];
  return {
    name,
    denied: checks.filter(({ allowed }) => !allowed).map(({ action, resource }) => `${action} ${resource}`),
    unexplained: idle.filter((each) => !listed.some(({ allowed }) => allowed.some((one) => matches(one, each)))),
    stale: listed
      .filter(({ varies }) => varies === undefined)
      .flatMap(({ allowed }) => allowed.filter((one) => !idle.some((each) => matches(one, each)))),
  };
}

/** A policy that fits what was done. */
export function fitting(name: string): PolicyUse {
  return { name, denied: [], unexplained: [], stale: [] };
}
