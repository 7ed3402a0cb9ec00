import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { prestoViews } from "../../../src/tables/sql/presto-view.ts";
import { type StandInAws, startAws } from "../stand-in/start-aws.ts";
import { deployCollector, type Outputs } from "./deploy-collector.ts";
import { settingsOf } from "./deployed-stack.ts";

let aws: StandInAws;
let outputs: Outputs;

before(async () => {
  aws = await startAws({ athena: true });
  outputs = await deployCollector(aws, { stack: "Views", parameters: { HistoryFrom: "2026-11-25" } });
});
after(async () => await aws?.stop());

test("every view of the template answers in Athena's engine, over days without a slice", async () => {
  for (const { name, columns } of prestoViews()) {
    const { rows, names } = await ask(`SELECT * FROM ${name} WHERE dt >= '2026-11-29'`);
    assert.deepEqual(rows, []);
    assert.deepEqual(
      names,
      columns.map((column) => column.name.toLowerCase()),
      name,
    );
  }
});

async function ask(sql: string): Promise<{ names: readonly string[]; rows: readonly unknown[] }> {
  const athena = new AthenaClient(settingsOf(aws));
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: outputs["WorkGroupName"],
      QueryExecutionContext: { Database: outputs["DatabaseName"] },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === "SUCCEEDED") break;
    assert.ok(State === "QUEUED" || State === "RUNNING", `${sql}: ${StateChangeReason}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  const names = ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name = "" }) => Name) ?? [];
  // The first row of a SELECT repeats the names.
  return { names, rows: ResultSet?.Rows?.slice(1) ?? [] };
}
