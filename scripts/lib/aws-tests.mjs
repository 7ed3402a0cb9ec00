import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startScript } from "./background-script.mjs";
import { findNode } from "./node.mjs";
import { root } from "./paths.mjs";
import { runToEnd } from "./processes.mjs";

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
  if (!texts.some((text) => /athena: true|bothEngines\(|AthenaLake|useTrino|WholeWay/.test(text)))
    return { env: {}, stop: async () => undefined };
  const { said, stop } = await startScript(await findNode(), [join(standIn, "trino", "shared-trino.ts")], "Trino");
  return { env: { TENANTTRAIL_TEST_TRINO: said }, stop };
}

/**
 * Starts an AWS with the stack deployed over a copy of a lake.
 *
 * @param {string} lake absolute path of the lake.
 * @param {string} folder where the AWS files of a profile that reaches it are written.
 * @returns {Promise<{ connection: Record<string, string>, endpoint: string, stack: string, bucket: string, stop: () => Promise<void> }>}
 *   `connection` is how the editor reaches it.
 * @throws {Error} in one line, when the machine lacks something.
 */
export async function startStandIn(lake, folder) {
  const lacking = await installStandIn();
  if (lacking !== undefined) throw new Error(lacking);
  const { said, stop } = await startScript(await findNode(), [join(standIn, "serve.ts"), lake, folder], "Ready");
  const { bucket, ...connection } = JSON.parse(said);
  return { connection, endpoint: connection.endpoint, stack: connection.stack, bucket, stop };
}
