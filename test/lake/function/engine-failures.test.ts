import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../../src/duckdb/database.ts";
import { redactedEngineWords } from "../../../src/function/redacted-engine-words.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { functionRuns } from "./function-runs.ts";

async function failureOf(sql: string): Promise<Error> {
  const database = await Database.open({ memoryLimit: "50MB", temporaryFolder: "", threads: 1 });
  try {
    return await database.use(async (connection) => {
      const error: unknown = await connection.run(sql).catch((thrown: unknown) => thrown);
      assert.ok(error instanceof Error, sql);
      return error;
    });
  } finally {
    database.close();
  }
}

const failing: readonly (readonly [sql: string, code: string, engine: RegExp])[] = [
  ["SELECT nope FROM range(3)", "internal", /^Binder: .*"nope"/],
  ["SELECT 'Alice said \"no\" to it'::INTEGER", "internal", /^Conversion: Could not convert string \(left out\)$/],
  ['SELECT \'{"upn": "Alice\'::JSON', "internal", /\(left out\)$/],
  [
    "CREATE TABLE t AS SELECT hash(i)::VARCHAR || repeat('x', 100) AS v FROM range(3000000) r(i) ORDER BY v",
    "out-of-memory",
    /^Out of Memory: /,
  ],
  ["COPY (SELECT 1) TO '/nowhere/at/all/a.parquet'", "read-failed", /^IO: /],
];

for (const [sql, code, engine] of failing)
  test(`a run tells of what DuckDB failed in a sentence, and in its own words beside it: ${sql.slice(0, 30)}`, async (t) => {
    const { run, lake, lines } = await functionRuns(t, "audits");
    const error = await failureOf(sql);
    t.mock.method(lake.storage, "names", async () => Promise.reject(error));
    await assert.rejects(run(), (told: unknown) => {
      assert.ok(told instanceof TenantTrailError);
      assert.equal(told.code, code);
      assert.match(told.message, /^Collecting [^:"]+\. [A-Z][^:"]+\.$/);
      assert.equal(told.cause, undefined, "Lambda writes the cause down, too");
      return true;
    });
    const failed = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === "ERROR");
    assert.equal(failed.length, 1);
    assert.match(failed[0].engine, engine);
    assert.ok(!/Error:/.test(failed[0].reason) && !lines.join("\n").includes("Alice"));
  });

test("what fails beside the run is told in a sentence, too", async (t) => {
  const { run, lake, lines } = await functionRuns(t, "audits");
  const error = await failureOf("SELECT nope FROM range(3)");
  const write = lake.storage.write.bind(lake.storage);
  let leases = 0;
  t.mock.method(lake.storage, "write", (async (path, content, condition) => {
    if (path.startsWith("_state/lease-")) leases += 1;
    if (leases > 1 && path.startsWith("_state/lease-")) throw error;
    return write(path, content, condition);
  }) satisfies typeof write);
  await run();
  const [told] = lines.map((line) => JSON.parse(line)).filter(({ message }) => /lease could not/.test(message ?? ""));
  assert.match(told.reason, /^Collecting failed in the query engine\./);
  assert.match(told.engine, /^Binder: /);
});

test("an error of anybody else has no words of DuckDB", () => {
  for (const error of [new Error("fetch failed"), new TenantTrailError("internal", "It failed."), "x", undefined])
    assert.equal(redactedEngineWords(error, []), undefined);
});
