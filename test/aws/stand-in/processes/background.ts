import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnWithThisProcess, stop } from "../../../../scripts/lib/processes.mjs";

const keptCharacters = 20_000;
const pauseMs = 100;

/** A server that runs beside the tests. Its process group goes down with this process, also when that is killed. */
export interface Background {
  /** The end of what it printed. */
  printed(): string;
  stop(): Promise<void>;
}

/** What to start, and how to see that it is ready. */
export interface BackgroundCommand {
  /** The name that errors call it by. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All variables that it sees. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take to be ready, in milliseconds. */
  readonly patienceMs: number;
  readonly ready: () => Promise<boolean>;
}

/**
 * Starts a server and waits until it is ready.
 *
 * @throws {Error} with what it printed, when it ends or is not ready in time. Then it is stopped.
 */
export async function startInBackground(wanted: BackgroundCommand): Promise<Background> {
  const child = spawnWithThisProcess(wanted.command, wanted.args, { cwd: wanted.cwd, env: { ...wanted.env } });
  const printed = keepPrinted(child);
  const server: Background = {
    printed,
    stop: () => stop(child),
  };
  try {
    await untilReady(child, wanted);
  } catch (error) {
    await server.stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${printed()}`, { cause: error });
  }
  return server;
}

async function untilReady(child: ChildProcess, wanted: BackgroundCommand): Promise<void> {
  const failed = Promise.withResolvers<never>();
  child.once("error", failed.reject);
  child.once("exit", (code) => failed.reject(new Error(`${wanted.name} ended with ${code} before it was ready.`)));
  failed.promise.catch(() => undefined);
  const deadline = Date.now() + wanted.patienceMs;
  while (!(await Promise.race([failed.promise, wanted.ready().catch(() => false)]))) {
    if (Date.now() > deadline) throw new Error(`${wanted.name} was not ready in ${wanted.patienceMs / 1000} s.`);
    await Promise.race([failed.promise, sleep(pauseMs)]);
  }
}

function keepPrinted(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (more: string) => {
      text = (text + more).slice(-keptCharacters);
    });
  return () => text;
}
