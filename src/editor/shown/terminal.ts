import { homedir } from "node:os";
import { ShellExecution, ShellQuoting, Task, TaskRevealKind, TaskScope, tasks } from "vscode";
import type { TerminalCommand } from "../../protocol/errors.ts";
import { plainText } from "../words/plain-text.ts";

/** What no shell takes for more than a text: enough for options and the names of profiles. No %, which cmd.exe reads in quotes too. */
const harmless = /^[\w@+.:/=-]+$/;

/** Whether `succeedsInTerminal` would run a command: one of AWS's own program, with arguments that need no quotes. */
export function runsInTerminal([program, ...given]: TerminalCommand): boolean {
  return program === "aws" && given.every((argument) => harmless.test(argument));
}

/**
 * Runs a command in a terminal that the person sees. It begins in the home folder, because a shell of Windows would run
 * an `aws` that lies in the workspace.
 *
 * @returns whether it ended well; false for a command that is not run (see `runsInTerminal`).
 */
export async function succeedsInTerminal(command: TerminalCommand): Promise<boolean> {
  if (!runsInTerminal(command)) return false;
  const [program, ...given] = command;
  const quoted = given.map((value) => ({ value, quoting: ShellQuoting.Strong }));
  const execution = new ShellExecution(program, quoted, { cwd: homedir() });
  const task = new Task({ type: "tenantTrail" }, TaskScope.Global, plainText(command.join(" ")), "AWS", execution, []);
  task.presentationOptions = { reveal: TaskRevealKind.Always, focus: true, clear: true };
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const started = await tasks.executeTask(task);
  const ended = tasks.onDidEndTaskProcess(({ execution: of, exitCode }) => {
    if (of === started) resolve(exitCode === 0);
  });
  return promise.finally(() => ended.dispose());
}
