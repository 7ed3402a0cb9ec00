import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { findDesktopVscode } from "./desktop-vscode.mjs";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";
import { quietSettings } from "./quiet-settings.mjs";
import { findVscodeHost } from "./vscode-host.mjs";
import { linkExtension, startVscodeServer, writeUserSettings } from "./vscode-server.mjs";

/**
 * Opens a workspace in an editor of its own, which takes its environment from here: an editor that already runs would
 * not. Desktop VS Code when there is one, else VS Code's server, whose address is printed.
 *
 * @param {object} options
 * @param {string} options.node a Node 24.
 * @param {string} options.folder absolute path of the workspace.
 * @param {Readonly<Record<string, string>>} options.env added to the editor's environment.
 * @param {string} [options.port] of VS Code's server.
 * @returns {Promise<{ ended: Promise<void> }>} `ended` resolves when the server is gone, and never for the desktop.
 */
export async function openEditor({ node, folder, env, port = "8420-8499" }) {
  const data = join(root, ".work", "simulated-vscode");
  await mkdir(data, { recursive: true });
  const desktop = findDesktopVscode();
  if (desktop !== undefined) {
    const userData = join(data, "desktop");
    await writeUserSettings(userData, quietSettings);
    const args = ["--new-window", "--user-data-dir", userData, `--extensionDevelopmentPath=${root}`, folder];
    const [command, ...rest] =
      process.platform === "win32" ? ["cmd.exe", "/d", "/c", desktop, ...args] : [desktop, ...args];
    await run(command, rest, { env: { ...process.env, ...env } });
    console.log(`Opened ${folder} in VS Code.`);
    return { ended: new Promise(() => undefined) };
  }
  await linkExtension(data, root);
  const server = await startVscodeServer({
    node,
    host: await findVscodeHost(),
    data,
    port,
    settings: quietSettings,
    env,
  });
  console.log(`VS Code with TenantTrail:\n\n  ${server.url({ folder })}\n`);
  return { ended: server.ended };
}
