import assert from "node:assert/strict";
import { test } from "node:test";
import { answerText } from "../../../src/assistant/answers/answer.ts";
import type { AssistantTool } from "../../../src/assistant/assistant-tool.ts";
import type { AssistantWorld } from "../../../src/assistant/assistant-world.ts";
import { explainCode } from "../../../src/assistant/tools/explain-code-tool.ts";
import { findTables } from "../../../src/assistant/tools/find-tables-tool.ts";
import { listColumns } from "../../../src/assistant/tools/list-columns-tool.ts";

const never = new AbortController().signal;

async function ask(tool: AssistantTool, given: unknown): Promise<string> {
  return answerText(await tool.run(given, {} as AssistantWorld, never), 40_000, "mark");
}

/** The two tables that fit best. */
async function firstTables(about: string): Promise<readonly (string | undefined)[]> {
  return [...(await ask(findTables, { about })).matchAll(/"table":"(\w+)"/g)].map(([, table]) => table).slice(0, 2);
}

test("a table is found by what is meant, and by Sentinel's name of it", async () => {
  const meant: readonly (readonly [about: string, table: string])[] = [
    ["failed logins", "signins"],
    ["sign-ins of service principals", "signins_serviceprincipal"],
    ["who changed a conditional access policy", "audits"],
    ["mailbox forwarding rules", "activity"],
    ["files downloaded from SharePoint", "activity"],
    ["risky users", "riskyusers"],
    ["risk detections such as leaked credentials", "riskdetections"],
    ["provisioning to a SaaS application", "provisioning"],
    ["one timeline of everything an account did", "events"],
    ["SigninLogs", "signins_interactive"],
    ["OfficeActivity", "activity"],
    ["AuditLogs where a member was added", "audits"],
  ];
  for (const [about, table] of meant) {
    const found = await firstTables(about);
    assert.ok(found.includes(table), `${about}: ${found}`);
  }
});

test("words that fit nothing answer with all tables, and say so", async () => {
  const answer = await ask(findTables, { about: "zzz qqq" });
  assert.match(answer, /^No table or column fits these words\. These are all tables\./);
  for (const table of ["signins", "audits", "activity", "events"]) assert.ok(answer.includes(`"table":"${table}"`));
});

test("columns are told with nested fields, and what was left out is said", async () => {
  const all = await ask(listColumns, { table: "signins" });
  assert.match(all, /"name":"status","type":"\{errorCode: integer, .*"sentinel":\["ResultType is status.errorCode"/);
  assert.match(all, /^94 columns:$/m);
  const some = await ask(listColumns, { table: "SigninLogs", about: "error code" });
  assert.match(some, /Columns that do not fit are left out\./);
  await assert.rejects(
    ask(listColumns, { table: "nothing" }),
    /There is no table nothing\. The tables and views are signins/,
  );
});

test("a code is explained with how its sign-in counts, and one that is not known is no success", async () => {
  assert.match(await ask(explainCode, { code: "AADSTS50126" }), /^50126: wrong user name or password\. .* failure\.$/);
  assert.match(await ask(explainCode, { code: "50074" }), /interrupted/);
  assert.match(await ask(explainCode, { code: "0" }), /success\.$/);
  assert.match(
    await ask(explainCode, { code: "999999" }),
    /does not know what 999999 means\. A sign-in with it counts as a failure/,
  );
  assert.match(await ask(explainCode, { code: "62E90394-69F5-4237-9190-012177145E10" }), /Global Administrator/);
  assert.match(await ask(explainCode, { code: "what" }), /neither a sign-in error code nor an id/);
});

test("an input that does not fit is refused with the field's name", async () => {
  await assert.rejects(ask(findTables, {}), { code: "bad-argument", message: /^find_tables: about: / });
  await assert.rejects(ask(findTables, { about: "x", other: 1 }), { code: "bad-argument" });
});
