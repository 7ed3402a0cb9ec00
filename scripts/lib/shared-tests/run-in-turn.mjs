import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../paths.mjs";
import { changesSince, processState } from "./process-state.mjs";
import { placeOf } from "./test-processes.mjs";
import { testRunner } from "./test-runner.mjs";

const require = createRequire(import.meta.url);

/** A file that takes longer hangs. */
const fileTimeoutMs = 600_000;

/**
 * Runs test files in this process, one after the other, each with hooks of its own. A file that cannot be loaded,
 * that leaves the process other than it was, or that throws outside of its tests has a failed test for that.
 *
 * @param {readonly string[]} files absolute.
 * @param {object} [how]
 * @param {boolean} [how.await] whether files await something as they are loaded, which makes their tests slower.
 */
export async function runInTurn(files, { await: awaits = false } = {}) {
  const { suite, test } = await testRunner(awaits);
  /** @type {string[]} */
  let thrown = [];
  let file = new AbortController();
  const keep = (/** @type {unknown} */ error) => {
    thrown.push(error instanceof Error ? `${error.stack}` : String(error));
    // A test may wait for ever for what has thrown.
    file.abort();
  };
  process.on("uncaughtException", keep).on("unhandledRejection", keep);
  let ended = false;
  // A test that ends the process with 0 would hide all that was to run.
  process.on("exit", () => {
    if (!ended) process.exitCode ||= 1;
  });
  const place = placeOf(process.argv[1] ?? "");
  for (const path of files) {
    const name = relative(root, path);
    // Written at once, for a process that is killed tells nothing.
    writeFileSync(place, name);
    /** @type {ReadonlyMap<string, unknown>} */
    let before = new Map();
    file = new AbortController();
    await suite(name, { timeout: fileTimeoutMs, signal: file.signal }, async () => {
      before = processState();
      try {
        if (awaits) await import(pathToFileURL(path).href);
        else require(path);
      } catch (error) {
        test(`${name} is loaded`, () => {
          throw error;
        });
      }
    });
    // What the last test left rejected is told in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
    const faults = [...changesSince(before).map((change) => `It changed ${change}.`), ...thrown];
    thrown = [];
    if (faults.length === 0) continue;
    await suite(name, () => {
      test(`${name} leaves the process to the next file as it was`, () => {
        throw new Error(faults.join("\n"));
      });
    });
  }
  rmSync(place, { force: true });
  ended = true;
}
