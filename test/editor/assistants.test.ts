import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { before, describe, it } from "mocha";
import { CancellationTokenSource, LanguageModelTextPart, lm } from "vscode";
import { openFreshLake, sample, tenantTrail } from "./lake-under-test.ts";

async function invoke(name: string, input: object): Promise<string> {
  const { content } = await lm.invokeTool(`tenanttrail_${name}`, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof LanguageModelTextPart);
  return part.value;
}

describe("assistants", () => {
  let lake: string;

  before(async () => {
    lake = await openFreshLake();
    const { api } = await tenantTrail();
    await api.importLogs({ uris: [await sample("signinlogs")] });
  });

  it("VS Code lists the tools with what they take", () => {
    const own = lm.tools.filter(({ name }) => name.startsWith("tenanttrail_"));
    assert.deepEqual(
      own.map(({ name }) => name.slice("tenanttrail_".length)),
      ["find_tables", "list_columns", "list_days", "find_saved_queries", "run_query", "entity_facts", "explain_code"],
    );
    for (const { inputSchema, description } of own) assert.ok(inputSchema && description.length > 100);
  });

  it("an assistant finds a table, its days and a query, asks, and is told what was not read", async () => {
    assert.match(await invoke("find_tables", { about: "failed logins" }), /"table":"signins/);
    assert.match(await invoke("list_days", { table: "signins" }), /"day":"2020-05-20"/);
    assert.match(
      await invoke("find_saved_queries", { about: "password spray" }),
      /"name":"detections\/credential-attacks\/password-spray/,
    );
    const answer = await invoke("run_query", {
      sql: "SELECT count(*) AS n FROM signins WHERE dt >= '2020-05-01' AND dt <= '2020-05-31'",
    });
    assert.match(answer, /^1 row\. Asked: 2020-05-01 – 2020-05-31/);
    assert.match(answer, /of 31 days were not read/);
    assert.match(await invoke("explain_code", { code: "50126" }), /wrong user name or password/);
  });

  it("what is refused says why, and nothing is written", async () => {
    await assert.rejects(invoke("run_query", { sql: "DELETE FROM signins" }), /sql-refused/);
    await assert.rejects(invoke("run_query", { sql: "SELECT * FROM read_csv('/etc/passwd')" }), /sql-/);
    assert.match(await invoke("run_query", { sql: "SELECT count(*) AS n FROM signins" }), /\[45\]/);
  });

  it("cancelling reaches the engine", async () => {
    const numbers = (name: string): string => `UNNEST(sequence(1, 10000)) AS ${name}(${name}1)`;
    const sql = `SELECT count(*) FROM ${numbers("a")} CROSS JOIN ${numbers("b")} CROSS JOIN ${numbers("c")} WHERE (a1 * b1 + c1) % 7 = 3`;
    const source = new CancellationTokenSource();
    const asked = lm.invokeTool(
      "tenanttrail_run_query",
      { input: { sql }, toolInvocationToken: undefined },
      source.token,
    );
    setTimeout(() => source.cancel(), 1000);
    await assert.rejects(async () => asked);
    assert.match(await invoke("run_query", { sql: "SELECT 41 + 1 AS n" }), /\[42\]/);
  });

  it("the shipped MCP server answers over the lake that is open, with the program that VS Code would start", async () => {
    const { path } = await tenantTrail();
    const server = spawn(process.execPath, [`${path}/dist/mcp-server.mjs`, "--lake", lake], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    });
    try {
      const send = (message: object): void => void server.stdin.write(`${JSON.stringify(message)}\n`);
      const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
      const read = async (): Promise<{ result: Record<string, unknown> }> =>
        JSON.parse((await lines.next()).value ?? "");
      const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
      send({ jsonrpc: "2.0", id: 1, method: "initialize", params });
      assert.deepEqual((await read()).result["serverInfo"], {
        name: "tenanttrail",
        title: "TenantTrail",
        version: "0.1.0",
      });
      send({ jsonrpc: "2.0", method: "notifications/initialized" });
      const sql = "SELECT count(*) AS n FROM signins";
      send({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "run_query", arguments: { sql } } });
      assert.match(JSON.stringify((await read()).result), /\[45\]/);
    } finally {
      server.kill();
    }
  });
});
