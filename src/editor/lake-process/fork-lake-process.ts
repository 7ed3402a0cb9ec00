import { fork } from "node:child_process";
import { IPCMessageReader, IPCMessageWriter } from "vscode-jsonrpc/node";
import type { LaunchedProcess } from "./lake-process.ts";
import { lakeProcessFlags } from "./lake-process-flags.ts";
import { processMemory } from "./process-memory.ts";

/**
 * Runs the lake process with the editor's own Node.
 *
 * @param script absolute path of the bundle.
 * @param log gets each line that the process writes.
 */
export function forkLakeProcess(script: string, log: (line: string) => void): LaunchedProcess {
  const child = fork(script, [], {
    // The desktop editor's binary is Electron and behaves as Node only when told to.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    // The editor's own flags may name a debug port, which two processes cannot share.
    execArgv: [...lakeProcessFlags],
    execPath: process.execPath,
    serialization: "advanced",
    silent: true,
  });
  child.stdout?.on("data", (text: Buffer) => log(text.toString("utf8").trimEnd()));
  child.stderr?.on("data", (text: Buffer) => log(text.toString("utf8").trimEnd()));
  return {
    reader: new IPCMessageReader(child),
    writer: new IPCMessageWriter(child),
    onExit(listener) {
      let told = false;
      const once = (how: string): void => {
        if (told) return;
        told = true;
        listener(how);
      };
      child.once("exit", (code, signal) => once(signal ? `signal ${signal}` : `exit code ${code}`));
      child.once("error", (error) => once(error.message));
    },
    memory: async () => (child.pid === undefined ? undefined : processMemory(child.pid)),
    kill: () => {
      // A process that hears nothing would not hear a polite signal either; a lake survives a kill at any moment.
      child.kill("SIGKILL");
    },
  };
}
