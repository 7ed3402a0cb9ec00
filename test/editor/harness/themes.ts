import { ConfigurationTarget, workspace } from "vscode";
import type { EditorWindow } from "./editor-window.ts";

/** VS Code's own themes, and the class that a webview's body has in each. */
const themes = [
  ["light", "Default Light Modern", "vscode-light"],
  ["dark", "Default Dark Modern", "vscode-dark"],
  ["high-contrast", "Default High Contrast", "vscode-high-contrast"],
] as const;

/** Takes a picture of an open webview in each theme: `<name>-dark.png` and its like. */
export async function inEachTheme(editor: EditorWindow, name: string, webview: string): Promise<void> {
  const config = workspace.getConfiguration("workbench");
  const before = config.inspect<string>("colorTheme")?.globalValue;
  try {
    for (const [suffix, theme, body] of themes) {
      await config.update("colorTheme", theme, ConfigurationTarget.Global);
      await editor.waitFor(`body.${body} ${webview}`);
      await editor.screenshot(`${name}-${suffix}`);
    }
  } finally {
    await config.update("colorTheme", before, ConfigurationTarget.Global);
  }
}
