import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sampleEvents } from "../../../src/sample-tenant/events.ts";
import { labels } from "../../../src/sample-tenant/labels.ts";
import { readHeader } from "../../../src/sqlfile/header.ts";
import { splitStatements } from "../../../src/sqlfile/statements.ts";
import { makeLake } from "./query-lake.ts";
import { openRunner } from "./query-runner.ts";

const options = { users: 50, days: 16, scale: 0.4 };

for (const name of ["first-query.sql", "first-notebook.sql"])
  test(`${name} has a header without mistakes, and each statement has an answer over the sample`, async () => {
    const text = readFileSync(new URL(`../../../media/walkthrough/${name}`, import.meta.url), "utf8");
    const block = readHeader(text);
    assert.deepEqual(block?.diagnostics, []);
    await using lake = await makeLake(signInsAndAudits());
    await using runner = await openRunner(lake.root);
    const statements = splitStatements(text);
    assert.equal(statements.length, name === "first-query.sql" ? 1 : 3);
    const address = labels(options).find(({ kind }) => kind === "password-spray")?.ipAddresses[0] ?? "";
    for (const [index, statement] of statements.entries()) {
      const rows = await runner.run({ name, text, block, statements: [statement.text] });
      assert.notEqual(rows.length, 0, statement.text);
      if (index > 0) assert.ok(JSON.stringify(rows).includes(address), "the attacker is in sight");
    }
  });

function* signInsAndAudits() {
  for (const { table, record } of sampleEvents(options))
    if (table === "signins" || table === "audits") yield { table, record };
}
