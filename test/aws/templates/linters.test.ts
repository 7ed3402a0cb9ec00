import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../../scripts/lib/paths.mjs";
import { runToEnd } from "../../../scripts/lib/processes.mjs";
import { installLinter } from "./linter.ts";

const folder = join(root, "infra-templates");
const templates = ["artifacts.yaml", "collector.yaml"].map((name) => join(folder, name));

test("cfn-lint has nothing to say of the templates", async () => {
  const python = await installLinter({ name: "cfn-lint", version: "1.58.0" });
  const { code, output } = await runToEnd(python, ["-c", "from cfnlint.runner import main; main()", ...templates]);
  assert.equal(code, 0, output);
});

test("checkov finds nothing but exceptions, each with its reason in the template and each of use", async () => {
  const python = await installLinter({ name: "checkov", version: "3.3.30" });
  const args = ["-m", "checkov.main", "-d", folder, "--framework", "cloudformation", "--skip-download", "-o", "json"];
  const { code, stdout, output } = await runToEnd(python, args, { env: { ...process.env, LOG_LEVEL: "CRITICAL" } });
  assert.equal(code, 0, output);
  const { results, summary } = JSON.parse(stdout);
  assert.ok(summary.passed > 50, "it looked at the templates");
  const used = new Set<string>();
  for (const { check_id, check_result } of results.skipped_checks) {
    assert.ok(check_result.suppress_comment.length > 30, `${check_id} is left out without a reason`);
    used.add(check_id);
  }
  const named = new Set<string>();
  for (const file of templates)
    for (const [id] of (await readFile(file, "utf8")).matchAll(/CKV_AWS_\d+/g)) named.add(id);
  assert.deepEqual([...named].sort(), [...used].sort());
});
