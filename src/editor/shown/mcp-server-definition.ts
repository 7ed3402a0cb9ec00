import { McpStdioServerDefinition } from "vscode";
import { plainText } from "../words/plain-text.ts";

/** A server of the Model Context Protocol that VS Code starts when it needs it. */
export interface OfferedServer {
  readonly label: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
}

export function mcpServerDefinition({ label, command, args, env, version }: OfferedServer): McpStdioServerDefinition {
  return new McpStdioServerDefinition(plainText(label), command, [...args], { ...env }, version);
}
