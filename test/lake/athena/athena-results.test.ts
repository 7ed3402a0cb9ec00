import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import type { QueryProgress, ResultSummary } from "../../../src/protocol/query.ts";
import { metadata, type Reply, type Script, ScriptedAthena } from "./scripted-athena.ts";

const request = { sql: "SELECT 'a' AS x" };

async function rowsOf(athena: ScriptedAthena, { resultId }: ResultSummary) {
  return (await athena.results.readWindow({ resultId, offset: 0, limit: 1000 })).rows;
}

async function fails(script: Script, expected: { code: string; message: RegExp }): Promise<void> {
  await using athena = await ScriptedAthena.start(script);
  await assert.rejects(athena.ask(request), expected);
}

function object(text: string, declared = text) {
  return (_: unknown, to: ServerResponse): void => {
    to.writeHead(200, { "content-length": Buffer.byteLength(declared), etag: '"tag"' });
    if (declared === text) to.end(text);
    else to.write(text, () => to.destroy());
  };
}

test("the first rows can be read before the last arrive", async () => {
  let rest: ((text: string) => void) | undefined;
  await using athena = await ScriptedAthena.start({
    object: (_, to) => {
      to.write('"x"\n"first"\n');
      rest = (text) => to.end(text);
    },
  });
  const progress: QueryProgress[] = [];
  const told = Promise.withResolvers<ResultSummary>();
  const answer = athena.ask(request, {
    onProgress: (each) => {
      progress.push(each);
      if (each.firstRows !== undefined) told.resolve(each.firstRows);
    },
  });
  const first = await told.promise;
  assert.equal(first.isArriving, true);
  assert.deepEqual(await rowsOf(athena, first), [["first"]]);
  rest?.('"last"\n,\n""\n'.replace(",", ""));
  const last = await answer;
  assert.equal(last.resultId, first.resultId);
  assert.equal(last.isArriving, undefined);
  assert.deepEqual(await rowsOf(athena, last), [["first"], ["last"], [null], [""]]);
  assert.deepEqual(progress[0], { estimate: { bytes: 0, days: 0 } });
});

test("a view of the first rows has all of them once they are there", async () => {
  let rest: ((text: string) => void) | undefined;
  await using athena = await ScriptedAthena.start({
    object: (_, to) => {
      to.write('"x"\n"b"\n');
      rest = (text) => to.end(text);
    },
  });
  const told = Promise.withResolvers<ResultSummary>();
  const answer = athena.ask(request, { onProgress: ({ firstRows }) => firstRows && told.resolve(firstRows) });
  const { resultId } = await told.promise;
  const view = { resultId, offset: 0, limit: 10, sort: [{ column: 0, descending: false }] };
  assert.deepEqual((await athena.results.readWindow(view)).rows, [["b"]]);
  rest?.('"a"\n');
  await answer;
  assert.deepEqual((await athena.results.readWindow(view)).rows, [["a"], ["b"]]);
});

test("a connection that breaks is taken up where it broke", async () => {
  const whole = `"x"\n${Array.from({ length: 5000 }, (_, index) => `"row ${index}"\n`).join("")}`;
  let asked = 0;
  await using athena = await ScriptedAthena.start({
    object: (from, to) => {
      const start = Number(/^bytes=(\d+)-$/.exec(from.headers.range ?? "")?.[1] ?? 0);
      const status = start === 0 ? 200 : 206;
      to.writeHead(status, { "content-length": Buffer.byteLength(whole) - start, etag: '"tag"' });
      if (asked++ === 0) to.write(whole.slice(0, 20_000), () => to.destroy());
      else to.end(whole.slice(start));
    },
  });
  assert.equal((await athena.ask(request)).rowCount, 5000);
  assert.equal(asked, 2);
});

test("a result that is gone, cut, empty or without metadata is an error and never a short answer", async () => {
  const gone = (_: unknown, to: ServerResponse): void => {
    to.writeHead(404, { "content-type": "application/xml" });
    to.end("<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>");
  };
  await fails({ object: gone }, { code: "read-failed", message: /is gone or was replaced/ });
  await fails({ object: object('"x"\n"a"\n"b') }, { code: "read-failed", message: /middle of a line/ });
  await fails({ object: object("") }, { code: "read-failed", message: /empty/ });
  await fails({ object: object('"x"\n"a","b"\n') }, { code: "read-failed", message: /2 values/ });
  await fails({ GetQueryResults: () => ({ ResultSet: {} }) }, { code: "read-failed", message: /metadata are gone/ });
});

test("a text that is no value of its column is an error", async () => {
  await using athena = await ScriptedAthena.start({
    GetQueryResults: () => metadata(["x", "bigint"]),
    object: object('"x"\n"12"\n"1.5x"\n'),
  });
  await assert.rejects(athena.ask(request), { code: "read-failed", message: /none of its column's type/ });
});

test("a column whose text does not tell its values, or of a type that is not known, is shown as written, and said so", async () => {
  await using athena = await ScriptedAthena.start({
    GetQueryResults: () => metadata(["list", "array"], ["sketch", "HyperLogLog"], ["plain", "varchar"]),
    object: object('"list","sketch","plain"\n"[a, null]","AgwBA","a"\n,,""\n'),
  });
  // A table that nobody here knows, so that its columns are not asked for as JSON.
  const summary = await athena.askOf(undefined, { sql: "SELECT list, sketch, plain FROM flows" });
  assert.deepEqual(await rowsOf(athena, summary), [
    ["[a, null]", "AgwBA", "a"],
    [null, null, ""],
  ]);
  assert.deepEqual(
    summary.columns.map(({ name, type }) => [name, type]),
    [
      ["list", "varchar"],
      ["sketch", "varchar"],
      ["plain", "varchar"],
    ],
  );
  const [list, sketch, ...more] = summary.notes ?? [];
  assert.equal(list?.tone, "info");
  assert.match(list?.text ?? "", /^The column list is of Athena's type array and shown as .*json_format/);
  assert.match(
    sketch?.text ?? "",
    /^The column sketch is of Athena's type hyperloglog, which TenantTrail does not know/,
  );
  assert.deepEqual(more, []);
});

test("a result with fewer rows than Athena counted says so; with a count that is not there, or as many, nothing is said", async () => {
  const counted = (OutputRows: number | undefined) => async (): Promise<ResultSummary> => {
    const Rows = OutputRows === undefined ? {} : { Rows: { OutputRows } };
    await using athena = await ScriptedAthena.start({
      GetQueryRuntimeStatistics: () => ({ QueryRuntimeStatistics: { Timeline: {}, ...Rows } }),
      object: object('"x"\n"a"\n"b"\n'),
    });
    const summary = await athena.ask(request);
    assert.equal(athena.results.summary(summary.resultId).notes, summary.notes);
    return summary;
  };
  const short = await counted(1200)();
  assert.equal(short.rowCount, 2);
  assert.deepEqual(short.notes, [
    {
      tone: "warning",
      text: "Athena counted 1,200 rows while the query ran, and its result has 2: rows may be missing. Run the query again.",
    },
  ]);
  for (const rows of [undefined, 2]) assert.equal((await counted(rows)()).notes, undefined);
});

test("without the permission to read the count, the answer stands without a note", async () => {
  await using athena = await ScriptedAthena.start({
    GetQueryRuntimeStatistics: () => ({
      error: "AccessDeniedException",
      message:
        "User: arn:aws:iam::1:user/a is not authorized to perform: athena:GetQueryRuntimeStatistics on resource: arn:aws:athena:us-east-1:1:workgroup/a",
    }),
  });
  const { rowCount, notes } = await athena.ask(request);
  assert.deepEqual([rowCount, notes], [1, undefined]);
});

test("managed results are paged with the next page already on its way", async () => {
  const GetWorkGroup = (): Reply => ({
    WorkGroup: { Name: "m", Configuration: { ManagedQueryResultsConfiguration: { Enabled: true } } },
  });
  const page = (rows: readonly (string | null)[], NextToken?: string): Reply => ({
    ...metadata(["x", "varchar"]),
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: [{ Name: "x", Type: "varchar" }] },
      Rows: rows.map((value) => ({ Data: [value === null ? {} : { VarCharValue: value }] })),
    },
    ...(NextToken !== undefined && { NextToken }),
  });
  const pages: Readonly<Record<string, Reply>> = {
    first: page(["x", "a", null], "second"),
    second: page(["", "x"], "third"),
    third: page(["last"]),
  };
  await using athena = await ScriptedAthena.start({
    GetWorkGroup,
    GetQueryResults: ({ NextToken = "first" }) => pages[String(NextToken)] ?? "broken",
  });
  assert.deepEqual(await rowsOf(athena, await athena.ask(request)), [["a"], [null], [""], ["x"], ["last"]]);
  assert.equal(athena.count("GetObject"), 0);
  const start = athena.calls.find(({ operation }) => operation === "StartQueryExecution");
  assert.equal(start?.input["ResultConfiguration"], undefined);
});

test("a result whose rows fail half way is held no more", async () => {
  await using athena = await ScriptedAthena.start({
    object: (_, to) => {
      to.write('"x"\n"a"\n');
      setImmediate(() => to.end('"broken'));
    },
  });
  let first: ResultSummary | undefined;
  await assert.rejects(athena.ask(request, { onProgress: ({ firstRows }) => (first = firstRows ?? first) }));
  if (first !== undefined) assert.equal(athena.results.holds(first.resultId), false);
});
