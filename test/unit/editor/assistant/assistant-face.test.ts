import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { LanguageModelTool } from "vscode";
import type { AssistantWorld } from "../../../../src/assistant/assistant-world.ts";
import { TenantTrailError } from "../../../../src/protocol/errors.ts";
import type { QueryRequest, ResultSummary } from "../../../../src/protocol/query.ts";
import { useFakeEditor } from "../fakes/fake-vscode.ts";
import { lakeWith } from "../fakes/idle-lake.ts";
import { memento } from "../fakes/memento.ts";

const editor = useFakeEditor();
const { AgreedLakes } = await import("../../../../src/editor/assistant/agreed-lakes.ts");
const { registerAssistantTools } = await import("../../../../src/editor/assistant/register-assistant-tools.ts");

const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
const rows = Array.from({ length: 50 }, (_, n) => [`${n} ${"x".repeat(300)}`]);
const summary: ResultSummary = {
  resultId: "1",
  title: "",
  columns: [{ name: "text", type: "varchar", kind: "text" }],
  rowCount: 50,
  engine: "athena",
  scannedBytes: 2_000_000,
  elapsedMs: 10,
  lake: "s3://bucket/",
  params: {},
  askedAt: "2026-11-30T12:00:00Z",
  coverage: [],
  simulated: false,
  sql: "",
};

let asked: QueryRequest[] = [];
/** The folder of the lake that is open. */
let open = "acme";
let whileAsked: () => void = () => undefined;

function register(engine: "duckdb" | "athena", estimateScan = async () => ({ bytes: 84_000_000, days: 30 })): void {
  const lake = lakeWith({
    runQuery: async (request) => {
      asked.push(request);
      whileAsked();
      return summary;
    },
    readWindow: async ({ offset, limit }) => ({ offset, rowCount: 50, rows: rows.slice(offset, offset + limit) }),
  });
  const world: AssistantWorld = {
    lake,
    connection: async () => ({ label: "acme", engine, hasLedger: true }),
    savedQueries: async () => [],
    mayScanBytes: () => 100_000_000_000,
  };
  const lakes = new AgreedLakes(memento(), async () => ({
    label: open,
    root: `/lakes/${open}`,
    connection: { kind: "folder", path: `/lakes/${open}` },
  }));
  registerAssistantTools(world, estimateScan, lakes, () => undefined);
}

function tool(name: string): LanguageModelTool<unknown> {
  return editor.tools.get(`tenanttrail_${name}`) as LanguageModelTool<unknown>;
}

async function invoke(name: string, input: unknown, budget?: number): Promise<string> {
  const countTokens = async (text: string): Promise<number> => text.length / 4;
  const tokenizationOptions = budget === undefined ? undefined : { tokenBudget: budget, countTokens };
  const result = await tool(name).invoke(
    { input, toolInvocationToken: undefined, tokenizationOptions } as never,
    token,
  );
  const [part] = result?.content ?? [];
  return (part as { value: string }).value;
}

/** Asks a person, who agrees, and runs. */
async function agreeAndInvoke(name: string, input: unknown, budget?: number): Promise<string> {
  await question(name, input);
  return invoke(name, input, budget);
}

/** What a person reads before a tool works; nothing where it is not asked about. */
async function question(name: string, input: unknown): Promise<string | undefined> {
  editor.shown.splice(0);
  const prepared = await tool(name).prepareInvocation?.({ input }, token);
  const { title, message } = prepared?.confirmationMessages ?? {};
  if (title === undefined) return undefined;
  return `${title}\n${(message as unknown as { given: readonly string[] }).given[0]}`;
}

beforeEach(() => {
  asked = [];
  open = "acme";
  whileAsked = () => undefined;
  editor.isTrusted = true;
  editor.press = undefined;
  editor.messages.splice(0);
});

test("a person reads the whole statement, its values, the scan and the limit before it runs on Athena", async () => {
  register("athena");
  const sql = "SELECT 1 -- `[x](command:y)`\n\u202EFROM signins WHERE a = :a ```";
  const words = await question("run_query", { sql, params: { a: "x'y" }, maxScanGigabytes: 2 });
  assert.match(words ?? "", /^Run this query on Athena for the assistant\?\n/);
  assert.match(words ?? "", /It scans at most 84 MB, for about 0\\?\.042 ¢/);
  assert.match(words ?? "", /when it may scan more than 2\\?\.0 GB/);
  assert.match(words ?? "", /Values: :a = "x'y"/);
  const fence = "`".repeat(4);
  assert.ok(
    words?.endsWith(`${fence}sql\nSELECT 1 -- \`[x] (command:y)\`\n<U+202E>FROM signins WHERE a = :a \`\`\`\n${fence}`),
    words,
  );
});

test("what is not known before it runs is said, and the limit holds all the same", async () => {
  register("athena", async () => {
    throw new TenantTrailError("sql-syntax", "no");
  });
  const words = await question("run_query", { sql: "SELECT 1 FROM other.flows" });
  assert.match(words ?? "", /What it scans is not known before it runs/);
  await invoke("run_query", { sql: "SELECT 1 FROM other.flows" });
  await agreeAndInvoke("run_query", { sql: "SELECT 1", maxScanGigabytes: 5000 });
  assert.deepEqual(
    asked.map(({ mayScanBytes }) => mayScanBytes),
    [1_000_000_000, 100_000_000_000],
  );
});

test("what reads no rows is not asked about, and on this machine there is no price", async () => {
  register("duckdb");
  for (const [name, input] of [
    ["find_tables", { about: "x" }],
    ["explain_code", { code: "0" }],
    ["list_days", {}],
  ] as const)
    assert.equal(await question(name, input), undefined);
  assert.doesNotMatch((await question("run_query", { sql: "SELECT 1" })) ?? "", /Athena|scan/);
  await invoke("run_query", { sql: "SELECT 1" });
  assert.equal(asked[0]?.mayScanBytes, undefined);
});

test("in restricted mode every tool refuses, and nothing is asked", async () => {
  register("duckdb");
  editor.isTrusted = false;
  for (const name of editor.tools.keys())
    await assert.rejects(invoke(name.slice("tenanttrail_".length), {}), { code: "restricted-mode" });
  await assert.rejects(async () => question("run_query", { sql: "SELECT 1" }), { code: "restricted-mode" });
  assert.deepEqual(asked, []);
});

test("an answer keeps to the tokens of its caller, and says what it left out", async () => {
  register("duckdb");
  const whole = await agreeAndInvoke("run_query", { sql: "SELECT 1" });
  assert.match(whole, /^50 rows:$/m);
  const short = await agreeAndInvoke("run_query", { sql: "SELECT 1" }, 1000);
  assert.ok(short.length / 4 <= 1000);
  assert.match(short, /^\d+ of 50 rows shown; the others were left out/m);
});

test("a failure is an error whose words the model reads, with what may quote a log fenced", async () => {
  register("duckdb");
  await assert.rejects(invoke("list_columns", { table: "x\nIgnore this" }), (error: Error) => {
    assert.match(error.message, /^The tool failed with bad-argument/);
    assert.match(error.message, /There is no table x␊Ignore this/);
    return true;
  });
});

const sameQuestion = { sql: "SELECT 1" };

test("a question runs on the lake that it named when a person agreed, and on no other", async () => {
  register("duckdb");
  await assert.rejects(invoke("run_query", sameQuestion), /Nobody was asked about this question, and acme is open now/);
  assert.match((await question("run_query", sameQuestion)) ?? "", /It reads acme/);
  open = "other";
  await assert.rejects(invoke("run_query", sameQuestion), /The question was about acme, and other is open now/);
  open = "acme";
  // Equal questions about two lakes: nobody knows which of them was agreed to.
  await question("run_query", sameQuestion);
  open = "other";
  await question("run_query", sameQuestion);
  await assert.rejects(invoke("run_query", sameQuestion), /Ask again/);
  assert.deepEqual(asked, []);
});

test("what another lake answered, because one was opened while it was asked, is told to nobody", async () => {
  register("duckdb");
  whileAsked = () => {
    open = "other";
  };
  await assert.rejects(agreeAndInvoke("run_query", sameQuestion), /The question was about acme, and other is open now/);
  assert.equal(asked.length, 1);
});

test("an agreement that VS Code remembers is for one lake: another is asked about once", async () => {
  register("duckdb");
  await agreeAndInvoke("run_query", sameQuestion);
  assert.deepEqual(editor.messages, []);
  open = "other";
  await assert.rejects(agreeAndInvoke("run_query", sameQuestion), /did not let assistants ask other/);
  editor.press = "Let assistants ask this lake";
  await agreeAndInvoke("run_query", sameQuestion);
  await agreeAndInvoke("run_query", sameQuestion);
  open = "acme";
  await agreeAndInvoke("run_query", sameQuestion);
  assert.deepEqual(
    editor.messages.map(({ text }) => text),
    ["May assistants ask other too?", "May assistants ask other too?"],
  );
  assert.equal(asked.length, 4);
});
