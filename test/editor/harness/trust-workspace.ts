import { commands, workspace } from "vscode";
import { EditorWindow } from "./editor-window.ts";

/** Trusts the workspace by the button of VS Code's own page, and waits until this extension host is told. */
export async function trustWorkspace(): Promise<void> {
  if (workspace.isTrusted) return;
  await commands.executeCommand("workbench.trust.manage");
  await pressTrust();
}

/** Presses Trust on the page that is open for it. */
export async function pressTrust(): Promise<void> {
  const { promise: trusted, resolve } = Promise.withResolvers<void>();
  const listening = workspace.onDidGrantWorkspaceTrust(resolve);
  try {
    await new EditorWindow().click(".workspace-trust-editor .monaco-button:text-is('Trust')");
    if (!workspace.isTrusted) await trusted;
  } finally {
    listening.dispose();
  }
  await commands.executeCommand("workbench.action.closeAllEditors");
}
