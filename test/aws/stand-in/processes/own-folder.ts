import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../../../src/lake/storage/processes.ts";

const ours = /^tenanttrail-(?:aws|trino)-([1-9]\d{0,9})-\w{6}$/;

/** Makes a temporary folder of this process. What processes that were killed left of theirs is deleted first. */
export async function makeOwnFolder(what: "aws" | "trino"): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const pid = ours.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(tmpdir(), name);
    const status = await lstat(path).catch(() => undefined);
    if (status?.isDirectory() && status.uid === process.getuid?.())
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
  return mkdtemp(join(tmpdir(), `tenanttrail-${what}-${process.pid}-`));
}
