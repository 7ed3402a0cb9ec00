import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import { LakeClient } from "../../../../src/editor/lake-process/lake-client.ts";
import type { Host } from "../../../../src/protocol/service/host.ts";
import { signIn } from "../../../unit/import/reading.ts";

const child = fileURLToPath(new URL("./lake-process-under-umask.ts", import.meta.url));

/** What others may do with an entry below a folder, and its owner may not. */
function tooOpen(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const status = lstatSync(join(folder, name));
    // A socket's mode is what the umask leaves of all.
    const wanted = status.isDirectory() || status.isSocket() ? 0o700 : 0o600;
    return (status.mode & 0o777) === wanted ? [] : [`${name} ${(status.mode & 0o777).toString(8)}`];
  });
}

for (const umask of ["0000", "0777"])
  test(`with a umask of ${umask} what is made in a lake, in the temporary folder and by an export is the user's alone`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "tenanttrail-modes-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const [temporary, lake, exports] = ["temporary", "lake", "exports"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [temporary, lake, exports]) {
      mkdirSync(path);
      chmodSync(path, 0o755);
    }
    const logs = join(folder, "logs.json");
    writeFileSync(logs, JSON.stringify([signIn("a"), { ...signIn("b"), createdDateTime: "never" }]));
    const forked = fork(child, [umask], { env: { ...process.env, TMPDIR: temporary }, serialization: "advanced" });
    const ended = new Promise((resolve) => forked.once("exit", resolve));
    const lakeProcess = new LakeClient(new IPCMessageReader(forked), new IPCMessageWriter(forked), {} as Host);
    try {
      await lakeProcess.call("useConnection", { kind: "folder", path: lake });
      const { files } = await lakeProcess.call("importLogs", { paths: [logs] });
      assert.deepEqual(
        files.map(({ added, rejectedCount }) => [added, rejectedCount]),
        [[1, 1]],
      );
      await lakeProcess.call("importLogs", { paths: [logs] });
      await lakeProcess.call("verifyIntegrity", {});
      const { resultId } = await lakeProcess.call("runQuery", { sql: "SELECT * FROM signins" });
      for (const format of ["csv", "json", "parquet", "xlsx"] as const)
        await lakeProcess.call("exportResult", {
          resultId,
          format,
          path: join(exports, `e.${format}`),
          filters: [],
          sort: [],
        });
      assert.deepEqual([lake, temporary, exports].map(tooOpen), [[], [], []]);
      assert.ok(readdirSync(join(lake, "_rejects")).length > 0);
      assert.ok(readdirSync(temporary).length > 0);
      // The folders that were there keep the mode that their user gave them.
      for (const path of [lake, temporary, exports]) assert.equal(lstatSync(path).mode & 0o777, 0o755);
    } finally {
      lakeProcess.dispose();
      forked.disconnect();
      await ended;
    }
  });
