import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetTableCommand, GetTablesCommand, GlueClient } from "@aws-sdk/client-glue";
import { GetFunctionEventInvokeConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { tableNames } from "../../../src/protocol/tables.ts";
import { sliceTable } from "../../../src/tables/sql/glue.ts";
import { prestoViews } from "../../../src/tables/sql/presto-view.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { deployCollector, type Outputs } from "./deploy-collector.ts";

let aws: StandInAws;
let outputs: Outputs;

before(async () => {
  aws = await startAws();
  outputs = await deployCollector(aws, { stack: "Trail-1", parameters: { NotificationEmail: "a@b.example" } });
});
after(async () => await aws?.stop());

test("the templates deploy as they are shipped, by change set", () => {
  assert.deepEqual(
    Object.values(outputs).filter((value) => value === ""),
    [],
  );
  assert.equal(outputs["ParameterPath"], "/tenanttrail/Trail-1/tenants/");
});

test("tables and views stand in the catalogue, the views with their definition for this database", async () => {
  const { endpoint, region, rootCredentials } = aws;
  const glue = new GlueClient({ endpoint, region, credentials: rootCredentials });
  const DatabaseName = outputs["DatabaseName"] ?? "";
  const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName }));
  const views = prestoViews();
  const expected = [...tableNames.map(sliceTable), ...views.map(({ name }) => name)].sort();
  assert.deepEqual(TableList.map(({ Name }) => Name).sort(), expected);
  for (const view of views) {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name: view.name }));
    const [, base64 = ""] = /^\/\* Presto View: (\S+) \*\/$/.exec(Table?.ViewOriginalText ?? "") ?? [];
    assert.equal(Buffer.from(base64, "base64").toString(), view.definition(DatabaseName));
  }
});

test("a function that is invoked without an answer is not invoked again by Lambda", async () => {
  const { endpoint, region, rootCredentials } = aws;
  const lambda = new LambdaClient({ endpoint, region, credentials: rootCredentials });
  const FunctionName = outputs["SignInsFunctionName"];
  const config = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "$LATEST" }));
  assert.equal(config.MaximumRetryAttempts, 0);
});
