import { CodeLens, type Command, Diagnostic, DiagnosticSeverity, type Range } from "vscode";
import type { CommandId } from "../registry/command-ids.ts";
import { plainLines, plainText } from "../words/plain-text.ts";

/** What a lens over a statement says and runs. */
export interface LensWords {
  /** A codicon. */
  readonly icon: string;
  readonly text: string;
  readonly tooltip: string;
  readonly command: CommandId | "";
  readonly arguments?: readonly unknown[];
}

/** Words over a line that run a command when they are pressed. */
export function lens(range: Range, words: LensWords): CodeLens {
  const command: Command = {
    // VS Code lays the icon and the words side by side, where a blank at the beginning of the words has no width.
    title: `$(${words.icon})\u00A0${plainText(words.text)}`,
    tooltip: plainLines(words.tooltip),
    command: words.command,
    ...(words.arguments && { arguments: [...words.arguments] }),
  };
  return new CodeLens(range, command);
}

/** A problem under a place of a text. */
export function problem(
  range: Range,
  message: string,
  code: string,
  severity: "error" | "warning" = "error",
): Diagnostic {
  const kind = severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
  const diagnostic = new Diagnostic(range, plainLines(message), kind);
  diagnostic.source = "TenantTrail";
  diagnostic.code = plainText(code);
  return diagnostic;
}
