import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { CancelledError, TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { QueryRequest } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";

const editor = useFakeEditor();
const { withinLimit } = await import("../../../../src/editor/queries/athena-limit.ts");
const request: QueryRequest = { sql: "SELECT 1", engine: "athena" };

beforeEach(() => {
  editor.messages.length = 0;
  editor.press = undefined;
  editor.settings.clear();
});

/** A lake that refuses what may scan more than so many bytes; what it was asked for is kept. */
function lakeThatScans(bytes: number) {
  const asked: QueryRequest[] = [];
  const run = async (each: QueryRequest): Promise<string> => {
    asked.push(each);
    if (each.mayScanBytes !== undefined && bytes > each.mayScanBytes)
      throw new TenantTrailError("too-expensive", "The query may scan a lot.");
    return "rows";
  };
  return { asked, run };
}

test("a query within the limit runs at once, and nobody is asked", async () => {
  const { asked, run } = lakeThatScans(100_000_000_000);
  assert.equal(await withinLimit(request, run), "rows");
  assert.deepEqual(asked, [{ ...request, mayScanBytes: 100_000_000_000 }]);
  assert.deepEqual(editor.messages, []);
});

test("a query over the limit runs when a person says so, without a limit", async () => {
  const { asked, run } = lakeThatScans(100_000_000_001);
  editor.press = "Run it";
  assert.equal(await withinLimit(request, run), "rows");
  assert.equal(asked.at(-1)?.mayScanBytes, undefined);
  assert.deepEqual(editor.messages, [{ kind: "warning", text: "Run this query on Athena?" }]);
  const shown = JSON.stringify(editor.shown);
  assert.match(shown, /The query may scan a lot\..*The limit is the setting tenantTrail\.athenaAskOverGigabytes/);
});

test("it does not run when the dialog is left, and that is no error", async () => {
  const { asked, run } = lakeThatScans(100_000_000_001);
  await assert.rejects(withinLimit(request, run), CancelledError);
  assert.equal(asked.length, 1);
});

test("the setting is the limit, 0 asks before each query that scans anything", async () => {
  editor.settings.set("tenantTrail.athenaAskOverGigabytes", 0);
  const { asked, run } = lakeThatScans(1);
  await assert.rejects(withinLimit(request, run), CancelledError);
  assert.equal(asked[0]?.mayScanBytes, 0);
});

test("another failure is thrown and asked nothing about", async () => {
  const failure = new TenantTrailError("sql-failed", "no");
  await assert.rejects(
    withinLimit(request, () => Promise.reject(failure)),
    failure,
  );
  assert.deepEqual(editor.messages, []);
});

test("on this machine there is no limit", async () => {
  const { asked, run } = lakeThatScans(1e15);
  await withinLimit({ sql: "SELECT 1", engine: "duckdb" }, run);
  assert.deepEqual(asked, [{ sql: "SELECT 1", engine: "duckdb" }]);
});

test("what was agreed to beforehand is the limit, and nobody is asked", async () => {
  const { asked, run } = lakeThatScans(200);
  assert.equal(await withinLimit({ ...request, mayScanBytes: 200 }, run), "rows");
  await assert.rejects(withinLimit({ ...request, mayScanBytes: 199 }, run), { code: "too-expensive" });
  assert.equal(await withinLimit({ ...request, mayScanBytes: Number.POSITIVE_INFINITY }, run), "rows");
  assert.deepEqual(
    asked.map(({ mayScanBytes }) => mayScanBytes),
    [200, 199, undefined],
  );
  assert.deepEqual(editor.messages, []);
});
