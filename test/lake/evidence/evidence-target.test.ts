import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeInPlace } from "../../../src/query/evidence/evidence-target.ts";

test("an earlier export is never lost: it is put back, and where that fails it is said where it lies", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-target-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "case.zip");
  writeFileSync(path, "earlier");
  const replace = (failsFrom: number): Promise<unknown> => {
    let moves = 0;
    return writeInPlace(
      { path, form: "zip", replaces: true },
      async () => 1,
      async (_, file) => writeFileSync(file, "newer"),
      undefined,
      async (from, to) => {
        moves += 1;
        if (moves >= failsFrom) throw Object.assign(new Error("EBUSY: busy"), { code: "EBUSY", syscall: "rename" });
        renameSync(from, to);
      },
    );
  };
  await assert.rejects(replace(2), { code: "write-failed", message: /it is whole in .*\.case\.zip\..*\.before/ });
  const [left = "", ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  assert.equal(readFileSync(join(folder, left), "utf8"), "earlier");
  renameSync(join(folder, left), path);
  await assert.rejects(replace(1), { code: "EBUSY" });
  await replace(9);
  assert.deepEqual(readdirSync(folder), ["case.zip"]);
  assert.equal(readFileSync(path, "utf8"), "newer");
});
