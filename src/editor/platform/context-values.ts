import { commands } from "vscode";
import type { ContextKey } from "../registry/context-keys.ts";

/** Sets what the `when` clauses of `package.json` see. */
export function setContext(key: ContextKey, value: boolean): void {
  void commands.executeCommand("setContext", key, value);
}
