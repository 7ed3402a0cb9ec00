import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** The bit of Linux's CAP_SYS_ADMIN, which mounting takes. */
const mayMount = 1n << 21n;

/**
 * A folder on a disk of so many bytes that goes with the test. Undefined where nothing may be mounted, which is said in a
 * line. @throws Error when it may be mounted and was not, so that no test passes for nothing.
 */
export function smallDisk(t: TestContext, bytes: number): string | undefined {
  const asRoot = howToMount();
  if (asRoot === undefined) {
    t.diagnostic("A small disk can be mounted on Linux by root alone: how a full one is met was not tried here.");
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), "tenanttrail-disk-"));
  let mounted = false;
  t.after(async () => {
    if (mounted) run([...asRoot, "umount", "-l", folder]);
    await rm(folder, { recursive: true, force: true });
  });
  const options = `size=${bytes},uid=${process.getuid?.()},gid=${process.getgid?.()},mode=700`;
  run([...asRoot, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]);
  mounted = true;
  return folder;
}

/** What a command begins with to be run by root; undefined when it cannot. A person's own `sudo` is left alone. */
function howToMount(): readonly string[] | undefined {
  if (process.platform !== "linux") return undefined;
  const capabilities = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  if ((BigInt(`0x${capabilities}`) & mayMount) !== 0n) return [];
  if (!process.env["CI"]) return undefined;
  try {
    run(["sudo", "-n", "true"]);
    return ["sudo", "-n"];
  } catch {
    return undefined;
  }
}

function run([command = "", ...args]: readonly string[]): void {
  execFileSync(command, args, { stdio: "pipe" });
}
