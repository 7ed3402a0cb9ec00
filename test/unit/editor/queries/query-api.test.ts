import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Connections } from "../../../../src/editor/connections/connections.ts";
import type { EngineKind } from "../../../../src/editor/queries/engine-choice.ts";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";
import { lakeWithEngines } from "./some-engines.ts";

const editor = useFakeEditor();
const { EngineChoice } = await import("../../../../src/editor/queries/engine-choice.ts");
const { ParameterPrompts } = await import("../../../../src/editor/queries/ask-parameters.ts");
const { QueryApi } = await import("../../../../src/editor/queries/run-query.ts");
const { RunningTasks } = await import("../../../../src/editor/tasks/running-tasks.ts");

const gigabyte = 1_000_000_000;
const source = { sql: "SELECT * FROM signins" };

beforeEach(() => {
  editor.messages.length = 0;
  editor.press = undefined;
  editor.settings.clear();
});

/** The command over a lake whose Athena would scan so many bytes; what the lake was asked for is kept. */
function api(scans: number, engines: readonly EngineKind[] = ["athena", "duckdb"]) {
  const asked: QueryRequest[] = [];
  const runQuery = async (request: QueryRequest): Promise<ResultSummary> => {
    asked.push(request);
    if (request.engine === "athena" && request.mayScanBytes !== undefined && scans > request.mayScanBytes)
      throw new TenantTrailError("too-expensive", "The query may scan a lot.");
    return { ...answer, engine: request.engine ?? "duckdb" };
  };
  const connections = { ...lakeWithEngines(engines), require: async () => ({}) } as unknown as Connections;
  const memory = memento();
  const noDays = () => Promise.reject(new Error("no days are asked for"));
  const prompts = new ParameterPrompts(memory, async () => [], noDays);
  const choice = new EngineChoice(memory, connections);
  return { asked, queries: new QueryApi(lakeWith({ runQuery }), connections, new RunningTasks(), prompts, choice) };
}

const answer: ResultSummary = {
  resultId: "one",
  title: "Query",
  columns: [],
  rowCount: 0,
  engine: "athena",
  scannedBytes: 0,
  elapsedMs: 1,
  lake: "s3://lake",
  params: {},
  askedAt: "2026-11-30T00:00:00Z",
  coverage: [],
  simulated: false,
  sql: source.sql,
};

test("a program's query on Athena has the setting as its limit, also where no engine was named", async () => {
  for (const options of [{}, { engine: "athena" as const }]) {
    const { asked, queries } = api(100 * gigabyte);
    assert.equal((await queries.run(source, options)).engine, "athena");
    assert.deepEqual(
      asked.map(({ engine, mayScanBytes }) => [engine, mayScanBytes]),
      [["athena", 100 * gigabyte]],
    );
  }
  assert.deepEqual(editor.messages, []);
});

test("over the limit a person is asked, and the query runs only when he says so", async () => {
  const { asked, queries } = api(101 * gigabyte);
  await assert.rejects(queries.run(source), CancelledError);
  assert.deepEqual(
    editor.messages.map(({ text }) => text),
    ["Run this query on Athena?"],
  );
  assert.equal(asked.length, 1);
  editor.press = "Run it";
  assert.equal((await queries.run(source)).engine, "athena");
  assert.equal(asked.at(-1)?.mayScanBytes, undefined);
});

test("a program may agree beforehand: then nobody is asked, and over that it fails", async () => {
  const { asked, queries } = api(101 * gigabyte);
  await queries.run(source, { mayScanBytes: 101 * gigabyte });
  await queries.run(source, { mayScanBytes: Number.POSITIVE_INFINITY });
  await assert.rejects(queries.run(source, { mayScanBytes: 1 }), { code: "too-expensive" });
  await assert.rejects(queries.run(source, { mayScanBytes: -1 }), { code: "bad-argument" });
  assert.equal(asked.length, 3);
  assert.deepEqual(editor.messages, []);
});

test("on this machine there is no limit", async () => {
  const { asked, queries } = api(1e15, ["duckdb"]);
  await queries.run(source);
  assert.deepEqual(
    asked.map(({ engine, mayScanBytes }) => [engine, mayScanBytes]),
    [["duckdb", undefined]],
  );
});
