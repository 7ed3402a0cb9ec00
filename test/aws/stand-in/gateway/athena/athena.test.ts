import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type StandInAws, startAws } from "../../start-aws.ts";

let aws: StandInAws;
let athena: AthenaClient;
let s3: S3Client;

before(async () => {
  aws = await startAws({ athena: true });
  const { endpoint, region, rootCredentials: credentials } = aws;
  athena = new AthenaClient({ endpoint, region, credentials });
  s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "answers" }));
  await athena.send(
    new CreateWorkGroupCommand({
      Name: "bucket",
      Configuration: {
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: "s3://answers/results/" },
      },
    }),
  );
  await athena.send(
    new CreateWorkGroupCommand({
      Name: "managed",
      Configuration: { ManagedQueryResultsConfiguration: { Enabled: true } },
    }),
  );
});
after(async () => await aws?.stop());

async function start(input: string | StartQueryExecutionCommandInput): Promise<string> {
  const full = typeof input === "string" ? { QueryString: input } : input;
  const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ WorkGroup: "bucket", ...full }));
  return QueryExecutionId ?? "";
}

async function ended(id: string): Promise<QueryExecution> {
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = QueryExecution?.Status?.State;
    if (QueryExecution !== undefined && state !== "QUEUED" && state !== "RUNNING") return QueryExecution;
    await sleep(50);
  }
}

async function run(input: string | StartQueryExecutionCommandInput): Promise<QueryExecution> {
  return await ended(await start(input));
}

async function rows(id: string): Promise<(string | undefined)[][]> {
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  return (ResultSet?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue));
}

async function object(location: string): Promise<string> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

test("values arrive as Athena writes them, and NULL without a value", async () => {
  const { QueryExecutionId: id = "", Status } = await run(
    `SELECT true AS yes, BIGINT '9007199254740993' AS big, 1.0E0 AS one, 1.5E300 AS huge, DECIMAL '1.10' AS money,
            'a "b"' AS text, '' AS empty, CAST(NULL AS varchar) AS nothing, DATE '2026-11-30' AS day,
            TIMESTAMP '2026-11-30 01:02:03.004' AS moment, ARRAY['a', NULL] AS list,
            CAST(ROW(1, 'x') AS ROW(a integer, b varchar)) AS pair, MAP(ARRAY['k'], ARRAY[2.0E0]) AS map,
            CAST('hi' AS varbinary) AS bytes, JSON '{"a":1}' AS doc`,
  );
  assert.equal(Status?.StateChangeReason, undefined);
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  assert.deepEqual((await rows(id))[1], [
    ...["true", "9007199254740993", "1.0", "1.5E300", "1.10", 'a "b"', "", undefined, "2026-11-30"],
    ...["2026-11-30 01:02:03.004", "[a, null]", "{a=1, b=x}", "{k=2.0}", "68 69", '{"a":1}'],
  ]);
  const types = ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Name, Type, Precision }) => [Name, Type, Precision]);
  assert.deepEqual(types?.slice(0, 6), [
    ["yes", "boolean", 0],
    ["big", "bigint", 19],
    ["one", "double", 17],
    ["huge", "double", 17],
    ["money", "decimal", 3],
    ["text", "varchar", 5],
  ]);
});

test("the result lies in the workgroup's place as CSV, whatever place the caller names", async () => {
  const found = await run({
    QueryString: `SELECT * FROM (VALUES (1, 'a "b", c'), (2, NULL), (3, '')) AS t(id, words) ORDER BY id`,
    ResultConfiguration: { OutputLocation: "s3://elsewhere/" },
  });
  const location = found.ResultConfiguration?.OutputLocation ?? "";
  assert.equal(location, `s3://answers/results/${found.QueryExecutionId}.csv`);
  assert.equal(await object(location), '"id","words"\n"1","a ""b"", c"\n"2",\n"3",""\n');
  const Key = `results/${found.QueryExecutionId}.csv.metadata`;
  await s3.send(new HeadObjectCommand({ Bucket: "answers", Key }));
});

test("a page holds 1,000 rows with the header as the first one, and the pages together hold all", async () => {
  const { QueryExecutionId = "" } = await run("SELECT n FROM UNNEST(sequence(1, 2500)) AS t(n) ORDER BY n");
  const sizes: number[] = [];
  const all: (string | undefined)[] = [];
  for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    const values = (page.ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue);
    sizes.push(values.length);
    all.push(...values);
    NextToken = page.NextToken;
  }
  assert.deepEqual(sizes, [1000, 1000, 501]);
  assert.deepEqual(all, ["n", ...Array.from({ length: 2500 }, (_, index) => String(index + 1))]);
  await assert.rejects(athena.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 1001 })), {
    name: "InvalidRequestException",
  });
});

test("managed results are paged, lie nowhere, and refuse a place and a reuse", async () => {
  const found = await run({ QueryString: "SELECT 1 AS one", WorkGroup: "managed" });
  assert.equal(found.ResultConfiguration, undefined);
  assert.deepEqual(await rows(found.QueryExecutionId ?? ""), [["one"], ["1"]]);
  const managed = { QueryString: "SELECT 1", WorkGroup: "managed" };
  await assert.rejects(start({ ...managed, ResultConfiguration: { OutputLocation: "s3://answers/" } }), {
    name: "InvalidRequestException",
  });
  const ResultReuseConfiguration = { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } };
  await assert.rejects(start({ ...managed, ResultReuseConfiguration }), { name: "InvalidRequestException" });
});

describe("what Athena refuses before a query begins", () => {
  const refused: Readonly<Record<string, [StartQueryExecutionCommandInput, RegExp]>> = {
    "a query of more than 262,144 bytes": [{ QueryString: `SELECT '${"ü".repeat(131_070)}'` }, /262144/],
    "a parameter of more than 1,024 characters": [
      { QueryString: "SELECT 1 WHERE 'a' = ?", ExecutionParameters: [`'${"a".repeat(1023)}'`] },
      /1024/,
    ],
    "a parameter in the list of columns": [{ QueryString: "SELECT ?", ExecutionParameters: ["1"] }, /WHERE/],
    "a parameter in LIMIT": [{ QueryString: "SELECT 1 LIMIT ?", ExecutionParameters: ["1"] }, /WHERE/],
    "a parameter in an ON": [
      {
        QueryString: "SELECT 1 FROM (VALUES 1) AS a(x) JOIN (VALUES 1) AS b(y) ON a.x = ?",
        ExecutionParameters: ["1"],
      },
      /WHERE/,
    ],
    "fewer parameters than places": [
      { QueryString: "SELECT 1 WHERE 1 = ? AND 2 = ?", ExecutionParameters: ["1"] },
      /expected 2 but found 1/,
    ],
    "text that is no SQL, with its place": [{ QueryString: "SELECT 1\nFORM x y z" }, /^line 2:/],
    "two statements": [{ QueryString: "SELECT 1; SELECT 2" }, /line 1:9/],
    "a statement that changes rows": [{ QueryString: "DELETE FROM t" }, /not supported/],
    "a workgroup that is not there": [{ QueryString: "SELECT 1", WorkGroup: "nowhere" }, /nowhere is not found/],
    "another catalog": [
      { QueryString: "SELECT 1", QueryExecutionContext: { Catalog: "other" } },
      /other was not found/,
    ],
    "no place for the result": [{ QueryString: "SELECT 1", WorkGroup: "primary" }, /No output location provided/],
    "a bucket for the result that is not there": [
      {
        QueryString: "SELECT 1",
        WorkGroup: "primary",
        ResultConfiguration: { OutputLocation: "s3://not-there/" },
      },
      /Unable to verify\/create output bucket not-there/,
    ],
    "a place that is no address": [
      { QueryString: "SELECT 1", WorkGroup: "primary", ResultConfiguration: { OutputLocation: "/tmp" } },
      /not a valid S3 path/,
    ],
    "a token that is too short": [{ QueryString: "SELECT 1", ClientRequestToken: "short" }, /clientRequestToken/],
  };
  for (const [what, [input, message]] of Object.entries(refused))
    test(what, async () => {
      await assert.rejects(start(input), { name: "InvalidRequestException", message });
    });

  const kinds = {
    spark: { EngineVersion: { SelectedEngineVersion: "PySpark engine version 3" } },
    "identity-center": { IdentityCenterConfiguration: { EnableIdentityCenter: true } },
  };
  for (const [name, Configuration] of Object.entries(kinds))
    test(`a query in a workgroup of the kind ${name}`, async () => {
      await athena.send(new CreateWorkGroupCommand({ Name: name, Configuration }));
      await assert.rejects(start({ QueryString: "SELECT 1", WorkGroup: name }), new RegExp(name));
    });
});

test("a parameter in WHERE is taken as the literal that it is, also in a subquery", async () => {
  const { QueryExecutionId = "" } = await run({
    QueryString:
      "SELECT x FROM (SELECT x FROM (VALUES 'a', 'b?', 'c') AS t(x) WHERE x <> ?) WHERE x IS DISTINCT FROM ?",
    ExecutionParameters: ["'a'", "'c'"],
  });
  assert.deepEqual(await rows(QueryExecutionId), [["x"], ["b?"]]);
});

test("the same token starts one query, and refuses another text", async () => {
  const ClientRequestToken = "0123456789abcdef0123456789abcdef";
  const id = await start({ QueryString: "SELECT 1", ClientRequestToken });
  assert.equal(await start({ QueryString: "SELECT 1", ClientRequestToken }), id);
  await assert.rejects(start({ QueryString: "SELECT 2", ClientRequestToken }), { name: "InvalidRequestException" });
});

test("a query that fails tells why, where, and whose fault it is", async () => {
  const { Status, QueryExecutionId } = await run("SELECT\n  missing FROM (VALUES 1) AS t(x)");
  assert.equal(Status?.State, "FAILED");
  assert.equal(
    Status?.StateChangeReason,
    "COLUMN_NOT_FOUND: line 2:3: Column 'missing' cannot be resolved or requester is not authorized to access requested resources",
  );
  assert.equal(Status?.AthenaError?.ErrorCategory, 2);
  assert.equal(Status?.AthenaError?.Retryable, false);
  await assert.rejects(athena.send(new GetQueryResultsCommand({ QueryExecutionId })), /Final query state: FAILED/);
});

const endless =
  "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x), UNNEST(sequence(1, 10000)) AS b(y), UNNEST(sequence(1, 10000)) AS c(z) WHERE x + y + z < 0";

test("a query that is stopped is cancelled in the engine and leaves no result", async () => {
  const id = await start(endless);
  while (aws.gateway.athena?.executions.get(id).state === "QUEUED") await sleep(20);
  await assert.rejects(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })), /not yet finished/);
  await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  const { Status, ResultConfiguration } = await ended(id);
  assert.equal(Status?.State, "CANCELLED");
  await assert.rejects(object(ResultConfiguration?.OutputLocation ?? ""), { name: "NoSuchKey" });
});

test("a query may go from RUNNING back to QUEUED", async () => {
  const { athena: queries } = aws.gateway;
  if (queries === undefined) throw new Error("There is no Athena.");
  queries.executions.requeues = true;
  const id = await start(endless);
  const states: (string | undefined)[] = [];
  for (let asked = 0; asked < 3; asked++)
    states.push(
      (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status?.State,
    );
  queries.executions.requeues = false;
  await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  assert.deepEqual(states, ["QUEUED", "RUNNING", "QUEUED"]);
  await ended(id);
});
