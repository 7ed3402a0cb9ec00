import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { extensions } from "vscode";
import type { TenantTrailApi } from "../../src/editor/api/api-types.ts";

/** The extension, active. @throws Error when VS Code does not know it. */
export async function tenantTrail(): Promise<{ readonly api: TenantTrailApi; readonly path: string }> {
  const extension = extensions.getExtension<TenantTrailApi>("tenanttrail.tenanttrail");
  if (!extension) throw new Error("VS Code does not know the extension");
  return { api: await extension.activate(), path: extension.extensionPath };
}

/** Opens an empty lake in a folder of its own, and returns the folder. */
export async function openFreshLake(): Promise<string> {
  const { api } = await tenantTrail();
  const path = await mkdtemp(join(tmpdir(), "tenanttrail-lake-"));
  await api.useConnection({ kind: "folder", path });
  return path;
}

/** The absolute path of one of the published records in `samples/`. */
export async function sample(name: "signinlogs" | "auditlogs" | "officeactivity"): Promise<string> {
  const { path } = await tenantTrail();
  return join(path, "samples", `${name}-log-analytics.jsonl`);
}

/** Ends the lake process of this extension host as a native crash would, and waits until the host has heard of it. */
export async function killLakeProcess(): Promise<void> {
  const pids = process.platform === "linux" ? await childrenByProc() : await childrenByPs();
  if (pids.length !== 1) throw new Error(`Expected one lake process, found ${pids.length}`);
  for (const pid of pids) process.kill(pid, "SIGKILL");
  // What is asked of a process that just ended fails, as it should; the next test asks something else.
  while (pids.some(isThere)) await delay(10);
}

/** Whether a process is there; one that has ended is, until its parent has heard of it. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function childrenByProc(): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
      const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(await readFile(`/proc/${pid}/stat`, "utf8")) ?? [];
      if (Number(parent) === process.pid && command.includes("lake.mjs")) found.push(pid);
    } catch {
      // The process ended while it was looked at.
    }
  }
  return found;
}

async function childrenByPs(): Promise<readonly number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,command="]);
  return stdout.split("\n").flatMap((line) => {
    const [, pid, parent] = /^\s*(\d+)\s+(\d+)\s.*lake\.mjs/.exec(line) ?? [];
    return Number(parent) === process.pid ? [Number(pid)] : [];
  });
}
