import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { spawnWithThisProcess, stop } from "./processes.mjs";

const startTimeoutMs = 60_000;

/**
 * @typedef {object} VscodeServer
 * @property {string} authority host and port, as they stand in `vscode-remote://` addresses.
 * @property {(open: OpenOptions) => string} url the address that opens a folder.
 * @property {() => string} log what the server has printed so far.
 * @property {Promise<void>} ended resolves when the server's process is gone.
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} OpenOptions
 * @property {string} folder absolute path of the workspace.
 * @property {string} [extension] absolute path of an extension under development; read only by a server with `--enable-smoke-test-driver`, whose window shows no notifications by themselves.
 * @property {string} [tests] absolute path of a test module; the editor runs it and reports its end.
 */

/**
 * Serves VS Code on the loopback interface, behind a secret in its address.
 *
 * @param {object} options
 * @param {string} options.node a Node 24.
 * @param {string} options.host the folder of {@link findVscodeHost}.
 * @param {string} options.data a folder for the user's data, the server's and its extensions.
 * @param {string} [options.port] a port or a range such as `8420-8499`; any free port by default.
 * @param {Readonly<Record<string, unknown>>} [options.settings] the user's settings, unless `data` has some.
 * @param {Readonly<Record<string, string>>} [options.env] added to what the extension host inherits.
 * @param {boolean} [options.asksForTrust] true opens an unknown folder in restricted mode; by default every folder is trusted.
 * @param {readonly string[]} [options.args] more arguments for the server.
 * @returns {Promise<VscodeServer>}
 * @throws {Error} when the server does not come up; the message ends with what it printed.
 */
export async function startVscodeServer({
  node,
  host,
  data,
  port = "0",
  settings = {},
  env = {},
  asksForTrust = false,
  args = [],
}) {
  await writeUserSettings(join(data, "user"), settings);
  const token = randomBytes(18).toString("hex");
  // A browser keeps the token in a cookie, and a cookie belongs to a host and a path, whatever the port.
  const path = `/${randomBytes(6).toString("hex")}`;
  const tokenFile = join(data, "connection-token");
  await writeFile(tokenFile, token, { mode: 0o600 });
  const child = spawnWithThisProcess(
    node,
    [
      join(host, "out", "server-main.js"),
      ...["--host", "127.0.0.1", "--port", port, "--server-base-path", path],
      ...["--connection-token-file", tokenFile],
      ...["--user-data-dir", join(data, "user"), "--server-data-dir", join(data, "server")],
      ...["--extensions-dir", join(data, "extensions")],
      "--accept-server-license-terms",
      "--disable-telemetry",
      ...(asksForTrust ? [] : ["--disable-workspace-trust"]),
      ...args,
    ],
    { env: { ...process.env, ...env } },
  );
  let log = "";
  const ended = new Promise((resolve) => {
    child.once("error", resolve);
    child.once("exit", resolve);
  }).then((reason) => {
    if (reason instanceof Error) log += reason.message;
  });
  /** @type {Promise<string>} */
  const listening = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => {
        log += text;
        const found = /Extension host agent listening on (\d+)/.exec(log)?.[1];
        if (found !== undefined) resolve(found);
      });
  });
  const found = await Promise.race([
    listening,
    ended,
    new Promise((resolve) => setTimeout(resolve, startTimeoutMs).unref()),
  ]);
  if (typeof found !== "string") {
    await stop(child);
    throw new Error(`VS Code's server did not start.\n${log}`);
  }
  const authority = `127.0.0.1:${found}`;
  return {
    authority,
    url: (open) => openUrl(authority, path, token, open),
    log: () => log,
    ended,
    stop: () => stop(child),
  };
}

/**
 * Installs an extension from its sources into a server's data: the next start of the server reads it as it is built.
 *
 * @param {string} data the folder that {@link startVscodeServer} is given.
 * @param {string} extension absolute path of the extension's folder.
 */
export async function linkExtension(data, extension) {
  const { publisher, name, version } = JSON.parse(await readFile(join(extension, "package.json"), "utf8"));
  const folder = join(data, "extensions");
  // With its list the server would not look at the folder again.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await symlink(extension, join(folder, `${publisher}.${name}-${version}`), "junction");
}

/**
 * Gives a folder of user data its settings, unless it has some.
 *
 * @param {string} userData
 * @param {Readonly<Record<string, unknown>>} settings
 */
export async function writeUserSettings(userData, settings) {
  const file = join(userData, "User", "settings.json");
  if (existsSync(file)) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, undefined, 2));
}

/**
 * @param {string} authority
 * @param {string} path that the server answers on.
 * @param {string} token
 * @param {OpenOptions} open
 */
function openUrl(authority, path, token, { folder, extension, tests }) {
  /** @param {string} file */
  const remote = (file) => `vscode-remote://${authority}${remotePath(file)}`;
  const payload = [["skipWelcome", "true"]];
  if (extension !== undefined) payload.push(["extensionDevelopmentPath", remote(extension)]);
  if (tests !== undefined) payload.push(["extensionTestsPath", remote(tests)]);
  const query = new URLSearchParams({ tkn: token, folder: remotePath(folder), payload: JSON.stringify(payload) });
  return `http://${authority}${path}/?${query}`;
}

/** @param {string} path absolute; on Windows `C:\\x` becomes `/c:/x`. */
function remotePath(path) {
  const slashes = path.replaceAll("\\", "/");
  return /^[A-Za-z]:/.test(slashes) ? `/${slashes[0]?.toLowerCase()}${slashes.slice(1)}` : slashes;
}
