import { spawn } from "node:child_process";
import { once } from "node:events";

const windows = process.platform === "win32";

/** The fourth stream ends without a line only when the process that holds it is dead; then the whole group is killed. */
const endsWithItsParent = '(read -r ended <&3 || kill -KILL 0) >/dev/null 2>&1 & exec "$@" 3<&-';

/**
 * Starts a command in a process group of its own, which goes down with this process, also when that is killed (on
 * Windows only the command, and only when this process ends by itself).
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string | undefined, env?: NodeJS.ProcessEnv | undefined, stdout?: "pipe" | "inherit", stderr?: "pipe" | "inherit" }} [options]
 * @returns {import("node:child_process").ChildProcess}
 */
export function spawnWithThisProcess(command, args, { cwd, env, stdout = "pipe", stderr = "pipe" } = {}) {
  const child = windows
    ? spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", stdout, stderr] })
    : spawn("/bin/sh", ["-c", endsWithItsParent, "sh", command, ...args], {
        cwd,
        env: env ?? process.env,
        detached: true,
        stdio: ["ignore", stdout, stderr, "pipe"],
      });
  const release = endWithThisProcess(child);
  const life = /** @type {import("node:stream").Writable | null | undefined} */ (child.stdio[3]);
  // Who waits at its other end may have been killed with the group.
  life?.on("error", () => undefined);
  child.once("error", release);
  child.once("exit", () => {
    life?.end("\n");
    release();
  });
  return child;
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] with `show` the output goes to the
 *   terminal, otherwise it is kept for the error.
 * @returns {Promise<string>} what was kept of standard output.
 * @throws {Error} when the command cannot be started or does not end with 0; the message ends with its output.
 */
export async function run(command, args, { cwd, env, show = false } = {}) {
  const { code, stdout, output } = await runToEnd(command, args, { cwd, env, show });
  if (code !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${code}\n${output}`.trimEnd());
  return stdout;
}

/**
 * Runs a command to its end, whatever that is. A child has a process group of its own, and the group goes
 * down with this process.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string | undefined, env?: NodeJS.ProcessEnv | undefined, show?: boolean, signal?: AbortSignal }} [options]
 *   once the signal is aborted, the child and what it started are killed.
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is both streams; both are empty with `show`.
 */
export async function runToEnd(command, args, { cwd, env, show = false, signal: stop } = {}) {
  const stream = show ? "inherit" : "pipe";
  const child = spawnWithThisProcess(command, args, { cwd, env, stdout: stream, stderr: stream });
  stop?.addEventListener("abort", () => signalTree(child, "SIGKILL"), { once: true });
  let stdout = "";
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const [code, signal] = await once(child, "close");
  return { code: code ?? 1, stdout, output: signal === null ? output : `${output}\n(${signal})` };
}

/**
 * Runs npm with the machine's own Node.
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string, show?: boolean }} [options]
 */
export async function npm(args, options) {
  const script = process.env["npm_execpath"];
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args], options);
  // npm is a batch file on Windows, which only its shell can start.
  return windows ? run("cmd.exe", ["/d", "/s", "/c", "npm", ...args], options) : run("npm", args, options);
}

/**
 * Stops a child and everything it started when this process exits.
 *
 * @param {import("node:child_process").ChildProcess} child started with `detached` except on Windows.
 * @returns {() => void} lets go of the child.
 */
function endWithThisProcess(child) {
  const end = () => signalTree(child, "SIGKILL");
  // Before what is deleted at the exit, which they may write into.
  process.prependOnceListener("exit", end);
  return () => process.off("exit", end);
}

/**
 * Ends a child and everything it started: politely, and by force after three seconds.
 *
 * @param {import("node:child_process").ChildProcess} child started with `detached` except on Windows.
 */
export async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const closed = once(child, "exit");
    signalTree(child, "SIGTERM");
    const force = setTimeout(() => signalTree(child, "SIGKILL"), 3000);
    await closed;
    clearTimeout(force);
  }
  signalTree(child, "SIGKILL");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (windows) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // The group is gone, which is what was asked for.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/**
 * Makes this process behave as a command: Ctrl+C and a polite kill run the exit handlers, so that no child is left
 * behind, and an error is told in its own words, without a stack.
 */
export function actAsCommand() {
  for (const [signal, number] of /** @type {const} */ ([
    ["SIGINT", 2],
    ["SIGTERM", 15],
    ["SIGHUP", 1],
  ]))
    process.once(signal, () => process.exit(128 + number));
  process.once("uncaughtException", (error) => {
    console.error(error.message);
    process.exit(1);
  });
}
