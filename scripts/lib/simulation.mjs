import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "./paths.mjs";
import { spawnWithThisProcess, stop } from "./processes.mjs";

/**
 * @typedef {object} Simulation
 * @property {string} tenantId
 * @property {string} tenantName
 * @property {string} clientId
 * @property {string} secret
 * @property {{ login: string, graph: string, management: string }} endpoints origins.
 * @property {string} authorityFile PEM, for NODE_EXTRA_CA_CERTS.
 * @property {string} certificateFile PEM with certificate and private key, to sign in with.
 * @property {() => string} log what the server said on standard error.
 * @property {Promise<void>} ended resolves when the server's process is gone.
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} SimulationOptions
 * @property {number} scale
 * @property {number} users
 * @property {number} days
 * @property {string} mood `calm` or `rough`.
 * @property {number} speed how much sooner than in a real tenant come what is late.
 * @property {readonly number[]} ports of sign-in, Graph and Management Activity; 0 is any free one.
 * @property {boolean} verbose each request to standard error.
 * @property {string} [delivery] `ordinary`, which it is by default, or `late`.
 * @property {{ id: string, name: string, seed: number }} [tenant] another tenant than the sample's.
 */

/**
 * Starts the simulated Microsoft in a process of its own.
 *
 * @param {string} node a Node 24, which runs TypeScript.
 * @param {string} folder where its certificates are put.
 * @param {SimulationOptions} options
 * @returns {Promise<Simulation>}
 * @throws {Error} when it does not come up; the message ends with what it printed.
 */
export async function startSimulation(node, folder, options) {
  const script = join(root, "test", "simulation", "microsoft", "serve-sample.ts");
  const child = spawnWithThisProcess(node, [script, folder, JSON.stringify(options)]);
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    if (options.verbose) process.stderr.write(text);
    log = (log + text).slice(-10_000);
  });
  const ended = once(child, "close").then(() => undefined);
  const first = await Promise.race([
    once(createInterface(/** @type {import("node:stream").Readable} */ (child.stdout)), "line"),
    ended,
  ]);
  if (first === undefined) throw new Error(`The simulated Microsoft did not start.\n${log}`);
  return { ...JSON.parse(first[0]), log: () => log, ended, stop: () => stop(child) };
}
