import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { currentArchitecture, packageLambda } from "../../scripts/lib/lambda-package.mjs";

test("the same sources make the same archive, which is named by its bytes and small enough", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tenanttrail-package-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const first = await packageLambda(currentArchitecture(), join(folder, "1"));
  const second = await packageLambda(currentArchitecture(), join(folder, "2"));
  assert.equal(first.hash, second.hash);
  const [bytes, again] = await Promise.all([readFile(first.file), readFile(second.file)]);
  assert.equal(Buffer.compare(bytes, again), 0);
  assert.ok(bytes.length < 60_000_000);
});
