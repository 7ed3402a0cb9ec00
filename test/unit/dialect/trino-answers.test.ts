import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { trinoFunctionsSql } from "../../../src/dialect/macros/trino-functions.ts";
import { translate } from "../../../src/dialect/translate.ts";
import { Database } from "../../../src/duckdb/database.ts";
import { TenantTrailError } from "../../../src/protocol/errors.ts";
import { StatementLock } from "../../../src/query/lock/statement-lock.ts";
import { trinoRows } from "./trino-values.ts";

interface Answer {
  readonly sql: string;
  readonly trino: { readonly rows?: readonly unknown[][]; readonly error?: string };
}

const folder = new URL("../../fixtures/trino/", import.meta.url);
const answers: readonly Answer[] = readFileSync(new URL("trino-476-answers.jsonl", folder), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const schema = { columns: () => undefined };

/**
 * Without ORDER BY the order of rows says nothing; JSON objects have none. Doubles are compared to 15 digits: sin, cos
 * and ln differ in the last bit between Java's and C's libraries.
 */
function canonical(rows: readonly unknown[][], ordered: boolean): string {
  const sortKeys = (_: string, value: unknown): unknown =>
    typeof value === "number"
      ? Number(value.toPrecision(15))
      : value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
  const lines = rows.map((row) => JSON.stringify(row, sortKeys));
  return (ordered ? lines : lines.toSorted()).join("\n");
}

test("every statement has Trino's answer or is refused by name", async () => {
  const database = await Database.open();
  const connection = await database.connect();
  for (const statement of trinoFunctionsSql()) await connection.run(statement);
  const lock = new StatementLock();
  const outcomes: Record<string, string> = {};
  const different: string[] = [];
  let equal = 0;
  for (const { sql, trino } of answers) {
    let outcome: string;
    try {
      const translation = translate(sql, { schema });
      await lock.check(connection, translation);
      const rows = await trinoRows(connection, translation).catch((error: Error) => error);
      if (rows instanceof Error)
        outcome = trino.error === undefined ? `failed: ${rows.message} :: ${translation.sql}` : "equal";
      else {
        const ordered = /order by/i.test(sql);
        const same = trino.rows !== undefined && canonical(rows, ordered) === canonical(trino.rows, ordered);
        outcome = same ? "equal" : `different: ${JSON.stringify(rows)} :: ${translation.sql}`;
      }
    } catch (error) {
      if (!(error instanceof TenantTrailError)) throw error;
      outcome =
        error.code === "sql-unsupported" ? `refused: ${error.message}` : `failed: ${error.code} ${error.message}`;
    }
    outcomes[sql] = outcome;
    if (outcome === "equal") equal++;
    else if (!outcome.startsWith("refused: ")) different.push(`${sql}\n  trino ${JSON.stringify(trino)}\n  ${outcome}`);
  }
  connection.closeSync();
  database.close();
  assert.deepEqual(different, [], `not Trino's answer:\n${different.join("\n")}`);
  assert.ok(equal >= answers.length * 0.95, `${equal} of ${answers.length} are equal`);
  const golden = new URL("expected.json", folder);
  const text = `${JSON.stringify(outcomes, null, 2)}\n`;
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
  assert.equal(text, readFileSync(golden, "utf8"), "the list of outcomes changed: UPDATE_GOLDEN=1 writes it anew");
});
