import { createInterface } from "node:readline";
import { root } from "./paths.mjs";
import { spawnWithThisProcess, stop } from "./processes.mjs";

/**
 * Starts a script that serves something, and waits until it says what.
 *
 * @param {string} node a Node 24.
 * @param {readonly string[]} args the script and its arguments.
 * @param {string} word what the line begins with that says it: `WORD: what`. Other lines are shown.
 * @returns {Promise<{ said: string, stop: () => Promise<void> }>}
 * @throws {Error} when it ends before.
 */
export async function startScript(node, args, word) {
  const child = spawnWithThisProcess(node, args, { cwd: root, stderr: "inherit" });
  const input = /** @type {import("node:stream").Readable} */ (child.stdout);
  for await (const line of createInterface({ input })) {
    if (!line.startsWith(`${word}: `)) {
      console.log(line);
      continue;
    }
    return { said: line.slice(word.length + 2), stop: () => stop(child) };
  }
  throw new Error(`${args[0]} ended before it was ready.`);
}
