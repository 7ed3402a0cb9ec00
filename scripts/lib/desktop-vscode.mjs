import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

/** @returns {string | undefined} the `code` command on the `PATH`. */
export function findDesktopVscode() {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/**
 * Opens a window with the extension under development.
 *
 * @param {string} command of {@link findDesktopVscode}.
 * @param {string} folder absolute path of the workspace.
 */
export async function openDesktopVscode(command, folder) {
  const args = ["--new-window", `--extensionDevelopmentPath=${root}`, folder];
  // Node starts a batch file only through the shell.
  if (process.platform === "win32") await run("cmd.exe", ["/d", "/c", command, ...args]);
  else await run(command, args);
}
