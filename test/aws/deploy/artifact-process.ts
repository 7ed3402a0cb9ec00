import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { findNode } from "../../../scripts/lib/node.mjs";
import type { FunctionReport } from "../../../src/protocol/aws/function-report.ts";
import { limitMemory } from "./memory-limit.ts";

/** `nobody` on Linux: root may write everywhere, whatever a folder's mode is. */
const nobody = 65_534;

const memoryMB = 1024;

/** The functions' code in a folder that nobody may write to, beside the only one that it may. */
export interface ArtifactPlace {
  readonly code: string;
  readonly temporary: string;
  readonly node: string;
}

export interface ArtifactCall {
  readonly environment: Readonly<Record<string, string>>;
  readonly event?: object;
  readonly remainingMs: number;
}

export interface ArtifactAnswer {
  readonly report?: FunctionReport;
  readonly error?: string;
  /** Of loading the code, and of the run. */
  readonly loadMs: number;
  readonly runMs: number;
  readonly remainingMs: number;
  readonly peakMB: number;
  /** Whether the system would have ended the process had it taken more than the function's memory. */
  readonly isLimited: boolean;
  /** All that was printed before. */
  readonly log: string;
}

/** Takes the right to write away from a folder with the code, and copies a Node to where anyone may run it. */
export async function lockPlace(folder: string): Promise<ArtifactPlace> {
  const [code, temporary, node] = [join(folder, "code"), join(folder, "tmp"), join(folder, "node")];
  await copyFile(await findNode(), node);
  await copyFile(join(import.meta.dirname, "call-artifact.mjs"), join(folder, "call.mjs"));
  await mkdir(temporary);
  if (process.getuid?.() === 0) await chown(temporary, nobody, nobody);
  const entries = await readdir(code, { recursive: true, withFileTypes: true });
  for (const entry of entries) await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  await chmod(code, 0o555);
  await chmod(folder, 0o755);
  return { code, temporary, node };
}

/** Calls the code in a process with Lambda's variables and no others, as a user who may write to its /tmp alone. */
export async function callArtifact(place: ArtifactPlace, call: ArtifactCall): Promise<ArtifactAnswer> {
  const { code, temporary, node } = place;
  const args = [
    // As much as Lambda's own runtime gives to Node of this memory.
    `--max-old-space-size=${Math.floor(memoryMB * 0.9)}`,
    join(code, "..", "call.mjs"),
    join(code, "index.mjs"),
    JSON.stringify(call.event ?? {}),
    String(call.remainingMs),
  ];
  const child = spawn(node, args, {
    cwd: code,
    env: {
      TMPDIR: temporary,
      TZ: ":UTC",
      LANG: "en_US.UTF-8",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMB),
      LAMBDA_TASK_ROOT: code,
      ...call.environment,
    },
    ...(process.getuid?.() === 0 && { uid: nobody, gid: nobody }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const limit = await limitMemory(memoryMB * 1024 * 1024);
  if (child.pid !== undefined) await limit?.add(child.pid);
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  await once(child, "close");
  await limit?.end();
  const lines = printed.trim().split("\n");
  const last = lines.findLast((line) => line.includes('"peakMB":'));
  if (last === undefined) throw new Error(`The functions' code did not end as it should:\n${printed.slice(-2000)}`);
  return { ...JSON.parse(last), isLimited: limit !== undefined, log: printed };
}
