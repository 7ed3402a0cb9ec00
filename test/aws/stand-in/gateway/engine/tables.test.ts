import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient } from "@aws-sdk/client-glue";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { type StandInAws, startAws } from "../../start-aws.ts";

let aws: StandInAws;
let root: AthenaClient;

before(async () => {
  aws = await startAws({ athena: true });
  const config = { endpoint: aws.endpoint, region: aws.region, credentials: aws.rootCredentials };
  root = new AthenaClient(config);
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "lake" }));
  await s3.send(new CreateBucketCommand({ Bucket: "results" }));
  await writeDays(s3);
  await declareTable(new GlueClient(config));
  const groups = { analysts: {}, limited: { BytesScannedCutoffPerQuery: 1 }, others: {} };
  for (const [Name, more] of Object.entries(groups))
    await root.send(
      new CreateWorkGroupCommand({
        Name,
        Configuration: {
          EnforceWorkGroupConfiguration: true,
          ResultConfiguration: { OutputLocation: "s3://results/" },
          ...more,
        },
      }),
    );
});
after(async () => await aws?.stop());

/** Two days, each with a slice that the manifest names and one that was replaced. */
async function writeDays(s3: S3Client): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-days-"));
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const put = (Key: string, Body: Buffer | string) => s3.send(new PutObjectCommand({ Bucket: "lake", Key, Body }));
  for (const dt of ["2026-11-28", "2026-11-29"]) {
    for (const name of ["old", "new"]) {
      const file = join(folder, `${name}.parquet`);
      await connection.run(
        `COPY (SELECT '${name}' || i AS id, TIMESTAMP_MS '${dt} 10:00:00.123' AS time, {a: i, b: 'x'} AS pair,
                      repeat('words ', 1000) || hash(i) AS long
               FROM range(3) t(i)) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`,
      );
      await put(`slices/logs/dt=${dt}/${name}.parquet`, await readFile(file));
    }
    await put(`tables/logs/dt=${dt}/slices`, `s3://lake/slices/logs/dt=${dt}/new.parquet\n`);
  }
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true });
}

async function declareTable(glue: GlueClient): Promise<void> {
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: "trail" } }));
  await glue.send(
    new CreateTableCommand({
      DatabaseName: "trail",
      TableInput: {
        Name: "logs",
        TableType: "EXTERNAL_TABLE",
        PartitionKeys: [{ Name: "dt", Type: "string" }],
        Parameters: {
          EXTERNAL: "TRUE",
          "projection.enabled": "true",
          "projection.dt.type": "date",
          "projection.dt.format": "yyyy-MM-dd",
          "projection.dt.range": "2026-11-20,NOW+1DAY",
          "projection.dt.interval": "1",
          "projection.dt.interval.unit": "DAYS",
          // biome-ignore lint/suspicious/noTemplateCurlyInString: Athena's own template.
          "storage.location.template": "s3://lake/tables/logs/dt=${dt}/",
        },
        StorageDescriptor: {
          Location: "s3://lake/tables/logs/",
          InputFormat: "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat",
          OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
          SerdeInfo: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
          Columns: [
            { Name: "id", Type: "string" },
            { Name: "time", Type: "timestamp" },
            { Name: "pair", Type: "struct<a:bigint,b:string>" },
            { Name: "long", Type: "string" },
          ],
        },
      },
    }),
  );
}

async function run(QueryString: string, client = root, WorkGroup = "analysts"): Promise<QueryExecution> {
  const QueryExecutionContext = { Database: "trail", Catalog: "AwsDataCatalog" };
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({ QueryString, WorkGroup, QueryExecutionContext }),
  );
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const state = QueryExecution?.Status?.State;
    if (QueryExecution !== undefined && state !== "QUEUED" && state !== "RUNNING") return QueryExecution;
    await sleep(50);
  }
}

async function rows(QueryString: string, client = root): Promise<(string | undefined)[][]> {
  const { QueryExecutionId, Status } = await run(QueryString, client);
  assert.equal(Status?.StateChangeReason, undefined);
  const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
  return (ResultSet?.Rows ?? []).slice(1).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue));
}

test("a table over manifests shows the slices that they name and no others, and only the days that are asked for", async () => {
  assert.deepEqual(
    await rows(
      `SELECT id, time, pair.a, dt, "$path" FROM awsdatacatalog.trail.logs WHERE dt >= '2026-11-29' ORDER BY id`,
    ),
    ["0", "1", "2"].map((i) => [
      ...[`new${i}`, "2026-11-29 10:00:00.123", i, "2026-11-29"],
      "s3://lake/slices/logs/dt=2026-11-29/new.parquet",
    ]),
  );
  assert.deepEqual(await rows("SELECT count(*) FROM logs"), [["6"]]);
});

test("what a query scans is told, and over the workgroup's limit it is cancelled", async () => {
  assert.ok(((await run("SELECT * FROM logs")).Statistics?.DataScannedInBytes ?? 0) > 100);
  const { Status } = await run("SELECT * FROM logs", root, "limited");
  assert.equal(Status?.State, "CANCELLED");
  assert.equal(Status?.StateChangeReason, "Bytes scanned limit was exceeded");
});

test("a row of more than 32 MB fails", async () => {
  const { Status } = await run("SELECT array_join(transform(sequence(1, 6000), i -> long), '') FROM logs LIMIT 1");
  assert.equal(Status?.State, "FAILED");
  assert.match(Status?.StateChangeReason ?? "", /32 MB/);
});

test("a view is made by a query, kept in Glue as Athena keeps it, and read by somebody else", async () => {
  assert.equal(
    (await run("CREATE OR REPLACE VIEW days AS SELECT dt, count(*) AS n FROM logs GROUP BY dt")).Status?.State,
    "SUCCEEDED",
  );
  const glue = new GlueClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.rootCredentials });
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: "trail", Name: "days" }));
  const [, encoded = ""] = /^\/\* Presto View: (.+) \*\/$/.exec(Table?.ViewOriginalText ?? "") ?? [];
  assert.equal(JSON.parse(Buffer.from(encoded, "base64").toString()).catalog, "awsdatacatalog");
  const analyst = await user("views", [...mayAsk("analysts"), ...mayRead]);
  assert.deepEqual(await rows("SELECT * FROM days ORDER BY dt", analyst), [
    ["2026-11-28", "3"],
    ["2026-11-29", "3"],
  ]);
});

test("a view that a template declares without a comment is read", async () => {
  const definition = {
    originalSql: "SELECT id FROM logs WHERE dt = '2026-11-28'",
    catalog: "awsdatacatalog",
    schema: "trail",
    columns: [{ name: "id", type: "varchar" }],
  };
  const glue = new GlueClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.rootCredentials });
  await glue.send(
    new CreateTableCommand({
      DatabaseName: "trail",
      TableInput: {
        Name: "declared",
        TableType: "VIRTUAL_VIEW",
        Parameters: { presto_view: "true" },
        ViewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString("base64")} */`,
        ViewExpandedText: "/* Presto View */",
        StorageDescriptor: { Columns: [{ Name: "id", Type: "string" }], SerdeInfo: {} },
      },
    }),
  );
  assert.deepEqual(await rows("SELECT * FROM declared ORDER BY id"), [["new0"], ["new1"], ["new2"]]);
});

interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

function mayAsk(workGroup: string): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"],
      Resource: `arn:aws:athena:us-east-1:000000000000:workgroup/${workGroup}`,
    },
    {
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:PutObject", "s3:GetObject", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::results", "arn:aws:s3:::results/*"],
    },
  ];
}

const mayRead: readonly Statement[] = [
  {
    Effect: "Allow",
    Action: ["glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables", "glue:GetPartitions"],
    Resource: "arn:aws:glue:us-east-1:000000000000:*",
  },
  {
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: ["arn:aws:s3:::lake", "arn:aws:s3:::lake/tables/*", "arn:aws:s3:::lake/slices/*"],
  },
];

async function user(UserName: string, Statement: readonly Statement[]): Promise<AthenaClient> {
  const { endpoint, region, rootCredentials } = aws;
  const iam = new IAMClient({ endpoint, region, credentials: rootCredentials });
  await iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "all", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  return new AthenaClient({ endpoint, region, credentials });
}

test("an analyst asks in the workgroup that the policy names, and in no other", async () => {
  const analyst = await user("one-group", [...mayAsk("analysts"), ...mayRead]);
  assert.deepEqual(await rows("SELECT count(*) FROM logs", analyst), [["6"]]);
  await assert.rejects(run("SELECT 1", analyst, "others"), {
    name: "AccessDeniedException",
    message: /athena:StartQueryExecution.*workgroup\/others/,
  });
  const { QueryExecutionId } = await run("SELECT 1", root, "others");
  await assert.rejects(analyst.send(new GetQueryExecutionCommand({ QueryExecutionId })), {
    name: "AccessDeniedException",
  });
});

test("each right that an analyst lacks fails the query with the caller's own rights", async () => {
  const withoutSlices = mayRead.map((statement) => ({
    ...statement,
    Resource: [statement.Resource].flat().filter((each) => !each.includes("slices")),
  }));
  const noSlices = await user("no-slices", [...mayAsk("analysts"), ...withoutSlices]);
  assert.match(
    (await run("SELECT count(id) FROM logs", noSlices)).Status?.StateChangeReason ?? "",
    /^PERMISSION_DENIED: Permission denied on S3 path: s3:\/\/lake\/slices\//,
  );
  const noTables = await user("no-tables", [...mayAsk("analysts"), ...mayRead.slice(1)]);
  assert.match((await run("SELECT count(id) FROM logs", noTables)).Status?.StateChangeReason ?? "", /glue:Get/);
  const noWriting = await user("no-writing", [
    ...mayAsk("analysts").map((statement) => ({
      ...statement,
      Action: statement.Action.filter((action) => action !== "s3:PutObject"),
    })),
    ...mayRead,
  ]);
  assert.match(
    (await run("SELECT 1", noWriting)).Status?.StateChangeReason ?? "",
    /^Access denied when writing output to url: s3:\/\/results\//,
  );
  const noBucket = await user("no-bucket", [...mayAsk("analysts").slice(0, 1), ...mayRead]);
  await assert.rejects(run("SELECT 1", noBucket), /Unable to verify\/create output bucket results/);
});
