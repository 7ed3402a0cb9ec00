import assert from "node:assert/strict";
import { test } from "node:test";
import { CancelledError } from "../../../src/protocol/errors.ts";
import { bucketWorkgroup, execution, metadata, type Reply, type Script, ScriptedAthena } from "./scripted-athena.ts";

const request = { sql: "SELECT 'a' AS x" };

/** Replies one after the other, and the last for ever. */
function inTurn(...replies: readonly Reply[]): () => Reply {
  let at = 0;
  return () => replies[Math.min(at++, replies.length - 1)] ?? "broken";
}

async function fails(script: Script, expected: { code: string; message: RegExp }, sql = request.sql): Promise<void> {
  await using athena = await ScriptedAthena.start(script);
  await assert.rejects(athena.ask({ sql }), expected);
}

test("a start whose answer is lost is sent again with the same token", async () => {
  const StartQueryExecution = inTurn("broken", { QueryExecutionId: "one" });
  await using athena = await ScriptedAthena.start({ StartQueryExecution });
  await athena.ask(request);
  const tokens = athena.calls.flatMap(({ operation, input }) =>
    operation === "StartQueryExecution" ? [input["ClientRequestToken"]] : [],
  );
  assert.equal(tokens.length, 2);
  assert.equal(tokens[0], tokens[1]);
  assert.ok(String(tokens[0]).length >= 32);
});

test("workgroup, database and catalog are sent, results are never reused, and no place for them is named", async () => {
  await using athena = await ScriptedAthena.start({});
  await athena.ask(request);
  const { ClientRequestToken: _, ...input } =
    athena.calls.find(({ operation }) => operation === "StartQueryExecution")?.input ?? {};
  assert.deepEqual(input, {
    QueryString: "SELECT 'a' AS \"x\"",
    WorkGroup: "analysts",
    QueryExecutionContext: { Database: "trail", Catalog: "AwsDataCatalog" },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
  });
});

test("a run is looked at after waits that grow from 250 ms to 2 s, also when it is queued again", async () => {
  const states = ["QUEUED", "RUNNING", "QUEUED", ...Array.from({ length: 8 }, () => "RUNNING"), "SUCCEEDED"];
  await using athena = await ScriptedAthena.start({
    GetQueryExecution: inTurn(...states.map((state) => execution(state))),
  });
  const { rowCount, scannedBytes, engine } = await athena.ask(request);
  assert.deepEqual([rowCount, scannedBytes, engine], [1, 12_000_000, "athena"]);
  assert.equal(athena.waits[0], 250);
  assert.equal(Math.max(...athena.waits), 2000);
  assert.deepEqual(
    athena.waits,
    athena.waits.toSorted((a, b) => a - b),
  );
});

test("cancelling stops the run on the server", async () => {
  await using athena = await ScriptedAthena.start({ GetQueryExecution: () => execution("RUNNING") });
  const stop = new AbortController();
  const wait = async (): Promise<void> => {
    if (athena.count("GetQueryExecution") === 2) stop.abort(new CancelledError());
  };
  await assert.rejects(athena.ask(request, { signal: stop.signal, wait }), CancelledError);
  assert.deepEqual(athena.calls.at(-1), { operation: "StopQueryExecution", input: { QueryExecutionId: "one" } });
});

test("a run that is cancelled while its start is on the way is stopped too", async () => {
  const stop = new AbortController();
  const StartQueryExecution = (): Reply => {
    stop.abort(new CancelledError());
    return { QueryExecutionId: "one" };
  };
  await using athena = await ScriptedAthena.start({ StartQueryExecution });
  await assert.rejects(athena.ask(request, { signal: stop.signal }), CancelledError);
  assert.equal(athena.count("StopQueryExecution"), 1);
});

test("an error of Athena's stands at its place in the user's text", async () => {
  const sql = "-- who\nSELECT lower('x'),\n  map_filter(MAP(), (k, v) -> nope)";
  await using athena = await ScriptedAthena.start({
    GetQueryExecution: () => {
      const sent = String(
        athena.calls.find(({ operation }) => operation === "StartQueryExecution")?.input["QueryString"],
      );
      return execution("FAILED", {
        StateChangeReason: `COLUMN_NOT_FOUND: line 1:${sent.indexOf('"nope"') + 1}: Column 'nope' cannot be resolved`,
        AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false },
      });
    },
  });
  await assert.rejects(athena.ask({ sql }), {
    code: "sql-failed",
    message: "Column 'nope' cannot be resolved (line 3, column 31)",
    place: { line: 3, column: 31, length: 4 },
  });
});

test("a statement that Athena refuses at once is told at its place as well", async () => {
  const message = "line 1:8: mismatched input 'x'";
  await fails(
    { StartQueryExecution: () => ({ error: "InvalidRequestException", message }) },
    { code: "sql-failed", message: /mismatched input 'x' \(line 1, column 8\)/ },
  );
});

test("each way in which a run fails is a sentence with the next step", async () => {
  const cases: readonly (readonly [reason: string, code: string, message: RegExp])[] = [
    ["Bytes scanned limit was exceeded", "sql-failed", /more than its workgroup allows/],
    ["Query exhausted resources at this scale factor", "out-of-memory", /more memory than Athena gives/],
    ["HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://b/x", "read-failed", /Run the query again/],
    [
      "User: arn:aws:iam::1:user/ann is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-east-1:1:table/trail/signins",
      "missing-permission",
      /The permission glue:GetTable is missing on arn:aws:glue:us-east-1:1:table\/trail\/signins/,
    ],
    ["Access Denied (Service: Amazon S3; Status Code: 403)", "missing-permission", /s3:GetObject/],
  ];
  for (const [StateChangeReason, code, message] of cases)
    await fails({ GetQueryExecution: () => execution("FAILED", { StateChangeReason }) }, { code, message });
  await fails(
    { GetQueryExecution: () => execution("FAILED", { StateChangeReason: "oops", AthenaError: { Retryable: true } }) },
    { code: "sql-failed", message: /Running it again may help/ },
  );
  await fails(
    { GetQueryExecution: () => execution("CANCELLED") },
    { code: "sql-failed", message: /was cancelled on Athena/ },
  );
});

test("throttling without an end, expired credentials in the middle and a missing permission are told", async () => {
  const throttled = { error: "TooManyRequestsException", message: "Rate exceeded" };
  await fails({ StartQueryExecution: () => throttled }, { code: "throttled", message: /slow down/ });
  const expired = { error: "ExpiredTokenException", message: "The security token included in the request is expired" };
  await fails(
    { GetQueryExecution: inTurn(execution("RUNNING"), expired) },
    { code: "aws-sign-in", message: /no longer accepts the credentials of profile test/ },
  );
  const denied = {
    error: "AccessDeniedException",
    message: "User: arn:aws:iam::1:user/ann is not authorized to perform: athena:StartQueryExecution on resource: *",
  };
  await fails({ StartQueryExecution: () => denied }, { code: "aws-denied", message: /athena:StartQueryExecution/ });
});

test("a workgroup of another kind is refused in one sentence, and nothing is started", async () => {
  const kinds = {
    spark: [{ EngineVersion: { SelectedEngineVersion: "PySpark engine version 3" } }, /Apache Spark/],
    person: [{ IdentityCenterConfiguration: { EnableIdentityCenter: true } }, /IAM Identity Center/],
    placeless: [{}, /no place for results/],
  } as const;
  for (const [Configuration, message] of Object.values(kinds)) {
    const GetWorkGroup = () => ({ WorkGroup: { Name: "other", State: "ENABLED", Configuration } });
    await using athena = await ScriptedAthena.start({ GetWorkGroup });
    await assert.rejects(athena.ask(request, {}, "other"), { code: "bad-argument", message });
    assert.equal(athena.count("StartQueryExecution"), 0);
  }
  const GetWorkGroup = () => ({ WorkGroup: { ...bucketWorkgroup.WorkGroup, State: "DISABLED" } });
  await fails({ GetWorkGroup }, { code: "bad-argument", message: /is disabled/ });
});

test("a statement that becomes longer than Athena takes is refused before it is sent", async () => {
  const list = Array.from({ length: 30_000 }, (_, index) => `user${index}@example.org`);
  await using athena = await ScriptedAthena.start({ GetQueryResults: () => metadata(["x", "boolean"]) });
  await assert.rejects(athena.ask({ sql: "SELECT 'a' IN :list AS x", params: { list } }), {
    code: "sql-unsupported",
    message: /at most 262144/,
  });
  assert.equal(athena.calls.length, 0);
});

test("what changes something, and several statements, are refused by name", async () => {
  for (const [sql, code] of [
    ["DROP TABLE signins", "sql-refused"],
    ["INSERT INTO signins VALUES (1)", "sql-refused"],
    ["UNLOAD (SELECT 1) TO 's3://x/'", "sql-refused"],
    ["SELECT 1; SELECT 2", "sql-refused"],
    ["EXPLAIN SELECT 1", "sql-unsupported"],
  ] as const)
    await fails({}, { code, message: /./ }, sql);
});

test("a workgroup that forces another place for results is read there, with what is said when it may not be read", async () => {
  const elsewhere = "s3://theirs/elsewhere/one.csv";
  const forced = execution("SUCCEEDED", {});
  const run = {
    QueryExecution: { ...(forced["QueryExecution"] as object), ResultConfiguration: { OutputLocation: elsewhere } },
  };
  await using athena = await ScriptedAthena.start({ GetQueryExecution: () => run });
  await athena.ask(request);
  const urls = athena.calls
    .filter(({ operation }) => operation === "GetObject")
    .map(({ input }) => String(input["url"]));
  assert.ok(urls.length > 0 && urls.every((url) => url.startsWith("/theirs/elsewhere/one.csv")), urls.join(" "));
  const refusing =
    (status: number, code: string): NonNullable<Script["object"]> =>
    (_, to) => {
      to.writeHead(status, { "content-type": "application/xml" });
      to.end(`<Error><Code>${code}</Code><Message>x</Message></Error>`);
    };
  const GetQueryExecution = () => run;
  await fails(
    { GetQueryExecution, object: refusing(403, "AccessDenied") },
    { code: "aws-denied", message: /^A permission is missing for profile test.*choose another profile\.$/ },
  );
  await fails(
    { GetQueryExecution, object: refusing(400, "ExpiredToken") },
    { code: "aws-sign-in", message: /no longer accepts the credentials of profile test/ },
  );
});
