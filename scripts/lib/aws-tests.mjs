import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findNode } from "./node.mjs";
import { root } from "./paths.mjs";
import { endWithThisProcess, runToEnd, stop } from "./processes.mjs";

const standIn = join(root, "test", "aws", "stand-in");

/** What `install.ts` ends with when the machine lacks something. */
const lacking = 3;

/**
 * Installs the stand-in for AWS once, before test files that run at the same time would each do it.
 *
 * @returns {Promise<string | undefined>} what the machine lacks, in one line.
 * @throws {Error} when it fails otherwise.
 */
export async function installStandIn() {
  const { code, output } = await runToEnd(await findNode(), [join(standIn, "install", "install.ts")], { cwd: root });
  if (code === 0) return undefined;
  if (code === lacking) return output.trim().split("\n").at(-1);
  throw new Error(output.trim());
}

/**
 * Starts the Trino that test files share, when one of them asks for it.
 *
 * @param {readonly string[]} files
 * @returns {Promise<{ env: Record<string, string>, stop: () => Promise<void> }>} `env` tells the tests where it is.
 */
export async function startSharedTrino(files) {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  if (!texts.some((text) => text.includes("athena: true"))) return { env: {}, stop: async () => undefined };
  const child = spawn(await findNode(), [join(standIn, "trino", "shared-trino.ts")], {
    cwd: root,
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const release = endWithThisProcess(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^Trino: (.+)$/.exec(line)?.[1];
    if (address === undefined) continue;
    return {
      env: { TENANTTRAIL_TEST_TRINO: address },
      stop: async () => {
        await stop(child);
        release();
      },
    };
  }
  release();
  throw new Error("Trino did not start.");
}
