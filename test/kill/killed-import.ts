import { fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as v from "valibot";

const child = fileURLToPath(new URL("import-child.ts", import.meta.url));

const importReport = v.object({
  paths: v.array(v.string()),
  files: v.array(
    v.object({
      rows: v.number(),
      added: v.number(),
      updated: v.number(),
      unchanged: v.number(),
      rejectedCount: v.number(),
    }),
  ),
});

export type ImportReport = v.InferOutput<typeof importReport>;

/** When a child is killed: so many milliseconds after it was started, or after its import began. */
export interface Kill {
  readonly after: "start" | "ready";
  readonly ms: number;
}

export interface ChildEnd {
  readonly pid: number;
  /** False when the child was done before it could be killed. */
  readonly killed: boolean;
  readonly exitCode: number | null;
  readonly reports: readonly ImportReport[];
  /** From the beginning of the import to the end of the process. */
  readonly importMs: number;
  readonly stderr: string;
}

/**
 * Imports groups of files in a process of its own, which is killed with SIGKILL when its time has come. `cache` is a
 * folder for compiled modules, so that most of a child's life is the import.
 */
export async function importInChild(
  lake: string,
  tenantId: string,
  groups: readonly (readonly string[])[],
  { kill, cache }: { readonly kill?: Kill; readonly cache: string },
): Promise<ChildEnd> {
  const started = fork(child, [lake, tenantId, ...groups.map((paths) => paths.join("|"))], {
    silent: true,
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  let stdout = "";
  let stderr = "";
  let readyAt = Number.NaN;
  const end = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    started.on("error", reject);
    started.on("close", (code, signal) => resolve({ code, signal }));
  });
  const killLater = async (): Promise<void> => {
    await Promise.race([sleep(kill?.ms), end]);
    started.kill("SIGKILL");
  };
  const kills: Promise<void>[] = [];
  started.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  started.stdout?.on("data", (chunk: Buffer) => {
    if (stdout === "") {
      readyAt = performance.now();
      if (kill?.after === "ready") kills.push(killLater());
    }
    stdout += chunk.toString();
  });
  if (kill?.after === "start") kills.push(killLater());
  const { code, signal } = await end;
  const importMs = performance.now() - readyAt;
  await Promise.all(kills);
  const whole = stdout.slice(0, stdout.lastIndexOf("\n") + 1).split("\n");
  return {
    pid: started.pid ?? -1,
    killed: signal === "SIGKILL",
    exitCode: code,
    reports: whole.slice(1, -1).map((line) => v.parse(importReport, JSON.parse(line))),
    importMs,
    stderr,
  };
}
