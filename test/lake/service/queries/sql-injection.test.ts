import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { signIn } from "../../../unit/import/reading.ts";
import { openLake } from "../open-lake.ts";

/**
 * A block comment ends at the first close mark in Trino and at the matching one in DuckDB, so a text of the user's that
 * reached DuckDB with its comments would turn a literal into code.
 */
const tail = (code: string): string =>
  `SELECT id FROM signins WHERE dt = '2026-03-01' GROUP BY (/* /* */1) HAVING '*/1) HAVING false UNION ALL (SELECT 1::varchar FROM ${code}) --' <> ''`;

test("a literal stays a literal, whatever comments stand around it: nothing of the lake is written", async (t) => {
  const { service, root, file } = await openLake(t);
  await service.importLogs({ paths: [file("a", JSON.stringify(signIn("a")))] });
  const ledger = join(root, "_ledger", "signins");
  const files = (): readonly string[] => readdirSync(root, { recursive: true }).map(String).sort();
  const before = files();
  const entries = readdirSync(ledger).map((name) => [name, readFileSync(join(ledger, name), "utf8")]);
  const [entry] = readdirSync(ledger);
  const hostile = [
    `enable_profiling(save_location := $$${join(ledger, entry ?? "")}$$, format := $$json$$)`,
    `enable_logging(storage_path := $$${join(root, "log_dir")}$$, storage := $$file$$)`,
    `read_text($$${join(ledger, entry ?? "")}$$)`,
  ];
  for (const code of hostile) {
    const { resultId, rowCount } = await service.runQuery({ sql: tail(code) });
    assert.equal(rowCount, 1, code);
    const { rows } = await service.readWindow({ resultId, offset: 0, limit: 10 });
    assert.deepEqual(rows, [["a"]], code);
  }
  assert.deepEqual(files(), before);
  assert.deepEqual(
    readdirSync(ledger).map((name) => [name, readFileSync(join(ledger, name), "utf8")]),
    entries,
  );
});
