import type { DeployStart } from "../../../src/protocol/aws/deploy-page.ts";
import type { ChangeKind, StackChange, StackEvent, StackOutcome } from "../../../src/protocol/aws/stack-changes.ts";
import type { DeployAccount, DeployForm, PlannedDeploy } from "../../../src/protocol/aws/stack-deployments.ts";

/** Some parameters of each kind, as the template's own are. */
export const fakeForm: DeployForm = {
  version: "0.1.0",
  groups: [
    {
      title: "Collecting",
      parameters: [
        {
          name: "Schedule",
          help: "How often each function collects what is due.",
          default: "15 minutes",
          choices: ["15 minutes", "1 hour", "1 day"],
        },
        {
          name: "HistoryFrom",
          help: "The first day that Athena looks for. Older days are held but not seen; a day far before the first log makes queries without dt slow.",
          default: "2026-01-01",
          pattern: { source: "^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", words: "is a day, YYYY-MM-DD" },
        },
        {
          name: "NotificationEmail",
          help: "Who is told when collecting fails or stops. AWS sends a message that has to be confirmed. Empty for nobody.",
          default: "",
          pattern: { source: "^$|^[^@ ]+@[^@ ]+[.][^@ ]+$", words: "is an e-mail address, or empty" },
        },
      ],
    },
    {
      title: "Functions",
      parameters: [
        {
          name: "MemorySize",
          help: "Memory of each function in MB. New accounts may be limited to 3008.",
          default: "1024",
          number: { least: 512, most: 10240 },
        },
        {
          name: "Timeout",
          help: "Seconds after which a run ends itself, with everything merged that it fetched. The next run goes on.",
          default: "780",
          number: { least: 60, most: 900 },
        },
      ],
    },
    {
      title: "Athena",
      parameters: [
        {
          name: "DatabaseName",
          help: "Glue database of the tables. No other database of this account and region may have the name.",
          default: "tenanttrail",
          pattern: {
            source: "^[a-z][a-z0-9_]{0,62}$",
            words: "has small letters, digits and _, and begins with a letter",
          },
        },
      ],
    },
  ],
};

export const fakeStart: DeployStart = {
  form: fakeForm,
  profiles: [
    { name: "security", kind: "sso", region: "eu-central-1" },
    { name: "sandbox", kind: "keys" },
    { kind: "environment", region: "us-east-1" },
  ],
  regions: [
    { region: "us-east-1", place: "N. Virginia" },
    { region: "eu-central-1", place: "Frankfurt" },
    { region: "eu-west-1", place: "Ireland" },
  ],
};

export const fakeAccount: DeployAccount = {
  account: "123456789012",
  caller: "arn:aws:sts::123456789012:assumed-role/SecurityEngineer/adele.vance",
  concurrentRuns: 10,
  warnings: [],
  stacks: [],
};

export const fakeStack = {
  name: "contoso-logs",
  id: "arn:aws:cloudformation:eu-central-1:123456789012:stack/contoso-logs/1",
  status: "CREATE_COMPLETE",
  standing: "well",
  version: "0.0.9",
  parameters: { Schedule: "1 hour", MemorySize: "2048", DatabaseName: "contoso", NotificationEmail: "soc@contoso.com" },
} as const;

const types: readonly (readonly [type: string, ...resources: string[]])[] = [
  ["AWS::S3::Bucket", "LakeBucket"],
  ["AWS::S3::BucketPolicy", "LakeBucketPolicy"],
  ["AWS::KMS::Key", "ParameterKey"],
  ["AWS::Lambda::Function", "SignInsFunction", "AuditsFunction", "RiskFunction", "ActivityFunction"],
  ["AWS::IAM::Role", "SignInsRole", "AuditsRole", "RiskRole", "ActivityRole", "SchedulerRole"],
  ["AWS::Logs::LogGroup", "SignInsLogs", "AuditsLogs", "RiskLogs", "ActivityLogs"],
  ["AWS::Scheduler::Schedule", "SignInsSchedule", "AuditsSchedule", "RiskSchedule", "ActivitySchedule"],
  ["AWS::SNS::Topic", "Topic"],
  [
    "AWS::CloudWatch::Alarm",
    ...["SignIns", "Audits", "Risk", "Activity"].flatMap((each) => [
      `${each}Failed`,
      `${each}NoData`,
      `${each}Throttled`,
    ]),
  ],
  ["AWS::Glue::Database", "Database"],
  ["AWS::Glue::Table", "SignInsTable", "AuditsTable", "ProvisioningTable", "RiskDetectionsTable", "ActivityTable"],
  ["AWS::Athena::WorkGroup", "WorkGroup"],
];

export function fakeChange(
  kind: ChangeKind,
  resource: string,
  type: string,
  because: readonly string[] = [],
): StackChange {
  return { kind, resource, type, because, isKept: false };
}

export const fakePlan: PlannedDeploy = {
  plan: {
    stack: "tenanttrail",
    changeSet: "tenanttrail-1",
    isNew: true,
    changes: types.flatMap(([type, ...resources]) => resources.map((resource) => fakeChange("add", resource, type))),
  },
  price: [
    { what: "Functions", amount: "11,674 runs, 93,392 GB seconds", dollars: 1.25 },
    { what: "Logs in S3", amount: "0.40 GB after 12 months, at 10,000 events a day", dollars: 0.01 },
    { what: "Requests to S3", amount: "513,638 requests", dollars: 0.42 },
    { what: "Metrics", amount: "32 metrics", dollars: 9.6 },
    { what: "Alarms", amount: "12 alarms", dollars: 1.2 },
    { what: "The functions' logs", amount: "0.05 GB", dollars: 0.02 },
    { what: "Key for the credentials", amount: "1 key", dollars: 1 },
  ],
};

/** An update that does something of each kind. */
export const fakeUpdate: PlannedDeploy = {
  ...fakePlan,
  plan: {
    stack: "contoso-logs",
    changeSet: "tenanttrail-2",
    isNew: false,
    changes: [
      ...["SignInsFunction", "AuditsFunction", "RiskFunction", "ActivityFunction"].map((name) =>
        fakeChange("change", name, "AWS::Lambda::Function", ["Code", "MemorySize"]),
      ),
      fakeChange("add", "SecretExpiryAlarm", "AWS::CloudWatch::Alarm"),
      fakeChange("remove", "OldAlarm", "AWS::CloudWatch::Alarm"),
      { ...fakeChange("replace", "Database", "AWS::Glue::Database", ["DatabaseInput"]), isKept: true },
      fakeChange("may-replace", "ActivitySchedule", "AWS::Scheduler::Schedule", ["Name"]),
    ],
  },
};

export function fakeEvent(second: number, resource: string, type: string, status: string, reason?: string): StackEvent {
  const at = new Date(Date.UTC(2026, 10, 23, 16, 40, second)).toISOString();
  const isFailure = status.endsWith("_FAILED");
  return { at, resource, type, status, isFailure, ...(reason !== undefined && { reason }) };
}

export const fakeEvents: readonly StackEvent[] = [
  fakeEvent(0, "tenanttrail", "AWS::CloudFormation::Stack", "CREATE_IN_PROGRESS", "User Initiated"),
  fakeEvent(2, "LakeBucket", "AWS::S3::Bucket", "CREATE_IN_PROGRESS"),
  fakeEvent(2, "Topic", "AWS::SNS::Topic", "CREATE_IN_PROGRESS"),
  fakeEvent(3, "ParameterKey", "AWS::KMS::Key", "CREATE_IN_PROGRESS"),
  fakeEvent(8, "Topic", "AWS::SNS::Topic", "CREATE_COMPLETE"),
  fakeEvent(14, "LakeBucket", "AWS::S3::Bucket", "CREATE_COMPLETE"),
  fakeEvent(15, "SignInsRole", "AWS::IAM::Role", "CREATE_IN_PROGRESS"),
];

export const fakeFailures: readonly StackEvent[] = [
  fakeEvent(
    20,
    "Database",
    "AWS::Glue::Database",
    "CREATE_FAILED",
    "Database already exists. (Service: Glue, Status Code: 400, Request ID: 7c1)",
  ),
  fakeEvent(20, "ParameterKey", "AWS::KMS::Key", "CREATE_FAILED", "Resource creation cancelled"),
  fakeEvent(21, "tenanttrail", "AWS::CloudFormation::Stack", "ROLLBACK_IN_PROGRESS"),
];

export const fakeOutcome: StackOutcome = {
  stack: "tenanttrail",
  id: "arn:aws:cloudformation:eu-central-1:123456789012:stack/tenanttrail/1",
  status: "CREATE_COMPLETE",
  outputs: {
    BucketName: "tenanttrail-lakebucket-1x2y3z",
    DatabaseName: "tenanttrail",
    WorkGroupName: "tenanttrail",
    ParameterPath: "/tenanttrail/tenanttrail/tenants/",
    KeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
    SignInsFunctionName: "tenanttrail-SignInsFunction-1",
    Version: "0.1.0",
  },
};
