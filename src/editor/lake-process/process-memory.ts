import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Bytes of the machine's memory that a process holds (resident), or undefined when the system does not say. Windows
 * writes the number as the user's language does, with any separator between its thousands.
 */
export async function processMemory(pid: number): Promise<number | undefined> {
  const kilobytes = await readKilobytes(pid).catch(() => undefined);
  return kilobytes === undefined || !Number.isFinite(kilobytes) ? undefined : kilobytes * 1024;
}

async function readKilobytes(pid: number): Promise<number | undefined> {
  if (process.platform === "linux")
    return Number(/^VmRSS:\s*(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
  if (process.platform === "win32")
    return tasklistKilobytes(await output("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"]));
  return Number((await output("ps", ["-o", "rss=", "-p", String(pid)])).trim() || Number.NaN);
}

/** The memory in a line of `tasklist`, whose last column it is: `"node.exe","4711","Console","1","123,456 K"`. */
export function tasklistKilobytes(line: string): number | undefined {
  const last = /"([^"]*)"\s*$/.exec(line.trim())?.[1]?.replace(/\D/g, "");
  return last === undefined || last === "" ? undefined : Number(last);
}

async function output(command: string, given: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, [...given], { windowsHide: true })).stdout;
}
