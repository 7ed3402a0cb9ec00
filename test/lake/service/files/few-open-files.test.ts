import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { Ledger } from "../../../../src/lake/ledger/ledger.ts";
import { FolderStorage } from "../../../../src/lake/storage/folder-storage.ts";

const run = promisify(execFile);
const isWindows = process.platform === "win32";

test("a process that may open 64 files reads, lists and removes hundreds at once", async (t) => {
  const root = await mkdtemp(join(tmpdir(), "tenanttrail-few-"));
  t.after(() => rm(root, { recursive: true, force: true }));
  const sync = { file: async () => undefined, folder: async () => undefined };
  const ledger = new Ledger(new FolderStorage(root, { sync }), "signins");
  let { state } = await ledger.read();
  const day = (n: number): string => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10);
  for (let n = 1; n <= 520; n += 1)
    state = await ledger.append(state, () => ({ kind: "claim", parts: { [day(n)]: 1 } }));
  const script = join(import.meta.dirname, "few-open-files.ts");
  const limit = isWindows
    ? [process.execPath, script, root]
    : ['ulimit -n 64; exec "$0" "$@"', process.execPath, script, root];
  const { stdout } = isWindows ? await run(limit[0] ?? "", limit.slice(1)) : await run("sh", ["-c", ...limit]);
  assert.deepEqual(JSON.parse(stdout), { n: 520, listed: 270, left: 0 });
});
