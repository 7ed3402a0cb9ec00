import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

test("no function, pragma or setting of this DuckDB writes a file, changes a setting or ends the process", async (context) => {
  const script = new URL("./every-function.ts", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: 1 << 26 }).catch(
    (error: Error & { stdout: string }) =>
      assert.fail(`the process ended: ${error.message.slice(0, 200)} after ${error.stdout.trim().split("\n").at(-1)}`),
  );
  const seen = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  context.diagnostic(`${seen.statements} statements, ${seen.tried.length} functions, ${seen.settings} settings`);
  assert.deepEqual(seen.wrong, []);
  for (const name of ["enable_logging", "enable_profiling", "read_text", "sniff_csv", "glob"])
    assert.ok(seen.tried.includes(`table ${name}`), name);
  assert.ok(seen.settings > 150);
  assert.ok(seen.refusedForGood > 0);
});
