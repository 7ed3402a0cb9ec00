import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { collectorTemplate } from "../../../scripts/templates/collector-template.mjs";
import { collectorFunctions, functionTables } from "../../../src/protocol/aws/function-report.ts";
import { tableNames } from "../../../src/protocol/tables.ts";
import { glueColumns, sliceTable } from "../../../src/tables/sql/glue.ts";
import { prestoViews, trinoType } from "../../../src/tables/sql/presto-view.ts";
import { type Json, type Resource, readTemplate, templateFile, valuesIn } from "./read-template.ts";

/** CloudFormation takes no larger template with a request, and none larger from S3 (CloudFormation quotas). */
const mostBytesInRequest = 51_200;
const mostBytesInS3 = 1_000_000;

const collector = await readTemplate("collector.yaml");
const artifacts = await readTemplate("artifacts.yaml");

function ofType(type: string): readonly (readonly [name: string, resource: Resource])[] {
  return Object.entries(collector.Resources).filter(([, resource]) => resource.Type === type);
}

function text(value: Json | undefined): string {
  return JSON.stringify(value);
}

test("the checked-in template is what the tables and the parts say (else: npm run write-templates)", async () => {
  assert.equal(await readFile(templateFile("collector.yaml"), "utf8"), await collectorTemplate());
});

test("CloudFormation takes both templates: the first as it is, the other from the bucket that the first makes", async () => {
  assert.ok((await readFile(templateFile("artifacts.yaml"))).length < mostBytesInRequest);
  assert.ok((await readFile(templateFile("collector.yaml"))).length < mostBytesInS3);
});

test("every parameter says what it is for, and only the place of the code has to be given", () => {
  const required: string[] = [];
  for (const [name, { Description, Default }] of Object.entries(collector.Parameters ?? {})) {
    assert.ok(String(Description).length > 20, name);
    if (Default === undefined) required.push(name);
  }
  assert.deepEqual(required, ["ArtifactBucket", "ArtifactKey"]);
});

test("outputs are those that the product looks for", () => {
  assert.deepEqual(Object.keys(artifacts.Outputs), ["ArtifactBucketName"]);
  assert.deepEqual(Object.keys(collector.Outputs).sort(), [
    "ActivityFunctionName",
    "AuditsFunctionName",
    "BucketName",
    "DatabaseName",
    "KeyArn",
    "ParameterPath",
    "RiskFunctionName",
    "SignInsFunctionName",
    "TopicArn",
    "Version",
    "WorkGroupName",
  ]);
});

test("logs outlive their stack, whatever is done to it", () => {
  for (const bucket of [collector.Resources["LakeBucket"], artifacts.Resources["ArtifactBucket"]]) {
    assert.equal(bucket?.DeletionPolicy, "RetainExceptOnCreate");
    assert.equal(bucket?.UpdateReplacePolicy, "Retain");
    assert.equal(bucket?.Properties["BucketName"], undefined);
  }
});

test("a function is allowed its own tables, may tag what was replaced, and deletes nothing", () => {
  const roles = ofType("AWS::IAM::Role").filter(([, { Properties }]) => text(Properties).includes("lambda.amazonaws"));
  assert.equal(roles.length, collectorFunctions.length);
  for (const name of collectorFunctions) {
    const role = roles.find(([, { Properties }]) => text(Properties).includes(`lease-${name}.json`))?.[1];
    const own = text(role?.Properties);
    const named = new Set(
      [...own.matchAll(/(?:slices|tables|_ledger|manifests)\/([a-z]+)/g)].map(([, table]) => table),
    );
    assert.deepEqual([...named].sort(), [...functionTables[name]].sort());
    for (const table of functionTables[name])
      for (const path of [`slices/${table}/*`, `tables/${table}/*`, `_ledger/${table}/*`, `manifests/${table}.json`])
        assert.ok(own.includes(path), path);
    assert.doesNotMatch(own, /s3:Delete|"\*"|:\*"|ssm:Put/);
  }
});

test("no role has a name, which might be too long or taken", () => {
  for (const [name, { Properties }] of ofType("AWS::IAM::Role")) assert.equal(Properties["RoleName"], undefined, name);
});

test("the key of the credentials opens nothing but through Parameter Store", () => {
  const policy = collector.Resources["ParameterKey"]?.Properties["KeyPolicy"] as { Statement: Json[] } | undefined;
  const statements = policy?.Statement ?? [];
  assert.ok(statements.length > 0);
  for (const statement of statements)
    if (/kms:(?:Decrypt|Encrypt|ReEncrypt|Generate|\*)/.test(text(statement)))
      assert.match(text(statement), /"kms:ViaService":\{"Fn::Sub":"ssm\./);
});

test("nothing is tried again but by the next schedule", () => {
  for (const [, { Properties }] of ofType("AWS::Lambda::EventInvokeConfig"))
    assert.equal(Properties["MaximumRetryAttempts"], 0);
  for (const [, { Properties }] of ofType("AWS::Scheduler::Schedule"))
    assert.match(text(Properties), /"RetryPolicy":\{"MaximumRetryAttempts":0,/);
  assert.equal(ofType("AWS::Scheduler::Schedule").length, collectorFunctions.length);
  assert.equal(ofType("AWS::Lambda::EventInvokeConfig").length, collectorFunctions.length);
});

test("an alarm is raised when nothing says anything", () => {
  const alarms = ofType("AWS::CloudWatch::Alarm").filter(([name]) => name.endsWith("NoNewDataAlarm"));
  assert.equal(alarms.length, collectorFunctions.length);
  for (const [, { Properties }] of alarms) assert.equal(Properties["TreatMissingData"], "breaching");
});

test("Glue's tables have the columns of the slices, over manifests, with days computed", () => {
  for (const table of tableNames) {
    const input = inputOf(sliceTable(table));
    const storage = input["StorageDescriptor"] as Record<string, Json>;
    const found = (storage["Columns"] as { Name: string; Type: string }[]).map(({ Name, Type }) => ({ Name, Type }));
    assert.deepEqual(
      found,
      glueColumns(table).map(({ Name, Type }) => ({ Name, Type })),
    );
    assert.equal(storage["InputFormat"], "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat");
    const parameters = text(input["Parameters"]);
    const place = ["s3://$", `{LakeBucket}/tables/${table}/dt=$`, "{!dt}/"].join("");
    assert.ok(parameters.includes(place), parameters);
    assert.match(parameters, /\{"Fn::Sub":"\$\{HistoryFrom\},NOW\+1DAY"\}/);
  }
});

test("every view stands in the catalogue as Athena's own CREATE VIEW writes it", () => {
  for (const view of prestoViews()) {
    const { Parameters, ViewOriginalText, TableType } = inputOf(view.name);
    assert.equal(TableType, "VIRTUAL_VIEW");
    assert.match(text(Parameters), /"presto_view":"true"/);
    const written = /"Fn::Base64":\{"Fn::Sub":("(?:[^"\\]|\\.)*")\}/.exec(text(ViewOriginalText))?.[1] ?? "";
    const sub: string = JSON.parse(written);
    assert.equal(sub.match(/\$\{[^}]*\}/g)?.join(), ["$", "{DatabaseName}"].join(""));
    const definition = JSON.parse(sub);
    assert.equal(definition.catalog, "awsdatacatalog");
    assert.deepEqual(
      definition.columns,
      view.columns.map(({ name, type }) => ({ name: name.toLowerCase(), type: trinoType(type) })),
    );
  }
});

test("no text of a template is longer than Glue, Lambda or CloudFormation take", () => {
  for (const [name, { Type, Properties }] of Object.entries(collector.Resources))
    for (const value of valuesIn(Properties)) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
      const { Comment, Description } = value as Record<string, Json>;
      if (typeof Comment === "string") assert.ok(Comment.length <= 255, `${name}: ${Comment}`);
      if (typeof Description === "string" && Type === "AWS::Lambda::Function")
        assert.ok(Description.length <= 256, name);
    }
});

function inputOf(table: string): Record<string, Json> {
  const found = ofType("AWS::Glue::Table").find(
    ([, { Properties }]) => (Properties["TableInput"] as Record<string, Json>)["Name"] === table,
  );
  assert.ok(found, table);
  return found[1].Properties["TableInput"] as Record<string, Json>;
}
