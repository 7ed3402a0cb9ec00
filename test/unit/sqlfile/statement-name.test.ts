import assert from "node:assert/strict";
import { test } from "node:test";
import { statementName } from "../../../src/sqlfile/naming/statement-name.ts";

const names: readonly (readonly [before: string, sql: string, name: string | undefined])[] = [
  ["", "SELECT 1", undefined],
  ["", "SELECT * FROM signins", "signins"],
  ["", "SELECT ipAddress, count(*) FROM signins WHERE dt = '1' GROUP BY ipAddress", "signins by ipAddress"],
  ["", "SELECT ' FROM nowhere ', -- FROM here\n 1 FROM audits", "audits"],
  ["", "WITH a AS (SELECT 1 FROM signins GROUP BY 1) SELECT * FROM a", "a"],
  ["\n-- Failed sign-ins by day\n-- and more\n", "SELECT 1", "Failed sign-ins by day"],
  ["\n-- %% Addresses\n", "SELECT 1 FROM signins", "Addresses"],
  ["\n/* What else\n * they did */\n", "SELECT 1", "What else"],
  ["-- About all of it\n\n", "SELECT 1 FROM signins", "signins"],
  ["/*---\ntitle: The file\n---*/\n", "SELECT 1 FROM signins", "signins"],
  ["-- ------\n", "SELECT 1 FROM signins", "signins"],
  [`-- ${"long ".repeat(30)}`, "SELECT 1", `${"long ".repeat(12).trimEnd()}…`],
];

for (const [before, sql, name] of names) {
  test(`a statement is called ${name} by ${JSON.stringify(before + sql).slice(0, 60)}`, () => {
    assert.equal(statementName(before, sql), name);
  });
}
